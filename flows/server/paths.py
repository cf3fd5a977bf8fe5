"""Paths of a stack (server and runner), and the environment of its processes."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.server.auth import client_login, server_login
from flows.settings import HOST, Settings

HEARTBEAT_SECONDS = 30
"""Interval of a run's heartbeats; Prefect's minimum."""


DAY_SECONDS = 86_400
EVENT_DAYS = 7
"""Days after which Prefect's server removes events; those of alerts are told by then."""
SERVICES = "PREFECT_SERVER_SERVICES_"
BATCHES = {
    f"{SERVICES}EVENT_PERSISTER_BATCH_SIZE": "200",
    f"{SERVICES}EVENT_PERSISTER_READ_BATCH_SIZE": "50",
    f"{SERVICES}TASK_RUN_RECORDER_BATCH_SIZE": "50",
    f"{SERVICES}TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    f"{SERVICES}TASK_RUN_RECORDER_READ_BATCH_SIZE": "50",
}
"""Variables of a server that writes events and runs of tasks in groups, not one by one."""
ALWAYS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
    "PREFECT_LOGGING_EXTRA_LOGGERS": "almanac",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
    f"{SERVICES}DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{EVENT_DAYS}D",
    # Prefect drops a run that an automation watches one minute after it was due. After a sleep of the machine it would
    # mark no dead run.
    "PREFECT_SERVER_EVENTS_EXPIRED_BUCKET_BUFFER": "P1D",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # The UI requests the origin that it was loaded from, by any of its names.
    "PREFECT_UI_API_URL": "/api",
}
"""Variables of every process of a stack, whatever the settings are."""
STILL = {
    f"{SERVICES}{service}_ENABLED": "false"
    for service in (
        "CANCELLATION_CLEANUP",
        "CLEANUP_RECONCILER",
        "FOREMAN",
        "LATE_RUNS",
        "PAUSE_EXPIRATIONS",
        "REPOSSESSOR",
        "SCHEDULER",
        "TRIGGERS",
    )
} | {f"{SERVICES}DB_VACUUM_ENABLED": "", "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false"}
"""Variables of a server in which nothing happens by time: it starts no run, changes none and fires no automation.

It has no kinds of blocks either, which take a second and a half to register and are not used here.
"""


@dataclass(frozen=True)
class StackPaths:
    """Paths of a stack; those of the demo are separate."""

    prefect_home: Path
    logs: Path
    address: Path | None
    """The file that tells other processes the address of the stack."""
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    """Further variables of its server."""
    listen: str = HOST
    """The address that its server listens on beside loopback."""
    public_url: str = ""
    """The address by which others reach its server."""


def stack_paths(settings: Settings, demo: bool = False) -> StackPaths:
    home = settings.home
    if demo:
        return StackPaths(home / "prefect-demo", home / "logs" / "demo", None, BATCHES | STILL)
    values = settings.values
    return StackPaths(
        home / "prefect", home / "logs", home / "up.json", listen=values.listen, public_url=values.public_url
    )


def environment(settings: Settings, prefect_home: Path, port: int) -> dict[str, str]:
    """Return the environment of child processes: absolute paths, Prefect's settings only from here, and no
    telemetry.

    It contains the password of the server, if there is one. Raises AuthFileError, BadSettings.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    ours = {"ALMANAC_HOME": str(settings.home), "ALMANAC_FEEDS": str(settings.feeds)}
    ours |= {"ALMANAC_CONFIG": str(settings.file)} if settings.file else {}
    ours |= {"ALMANAC_WORKLOAD": str(settings.workload)} if settings.workload else {}
    ours |= {"ALMANAC_DATABASE_URL": settings.database_url} if "ALMANAC_DATABASE_URL" in os.environ else {}
    ours |= {"PREFECT_UI_URL": settings.values.public_url} if settings.values.public_url else {}
    auth = client_login(settings)
    ours |= {"PREFECT_API_AUTH_STRING": auth} if auth else {}
    if settings.values.log_format == "json":
        from flows.server.log_lines import LOG_VARIABLES  # most logs are for people

        ours |= LOG_VARIABLES
    return (
        kept
        | ours
        | ALWAYS
        | {
            "PREFECT_API_URL": f"http://{HOST}:{port}/api",
            # Prefect's runner keeps a folder with a fixed name there. Two users would share it in /tmp.
            "TMPDIR": str(prefect_home / "tmp"),
            "PREFECT_HOME": str(prefect_home),
            "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://{HOST}:{port}",
            "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(settings.values.keep_runs_days * DAY_SECONDS),
        }
    )


def create_folders(settings: Settings, where: StackPaths) -> None:
    """Create the folders of a stack, each private to its owner, and the password. Raises AuthFileError, BadSettings."""
    folders = [settings.home, where.prefect_home, where.prefect_home / "tmp", where.logs.parent, where.logs]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    server_login(settings)
