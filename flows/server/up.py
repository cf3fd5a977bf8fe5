"""`almanac up`: runs server, UI, schedules and a first run as one process tree."""

import fcntl
import signal
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing, contextmanager
from types import FrameType

from flows.artifact_keys import address_lines
from flows.backfill import backfill_built_in
from flows.database import Store
from flows.pipeline import open_store
from flows.progress import Print
from flows.server.address import announced
from flows.server.auth import login_line, server_login
from flows.server.first_run import FirstRun
from flows.server.paths import create_folders, stack_paths
from flows.server.private_files import open_to_others
from flows.server.processes import ServerProcess, StackFailed
from flows.server.stack import free_port, served, server
from flows.settings import HOST, BadSettings, Settings, is_beyond_loopback


class Stop(BaseException):
    """Raised by Ctrl-C or SIGTERM."""


def up(settings: Settings, say: Print, open_to_all: bool) -> None:
    """Run until Ctrl-C. Raises StackFailed if a child does not start or ends by itself, AuthFileError, BadSettings."""
    where = stack_paths(settings)
    expect_protected(settings, open_to_all)
    with stop_on_signals(), only_one(settings, "up"):
        auth = None if open_to_all else server_login(settings)
        store = open_store(settings)
        backfill_built_in(store, say)
        port = free_port(settings.values.port)
        if port != settings.values.port:
            say(f"Port {settings.values.port} is taken; using {port}.")
        create_folders(settings, where)
        for line in open_to_others(settings, where):
            say(line)
        say("Starting Prefect's server …")
        first = FirstRun(store, settings, f"http://{HOST}:{port}", say)
        first.begin()
        with (
            closing(store),
            server(settings, where, port, auth) as prefect,
            announced(where, port),
            served(settings, where, port) as runs,
            _metrics(settings, store, f"http://{HOST}:{port}", auth) as metrics,
        ):
            say(f"UI        http://{HOST}:{port}")
            if where.public_url:
                say(f"Others    {where.public_url}")
            for line in address_lines(f"http://{HOST}:{port}"):
                say(line)
            say(login_line(settings.home, auth, is_set=bool(settings.secret("auth_string"))))
            say(f"Database  {settings.shown_database}")
            say(f"Logs      {where.logs}")
            if metrics:
                say(f"Metrics   {metrics}")
            say("A first run of every source is on its way. Ctrl-C stops all.")
            wait_for_end(prefect, runs, look=first.look)


def expect_protected(settings: Settings, open_to_all: bool) -> None:
    """Raise BadSettings where others reach a server that asks for no password, or that answers to none of its names."""
    values = settings.values
    if open_to_all and (is_beyond_loopback(values.listen) or values.public_url):
        setting = "listen" if is_beyond_loopback(values.listen) else "public_url"
        raise BadSettings(
            f"`{setting}` lets others reach this server, and --no-password lets them in without a password: "
            "remove one of the two"
        )
    if is_beyond_loopback(values.listen) and not values.public_url:
        raise BadSettings(
            f"`listen` is {values.listen}: set `public_url`, too, the address that people type "
            "(https://almanac.example), because the server answers to no other name"
        )


def wait_for_end(*children: ServerProcess, look: Callable[[], None] = lambda: None) -> None:
    """Wait until a signal arrives or a child ends; call `look` twice a second."""
    while True:
        for child in children:
            child.expect_alive()
        look()
        time.sleep(0.5)


@contextmanager
def _metrics(settings: Settings, store: Store, url: str, auth: str | None) -> Generator[str]:
    """Answer Prometheus during the block, if the settings name a port; return the address. Raises StackFailed."""
    port = settings.values.metrics_port
    if not port:
        yield ""
        return
    from flows.metrics import metrics_served  # few have Prometheus

    with ExitStack() as running:
        try:
            running.enter_context(metrics_served(settings, store, port, url, auth))
        except OSError as problem:
            raise StackFailed(f"no metrics on port {port}: {problem.strerror}; set another metrics_port") from None
        yield f"http://{HOST}:{port}/metrics"


@contextmanager
def stop_on_signals() -> Generator[None]:
    """End the block in order on SIGTERM or Ctrl-C; a second signal is ignored."""

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
def only_one(settings: Settings, command: str) -> Generator[None]:
    """Allow one `up` and one `demo` per home. The lock is released when the process ends in any way."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.home / f"{command}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StackFailed(
                f"`almanac {command}` is already running in {settings.home}: stop it, or name another home with "
                "ALMANAC_HOME"
            ) from None
        yield
