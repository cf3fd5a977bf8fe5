"""`almanac demo`: runs the whole job on the sample sites, once for every date on which they changed."""

import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, create_engine, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from tabulate import tabulate

from alerts.reminder_schedule import DEADLINE
from flows.artifact_keys import address_lines
from flows.database import Store
from flows.progress import Print
from flows.server import (
    HOST,
    LineProcess,
    StackFailed,
    StackPaths,
    auth_file,
    ensure_auth,
    free_port,
    line_process,
    login_line,
    only_one,
    served,
    server,
    stack_paths,
    stop_on_signals,
    wait_for_end,
)
from flows.settings import FOREIGN_VARIABLES, NOT_SETTINGS, PREFIX, Settings, database_address, load
from models.queries import facts_at
from models.schema import CHANGE_LOG, Alert, Base
from samples.site import SITES, Site
from samples.visits import Visit, demo_visits
from scrapers.registry import SOURCES, websites

MARKER = "almanac_demo"
"""A table that marks a database as made by a demo, which may empty it."""
OWN_TABLES = {*Base.metadata.tables, "alembic_version", MARKER}
USERS_SETTINGS = ("port",)
"""The settings of the user that the demo keeps. It sends nothing to a target, a feed or a monitor of the user's."""
SETTINGS_FILE = "# The settings file of `almanac demo`. It is empty, so that the demo uses none of yours.\n"
CHOSEN = {
    "ALMANAC_SOURCES": "",
    "ALMANAC_ARENA_SUBSETS": "text,text_style_control,webdev,vision",
    "ALMANAC_ARENA_PAGES": "text,code",
    "ALMANAC_ARTIFICIAL_ANALYSIS_PAGES": "models",
    "ALMANAC_OPENAI_PAGES": "pricing,deprecations",
    "ALMANAC_XAI_PAGES": "pricing",
    "ALMANAC_VENDOR_PAGES": ",".join(
        page
        for setting, page in (source.chosen or ("", "") for source in SOURCES.values())
        if setting == "vendor_pages"
    ),
    "ALMANAC_OPENAI_API_KEY": "the-sample-sites-take-any",
    "ALMANAC_MISTRAL_API_KEY": "the-sample-sites-take-any-of-mistral",
    "ALMANAC_ARTIFICIAL_ANALYSIS_KEY": "the-sample-sites-take-any",
    "ALMANAC_ARTIFICIAL_ANALYSIS_REQUESTS_PER_DAY": "10000",
    "ALMANAC_WATCH": "deepseek*",
}
"""Settings of the demo: it reads everything that the sample sites have."""
END = datetime.max.replace(tzinfo=UTC)
QUESTIONS = ("prices deepseek-v4-pro --at 2026-08-20", "scores arena/code --at 2026-08-20")
QUERIES = (
    """select model, meter, band, amount, currency, effective_from from price_now order by model, meter, band""",
    """select model, amount, list_amount, effective_from, effective_to, recorded_from from price_history
    where model = 'deepseek-v4-pro' and meter = 'output' and recorded_to is null order by effective_from""",
    """select seen_at, kind, subject, said_before, said_after from change_log where kind like 'price%' order by id""",
)


class NoSample(Exception):
    """A source has no sample site: the demo would use the network."""


class ForeignDatabase(Exception):
    """The demo's database holds data that no demo wrote."""


def demo(
    settings: Settings, database: str | None, leave: bool, say: Print, open_to_all: bool, until: datetime = END
) -> None:
    """Run the flow on a real server for every change of the sample sites before `until`.

    Raises NoSample, NotOurs, StackFailed, AuthFileError.
    """
    expect_samples()
    began, where = time.monotonic(), stack_paths(settings, demo=True)
    try:
        url = database_address(database or f"sqlite:///{settings.home / 'demo.db'}")
    except ValueError as error:
        raise ForeignDatabase(f"{database}: {error}") from None
    with stop_on_signals(), only_one(settings, "demo"), Site(demo_visits()[0][0]).serving() as site:
        take_over(url)
        use_own_settings(settings, url, site.url)
        ours = load()
        port = free_port(settings.values.port)
        auth = None if open_to_all else ensure_auth(settings.home)
        say(f"Starting Prefect's server at http://{HOST}:{port} …")
        say(f"(Its password is in {auth_file(settings.home)})" if auth else login_line(settings.home, auth))
        with server(ours, where, port, auth) as prefect:
            with line_process("flows.programs.walk", ours, where, port) as walker:
                _walk(walker, site, [visit for visit in demo_visits() if visit[0] < until], say)
            _print_summary(ours, where, port, say)
            say(f"Done in {time.monotonic() - began:.0f} s.")
            if not leave:
                with served(ours, where, port) as runs:
                    if auth:
                        say(login_line(settings.home, auth))
                    say(f"The UI stays open at http://{HOST}:{port} until Ctrl-C.")
                    wait_for_end(prefect, runs)


def expect_samples() -> None:
    """Raise NoSample unless every source has a sample site: the demo needs no network."""
    for source in SOURCES.values():
        if source.site.name not in SITES:
            raise NoSample(
                f"{source.name} has no sample: the demo would ask {source.site.url or source.site.name} over the "
                f"network. Write one, and add {source.site.name!r} to SITES in samples/site.py"
            )


def use_own_settings(settings: Settings, database: str, site: str) -> None:
    """Replace the user's settings in the environment of this process by the demo's, for it and its children."""
    for name in [*os.environ]:
        if name in FOREIGN_VARIABLES or (name.startswith(PREFIX) and name not in NOT_SETTINGS):
            del os.environ[name]
    feeds, file = settings.home / "feeds" / "demo", stack_paths(settings, demo=True).prefect_home / "almanac.toml"
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.write_text(SETTINGS_FILE, encoding="utf-8")
    kept = {f"{PREFIX}{name.upper()}": str(getattr(settings.values, name)) for name in USERS_SETTINGS}
    os.environ.update(kept | {"ALMANAC_HOME": str(settings.home), "ALMANAC_CONFIG": str(file)})
    os.environ.update({"ALMANAC_DATABASE_URL": database, "ALMANAC_FEEDS": str(feeds)})
    os.environ.update(sample_addresses(site))


def sample_addresses(url: str) -> dict[str, str]:
    """Return variables with which every source is read from the sample sites at `url`."""
    return {f"{PREFIX}{site.setting.upper()}": url for site in websites()} | CHOSEN


def take_over(url: str) -> None:
    """Empty a database of an earlier demo and mark it as a demo's. Raises NotOurs and then changes nothing."""
    shown = make_url(url).render_as_string(hide_password=True)
    tables = set(_tables(url, shown))
    if tables and (MARKER not in tables or tables - OWN_TABLES):
        raise ForeignDatabase(
            f"{shown} holds something that no demo wrote; nothing was touched. --database names another one"
        )
    store = Store(url)
    if tables:
        store.empty()
    store.make_private()
    # The mark comes first: if a demo is killed while it migrates, the next one may empty its database.
    with store.writing() as session:
        session.execute(text(f"create table if not exists {MARKER} (made_by text)"))
    store.migrate()
    store.close()


def _tables(url: str, shown: str) -> list[str]:
    """Return the tables of a database without changing a byte of it."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = Store(url).engine
    elif not Path(parsed.database or "").exists() or Path(parsed.database or "").stat().st_size == 0:
        return []
    else:
        engine = create_engine(f"sqlite:///file:{parsed.database}?mode=ro&uri=true")
    try:
        return inspect(engine).get_table_names()
    except DBAPIError as error:
        raise ForeignDatabase(f"{shown} is no database that can be read ({error.orig}); nothing was touched") from None
    finally:
        engine.dispose()


def _walk(walker: LineProcess, site: Site, all_visits: Sequence[Visit], say: Print) -> None:
    """Run the flow once per date on which a source's page changed, with the clock of that date."""
    width = max((len(source) for _, source in all_visits), default=0)
    for number, (instant, source) in enumerate(all_visits, 1):
        site.at = instant
        answer = json.loads(walker.ask(f"{source} {instant.isoformat()}"))
        say(f"[{number:3}/{len(all_visits)}] {instant:%Y-%m-%d %H:%M}Z  {source:{width}} {answer['message']}")
        if not answer["completed"]:
            raise StackFailed(f"{source} at {instant:%Y-%m-%d %H:%M}Z did not complete: {answer['message']}")


def _print_summary(settings: Settings, where: StackPaths, port: int, say: Print) -> None:
    """Print the changes and alerts, the paths of everything, and example queries."""
    store = Store(settings.database_url)
    with store.reading() as session:
        changes, alerts = facts_at.view(session, CHANGE_LOG), session.scalars(select(Alert)).all()
    store.close()
    unprinted = {
        (alert.snapshot_id, alert.subject): alert for alert in alerts if not alert.alert_key.startswith(DEADLINE)
    }
    reminders = len(alerts) - len(unprinted)
    counts = f"told in {len(unprinted)} alerts, and {reminders} reminders of deadlines"
    say(f"\nWhat happened: {len(changes)} changes, {counts}\n")
    rows = [_summary_row(change, _title(change, unprinted)) for change in changes]
    rows += [
        (f"{alert.created_at:%Y-%m-%d %H:%M}Z", "", alert.title)
        for alert in alerts
        if alert.alert_key.startswith(DEADLINE)
    ]
    rows.sort(key=lambda row: row[0])
    say(tabulate(rows, headers=("date", "change", "alert"), maxcolwidths=[17, 76, 36]))
    database = settings.shown_database
    say(f"\nUI        http://{HOST}:{port}\nDatabase  {database}\nLogs      {where.logs}")
    say(f"Feeds     {settings.feeds}")
    for line in address_lines(f"http://{HOST}:{port}"):
        say(line)
    say("\nQueries to try:")
    almanac = Path(sys.executable).with_name("almanac")
    for question in QUESTIONS:
        say(f"  ALMANAC_DATABASE_URL={database} {almanac} {question}")
    tool = f"sqlite3 -box {store.file}" if store.file else f"psql {database}"
    for query in QUERIES:
        say(f'  {tool} "{query}"')
    if shutil.which(tool.split()[0]) is None:
        say(f"({tool.split()[0]} is not installed here; any tool for this kind of database will do.)")


def _title(change: Row[Any], unprinted: dict[tuple[int, str], Alert]) -> str:
    """Return the title of an alert with the first change of its subject; of a board's alert, with one of its kind."""
    for about in (change.subject, SOURCES[change.source].family):
        alert = unprinted.get((change.snapshot_id, about))
        if alert is not None and (about == change.subject or change.kind == alert.kind):
            return unprinted.pop((change.snapshot_id, about)).title
    return ""


def _summary_row(change: Row[Any], title: str) -> tuple[str, str, str]:
    moved = " → ".join(part for part in (change.said_before, change.said_after) if part)
    return f"{change.seen_at:%Y-%m-%d %H:%M}Z", f"{change.subject}: {change.kind}: {moved}", title
