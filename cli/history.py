"""Commands that go back to the archived pages: replay, corrections, verify."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import asdict

from cli.command import Commands, listing
from cli.facts import expect
from cli.show import Problem, hint, line, rows, say, table
from flows.replay import Replayed, counted, replay
from flows.road import open_store
from flows.settings import Settings
from flows.store import Store, asking
from flows.verify import verify
from models import ask
from models.views import CORRECTION_LOG
from scrapers.registry import BACKFILLS, SOURCES
from scrapers.source import Source

CORRECTION_COLUMNS = ("source", "fact", "subject", "effective_from", "before", "after", "why")


def add(commands: Commands) -> None:
    found = listing(commands, "replay", run_replay, "read the archived pages again with today's readers")
    found.add_argument("sources", nargs="*", metavar="SOURCE", help="all of them where none is named")
    listing(commands, "corrections", corrections, "what came out different when pages were read again")
    found = listing(commands, "verify", run_verify, "walk every current fact back to the bytes of its page")
    found.add_argument("sources", nargs="*", metavar="SOURCE", help="all of them where none is named")


def _named(asked: Namespace) -> list[Source]:
    known = {**SOURCES, **BACKFILLS}
    for name in asked.sources:
        expect(name, list(known), "source")
    return [known[name] for name in asked.sources or known]


def run_replay(settings: Settings, asked: Namespace) -> None:
    sources = _named(asked)
    store = open_store(settings)
    try:
        replayed = [replay(store, source, hint) for source in sources]
    finally:
        store.close()
    for each in replayed:
        if each.snapshots or asked.sources:
            (hint if asked.json else say)(f"{each.source}: {each}")
    _show(settings, replayed, asked.json)


def _show(settings: Settings, replayed: Iterable[Replayed], as_json: bool) -> None:
    """The corrections of these replays."""
    made = {(each.source, each.stored_at) for each in replayed}
    with asking(settings.database_url) as session:
        found = [row for row in ask.view(session, CORRECTION_LOG) if (row.source, row.stored_at) in made]
    rows(found, as_json, CORRECTION_COLUMNS, "nothing came out different")


def corrections(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        found = ask.view(session, CORRECTION_LOG)
    rows(found, asked.json, CORRECTION_COLUMNS, "no corrections: all that was read again came out the same")


def run_verify(settings: Settings, asked: Namespace) -> None:
    store = Store(settings.database_url)
    try:
        verified = verify(store, _named(asked), hint)
    finally:
        store.close()
    wrong = [asdict(discrepancy) for discrepancy in verified.discrepancies]
    for discrepancy in wrong if asked.json else ():
        say(line(discrepancy))
    if wrong and not asked.json:
        table(wrong)
    (hint if asked.json else say)(f"verified: {counted(fact=verified.facts)} of {counted(snapshot=verified.snapshots)}")
    if wrong:
        raise Problem(f"{len(wrong)} wrong: the pages do not say what stands here")
