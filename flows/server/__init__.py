"""The server: `almanac up` runs Prefect's server and the process that serves the flows, as one process tree."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.server.address import running, started_at
    from flows.server.auth import AuthFileError, auth_file, ensure_auth, login_line, read_auth
    from flows.server.client import run_track
    from flows.server.log_lines import LOG_VARIABLES, JsonLines, write_json
    from flows.server.paths import HEARTBEAT_SECONDS, StackPaths, stack_paths
    from flows.server.private_files import open_to_others
    from flows.server.processes import LineProcess, ServerProcess, StackFailed, line_process
    from flows.server.stack import free_port, served, server
    from flows.server.up import only_one, stop_on_signals, up, wait_for_end

__all__ = [
    "HEARTBEAT_SECONDS",
    "LOG_VARIABLES",
    "AuthFileError",
    "JsonLines",
    "LineProcess",
    "ServerProcess",
    "StackFailed",
    "StackPaths",
    "auth_file",
    "ensure_auth",
    "free_port",
    "line_process",
    "login_line",
    "only_one",
    "open_to_others",
    "read_auth",
    "run_track",
    "running",
    "served",
    "server",
    "stack_paths",
    "started_at",
    "stop_on_signals",
    "up",
    "wait_for_end",
    "write_json",
]

lazy_package(__name__)
