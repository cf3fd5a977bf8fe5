"""A real PostgreSQL with pg_trgm, and a real Redis, on loopback, that can be stopped and started again."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import psycopg

HOST = "127.0.0.1"
START_SECONDS = 60
EXTENSION = "extension/pg_trgm.control"
"""The file of the extension that Prefect's migrations need, below the folder of shared files of PostgreSQL."""
UNPRIVILEGED = ("postgres", "nobody")
"""Users as whom PostgreSQL runs where we are root, which it refuses."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_for(what: str, condition: Callable[[], bool], seconds: float = START_SECONDS) -> None:
    """Wait until a condition holds. Raises TimeoutError that names what was waited for."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.1)


def postgresql_programs() -> Path | None:
    """Return the folder with the programs of the newest PostgreSQL that has pg_trgm: Debian's, or one on PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: _number(each.parent.name), reverse=True)
    on_path = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    return next((folder for folder in (*debian, *on_path) if _has_extension(folder)), None)


def _number(version: str) -> float:
    return float(version) if version.replace(".", "", 1).isdigit() else 0


def _has_extension(folder: Path) -> bool:
    program = folder / "pg_config"
    if not (program.exists() and (folder / "initdb").exists() and (folder / "postgres").exists()):
        return False
    shared = subprocess.run([program, "--sharedir"], capture_output=True, text=True, check=False).stdout.strip()
    return (Path(shared) / EXTENSION).exists()


def missing() -> str | None:
    """Return what this machine lacks for an installation on several machines, or None."""
    if not postgresql_programs():
        return "no PostgreSQL with pg_trgm (Debian: postgresql, postgresql-contrib)"
    if not shutil.which("redis-server"):
        return "no redis-server (Debian: redis-server)"
    if not find_spec("prefect_redis"):
        return "no prefect-redis (the extra scale-out)"
    return None


@dataclass
class Restartable:
    """A process that is stopped in order and started again at the same port."""

    command: list[str]
    options: dict[str, Any]
    answers: Callable[[], bool]
    stop_signal: int
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        started = cast(
            "subprocess.Popen[bytes]", subprocess.Popen(self.command, stdin=subprocess.DEVNULL, **self.options)
        )
        self.process = started
        wait_for(self.command[0], self.answers)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(self.stop_signal)
            self.process.wait(START_SECONDS)

    def restart(self) -> None:
        self.stop()
        self.start()


def postgresql(folder: Path, password: str) -> Restartable:
    """Make the data of a PostgreSQL server in a folder, with a superuser `postgres`; it is not started yet."""
    programs, data, port = postgresql_programs(), folder / "postgresql", free_port()
    assert programs
    data.mkdir(mode=0o700)
    options: dict[str, Any] = {
        "cwd": data,
        "stdout": (folder / "postgresql.log").open("ab"),
        "stderr": subprocess.STDOUT,
    }
    if os.geteuid() == 0:
        user = next(pwd.getpwnam(name) for name in UNPRIVILEGED if _has_user(name))
        options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        os.chown(data, user.pw_uid, user.pw_gid)
    secret = data.with_name("postgresql.password")
    secret.write_text(password)
    with secret.open() as given:
        made = [
            "-D",
            str(data),
            "-U",
            "postgres",
            "-A",
            "scram-sha-256",
            "--pwfile=/dev/stdin",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run([str(programs / "initdb"), *made], stdin=given, check=True, **options)
    secret.unlink()
    careless = [word for name in ("fsync", "full_page_writes") for word in ("-c", f"{name}=off")]
    command = [str(programs / "postgres"), "-D", str(data), "-p", str(port), "-h", HOST, "-k", "", *careless]
    address = f"postgresql://postgres:{password}@{HOST}:{port}/postgres"

    def answers() -> bool:
        with suppress(psycopg.OperationalError), psycopg.connect(address, connect_timeout=2):
            return True
        return False

    return Restartable(command, options, answers, signal.SIGINT, port)


def _has_user(name: str) -> bool:
    with suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False


def redis(folder: Path, password: str) -> Restartable:
    """A Redis server that keeps its data in a folder, as the one of the compose file does."""
    data, port = folder / "redis", free_port()
    data.mkdir(mode=0o700)
    settings = data / "redis.conf"
    lines = (f"port {port}", f"bind {HOST}", f"requirepass {password}", "appendonly yes", 'save ""', f"dir {data}")
    settings.write_text("\n".join(lines) + "\n")
    settings.chmod(0o600)
    log = (folder / "redis.log").open("ab")
    command = [str(shutil.which("redis-server")), str(settings)]

    def answers() -> bool:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=2) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\nQUIT\r\n".encode())
            return b"PONG" in b"".join(iter(lambda: connection.recv(100), b""))
        return False

    return Restartable(
        command, {"stdout": log, "stderr": subprocess.STDOUT, "cwd": data}, answers, signal.SIGTERM, port
    )
