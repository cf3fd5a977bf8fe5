"""`almanac demo`: runs the whole job on the sample sites, once for every date on which they changed."""

import json
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flows.demo.kept import begin_note, finish_note, kept_demo, with_demo_database
from flows.demo.own_settings import expect_samples, use_own_settings
from flows.demo.summary import print_addresses, print_summary, program
from flows.demo.take_over import ForeignDatabase, take_over
from flows.progress import Print, shortened
from flows.server import (
    LineProcess,
    ServerProcess,
    StackFailed,
    StackPaths,
    ensure_auth,
    free_port,
    line_process,
    login_line,
    only_one,
    server,
    stack_paths,
    stop_on_signals,
    wait_for_end,
)
from flows.settings import HOST, Settings, database_address, load
from samples.site import Site
from samples.visits import Visit, demo_visits

END = datetime.max.replace(tzinfo=UTC)


def demo(
    settings: Settings, database: str | None, leave: bool, say: Print, open_to_all: bool, until: datetime = END
) -> None:
    """Run the flow on a real server for every change of the sample sites before `until`.

    Raises NoSample, ForeignDatabase, StackFailed, AuthFileError.
    """
    expect_samples()
    began, where = time.monotonic(), stack_paths(settings, demo=True)
    try:
        url = database_address(database or f"sqlite:///{settings.home / 'demo.db'}")
    except ValueError as error:
        raise ForeignDatabase(f"{database}: {error}") from None
    all_visits = [visit for visit in demo_visits() if visit[0] < until]
    with stop_on_signals(), only_one(settings, "demo"), Site(demo_visits()[0][0]).serving() as site:
        take_over(url)
        begin_note(settings, url)
        use_own_settings(settings, url, site.url)
        ours = load()
        with _shown(ours, where, say, open_to_all) as (origin, prefect):
            with line_process("flows.programs.walk", ours, where, _port(origin)) as walker:
                _walk(walker, prefect, site, all_visits, say)
            finish_note(ours)
            say(f"\nDone in {time.monotonic() - began:.0f} s.")
            print_summary(ours, say)
            if not leave:
                _stay(ours, origin, prefect, say)
            else:
                say(f"\n`{program()} demo --open` opens the UI over it.")


def show_again(settings: Settings, say: Print, open_to_all: bool) -> None:
    """Show the last demo again, without walking. Raises NoDemo, StackFailed, AuthFileError."""
    is_whole, ours = kept_demo(settings).is_whole, with_demo_database(settings)
    where = stack_paths(settings, demo=True)
    with (
        stop_on_signals(),
        only_one(settings, "demo"),
        _shown(ours, where, say, open_to_all) as (origin, prefect),
    ):
        if not is_whole:
            say("The demo stopped before its end.")
        print_summary(ours, say)
        _stay(ours, origin, prefect, say)


@contextmanager
def _shown(
    settings: Settings, where: StackPaths, say: Print, open_to_all: bool
) -> Generator[tuple[str, ServerProcess]]:
    """Run the demo's server; say first where it is."""
    port = free_port(settings.values.port)
    auth = None if open_to_all else ensure_auth(settings.home)
    origin = f"http://{HOST}:{port}"
    say(f"UI        {origin}  (answers in some seconds)")
    say(login_line(settings.home, auth))
    with server(settings, where, port, auth) as prefect:
        yield origin, prefect


def _port(origin: str) -> int:
    return int(origin.rsplit(":", 1)[1])


def _stay(settings: Settings, origin: str, prefect: ServerProcess, say: Print) -> None:
    """Leave the server running until Ctrl-C."""
    print_addresses(origin, say)
    say(f"Database  {settings.shown_database}")
    say(f"Stays open until Ctrl-C; `{program()} demo --open` shows it again.")
    wait_for_end(prefect)


def _walk(walker: LineProcess, prefect: ServerProcess, site: Site, all_visits: Sequence[Visit], say: Print) -> None:
    """Run the flow once per date on which a source's page changed, with the clock of that date."""
    line, left = json.dumps([(source, instant.isoformat()) for instant, source in all_visits]), len(all_visits)
    while left:
        answer: dict[str, Any] = json.loads(walker.ask(line, prefect.expect_alive))
        instant, source = all_visits[int(answer["visit"])]
        line = "heard"
        if "completed" not in answer:
            site.at = instant
            continue
        left -= 1
        number = len(all_visits) - left
        say(shortened(f"[{number:3}/{len(all_visits)}] {instant:%Y-%m-%d} {source}  {answer['message']}"))
        if not answer["completed"]:
            raise StackFailed(f"{source} at {instant:%Y-%m-%d %H:%M}Z did not complete: {answer['message']}")
    walker.tell(line)
