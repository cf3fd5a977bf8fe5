"""Commands that read the archived pages: snapshot, replay, corrections, verify."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row

from cli.command import Commands, listing, out_file, row_id
from cli.commands import DESCRIPTIONS
from cli.evidence.logs import print_changes, print_corrections
from cli.names import expect_name
from cli.output_files import write_output
from cli.printing import Problem, hint, json_line, print_line, rows, table
from flows.audit import verify
from flows.database import Store, asking
from flows.ingest import page_of
from flows.pipeline import open_to_correct
from flows.replay import ReplayResult, replay
from flows.run import Run, counts_text
from flows.settings import Settings
from models.queries import LogQuestion, facts_at, logged
from models.schema import CHANGE_LOG, CORRECTION_LOG, Snapshot
from scrapers.registry import REGISTERED
from scrapers.source import Source

SNAPSHOT_COLUMNS = ("id", "source", "url", "moment", "stored_at", "outcome", "reason", "reader", "body_sha256")


def add(commands: Commands) -> None:
    parser = listing(commands, "snapshot", snapshot, DESCRIPTIONS["snapshot"])
    parser.add_argument(
        "id", type=row_id, metavar="ID", help="the number of the snapshot, as alerts, changes and facts show it"
    )
    parser.add_argument(
        "--page", type=out_file, metavar="FILE", help="write the page to this file, byte for byte as it came"
    )
    parser = listing(commands, "replay", run_replay, DESCRIPTIONS["replay"])
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="default: all")
    listing(commands, "corrections", corrections, DESCRIPTIONS["corrections"], has_csv=True, is_paged=True)
    parser = listing(commands, "verify", run_verify, DESCRIPTIONS["verify"])
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="default: all")


def _sources(asked: Namespace) -> list[Source]:
    for name in asked.sources:
        expect_name(name, REGISTERED, "source")
    return [REGISTERED[name] for name in asked.sources or REGISTERED]


def snapshot(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        attempt = session.get(Snapshot, asked.id)
        if attempt is None:
            raise Problem(f"no snapshot {asked.id}: `almanac alerts` and `almanac changes --json` name them", 2)
        page = page_of(session, attempt)
        changes = logged(session, CHANGE_LOG, LogQuestion(snapshot_id=asked.id))
        fields = {name: getattr(attempt, name) for name in SNAPSHOT_COLUMNS}
    if asked.page:
        if page is None:
            raise Problem(
                f"snapshot {asked.id} brought no page: {attempt.outcome}, {attempt.reason or 'nothing to keep'}"
            )
        write_output(asked.page, page.body)
        hint(f"{len(page.body)} bytes written to {asked.page}: `almanac read {attempt.source} {asked.page}` reads them")
    if asked.json:
        print_line(json_line(fields))
    else:
        table([{"": name, " ": value} for name, value in fields.items()])
        print_changes(changes) if changes else hint("it changed nothing")


def run_replay(settings: Settings, asked: Namespace) -> None:
    sources = _sources(asked)
    store = open_to_correct(settings)
    try:
        replayed = [replay(Run(store, source, log=hint)) for source in sources]
    finally:
        store.close()
    for each in replayed:
        if each.snapshots or asked.sources:
            (hint if asked.json else print_line)(f"{each.source}: {each}")
    _show(settings, replayed, asked.json)


def _show(settings: Settings, replayed: Iterable[ReplayResult], as_json: bool) -> None:
    """Print the corrections of these replays."""
    replays = {(each.source, each.stored_at) for each in replayed}
    with asking(settings.database_url) as session:
        corrected = [row for row in facts_at.view(session, CORRECTION_LOG) if (row.source, row.stored_at) in replays]
    _print_corrected(corrected, as_json, "no corrections")


def corrections(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        corrected = facts_at.view(session, CORRECTION_LOG)
    none = "no corrections: every page that was read again gave the same values"
    _print_corrected(corrected, asked.json, none, as_csv=asked.csv)


def _print_corrected(corrected: Sequence[Row[Any]], as_json: bool, none: str, *, as_csv: bool = False) -> None:
    if corrected and not as_json and not as_csv:
        print_corrections(corrected)
    else:
        rows(corrected, as_json, nothing=none, as_csv=as_csv)


def run_verify(settings: Settings, asked: Namespace) -> None:
    store = Store(settings.database_url)
    try:
        verified = verify(store, _sources(asked), hint)
    finally:
        store.close()
    wrong = [asdict(discrepancy) for discrepancy in verified.discrepancies]
    for discrepancy in wrong if asked.json else ():
        print_line(json_line(discrepancy))
    if wrong and not asked.json:
        table(wrong)
    (hint if asked.json else print_line)(
        f"verified: {counts_text(fact=verified.facts)} of {counts_text(snapshot=verified.snapshots)}"
    )
    if verified.dropped:
        hint(f"{counts_text(page=verified.dropped)} dropped with `almanac drop-pages`")
    if wrong:
        raise Problem(f"{len(wrong)} wrong: the pages do not state the recorded values")
