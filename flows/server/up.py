"""`almanac up`: server, UI, schedules and a first run as one process tree. Does not import prefect."""

import fcntl
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

from flows.pipeline import open_store
from flows.progress import Say
from flows.server.auth import ensure_auth, entry
from flows.server.paths import HOST, places
from flows.server.processes import Child, StackFailed
from flows.server.stack import announced, free_port, served, server
from flows.settings import Settings


class Stop(BaseException):
    """Somebody asked us to end: Ctrl-C or SIGTERM."""


def up(settings: Settings, say: Say, open_to_all: bool) -> None:
    """Run until Ctrl-C. Raises StackFailed where a child cannot be started or ends by itself, and AuthFileError."""
    where = places(settings)
    with stopping(), alone(settings, "up"):
        auth = None if open_to_all else ensure_auth(settings.home)
        open_store(settings).close()
        port = free_port(settings.values.port)
        if port != settings.values.port:
            say(f"Port {settings.values.port} is taken; using {port}.")
        say("Starting Prefect's server …")
        with (
            server(settings, where, port, auth) as prefect,
            announced(where, port),
            served(settings, where, port) as runs,
        ):
            say(f"UI        http://{HOST}:{port}")
            say(entry(settings.home, auth))
            say(f"Database  {settings.shown_database}")
            say(f"Logs      {where.logs}")
            say("A first run of every source is on its way. Ctrl-C stops all.")
            keep(prefect, runs)


def keep(*children: Child) -> None:
    """Wait until somebody stops us, or a child ends."""
    while True:
        for child in children:
            child.expect_alive()
        time.sleep(0.5)


@contextmanager
def stopping() -> Generator[None]:
    """SIGTERM and Ctrl-C both end the block in order, once; a second one does not hinder the first."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_IGN)
        raise Stop

    before = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except Stop:
        pass
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def alone(settings: Settings, command: str) -> Generator[None]:
    """One `up` and one `demo` per home: the lock goes with the process, however it goes."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.home / f"{command}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StackFailed(
                f"`almanac {command}` runs already in {settings.home}; ALMANAC_HOME names another home"
            ) from None
        yield
