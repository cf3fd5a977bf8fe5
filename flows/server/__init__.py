"""`almanac up`: Prefect's server and the process that serves our flows, as one process tree."""

from flows.server.auth import AuthFileError, auth_file, ensure_auth, entry, read_auth
from flows.server.client import run_track
from flows.server.paths import HEARTBEAT_SECONDS, HOST, Places, places
from flows.server.processes import Conversation, StackFailed, talking
from flows.server.stack import free_port, running, served, server, since
from flows.server.up import alone, keep, stopping, up

__all__ = [
    "HEARTBEAT_SECONDS",
    "HOST",
    "AuthFileError",
    "Conversation",
    "Places",
    "StackFailed",
    "alone",
    "auth_file",
    "ensure_auth",
    "entry",
    "free_port",
    "keep",
    "places",
    "read_auth",
    "run_track",
    "running",
    "served",
    "server",
    "since",
    "stopping",
    "talking",
    "up",
]
