"""Where a stack keeps its things, and what its processes see of the environment. Knows no prefect."""

import os
from dataclasses import dataclass
from pathlib import Path

from flows.server.auth import ensure_auth, read_auth
from flows.settings import Settings

HOST = "127.0.0.1"
HEARTBEAT_SECONDS = 30
"""Between two signs of life of a run; Prefect allows no less."""


@dataclass(frozen=True)
class Places:
    """Where a stack keeps its things: the real one and the demo's are apart."""

    prefect_home: Path
    logs: Path
    address: Path | None
    """The file that tells other processes where the stack is."""


def places(settings: Settings, demo: bool = False) -> Places:
    home = settings.home
    if demo:
        return Places(home / "prefect-demo", home / "logs" / "demo", None)
    return Places(home / "prefect", home / "logs", home / "up.json")


def environment(settings: Settings, prefect_home: Path, port: int) -> dict[str, str]:
    """What our children see: our settings made absolute, Prefect's only from here. Nothing leaves the machine.

    With the password of the server, where the home has one. Raises AuthFileError.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    ours = {"ALMANAC_HOME": str(settings.home), "ALMANAC_FEEDS": str(settings.feeds)}
    ours |= {"ALMANAC_CONFIG": str(settings.file)} if settings.file else {}
    ours |= {"ALMANAC_WORKLOAD": str(settings.workload)} if settings.workload else {}
    ours |= {"ALMANAC_DATABASE_URL": settings.database_url} if "ALMANAC_DATABASE_URL" in os.environ else {}
    auth = read_auth(settings.home)
    ours |= {"PREFECT_API_AUTH_STRING": auth} if auth else {}
    return (
        kept
        | ours
        | {
            "DO_NOT_TRACK": "1",
            "PREFECT_API_URL": f"http://{HOST}:{port}/api",
            # Prefect's runner keeps a folder of one fixed name there: in /tmp, two users would be in each other's way.
            "TMPDIR": str(prefect_home / "tmp"),
            "PREFECT_HOME": str(prefect_home),
            "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
            "PREFECT_LOGGING_EXTRA_LOGGERS": "almanac",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://{HOST}:{port}",
            "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
            "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
            # The UI asks the origin that it was loaded from, by whichever of its names.
            "PREFECT_UI_API_URL": "/api",
        }
    )


def make(settings: Settings, where: Places) -> None:
    """The folders of a stack, the home first: each its owner's alone; and the password. Raises AuthFileError."""
    for folder in (settings.home, where.prefect_home, where.prefect_home / "tmp", where.logs):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ensure_auth(settings.home)
