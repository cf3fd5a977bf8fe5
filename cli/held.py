"""The command `held`: readings that wait for a person, and deciding about them."""

from argparse import Namespace
from dataclasses import asdict
from functools import partial
from textwrap import fill

from cli.command import Commands, command, listing
from cli.show import Problem, hint, line, say
from flows.clock import utc_now
from flows.holding import HeldReading, NotHeld, decide, held_readings, source_of
from flows.road import open_store
from flows.settings import Settings
from flows.store import asking
from flows.telling import telling
from models.decisions import ACCEPTED, REJECTED, Ruling
from scrapers.registry import SOURCES

VERDICTS = {
    "accept": (ACCEPTED, "record what was read, as `held` shows it"),
    "reject": (REJECTED, "keep what is believed, also when the page says the same again"),
}


def add(commands: Commands) -> None:
    parser = listing(commands, "held", held, "readings that are held, with what is believed beside what was read")
    below = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, (verdict, words) in VERDICTS.items():
        one = command(below, name, partial(run_decision, verdict=verdict), words)
        one.add_argument("id", type=int, metavar="ID", help="of the snapshot, as `almanac held` prints it")
        one.add_argument("--note", metavar="TEXT", help="why, to be kept with the decision")


def held(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        readings = list(held_readings(session, list(SOURCES.values())))
    if not readings:
        hint("nothing is held")
    for reading in readings:
        _print(reading, asked.json)


def _print(reading: HeldReading, as_json: bool) -> None:
    about = {"id": reading.snapshot_id, "source": reading.source, "moment": reading.moment, "since": reading.since}
    if as_json:
        for doubted in reading.doubted:
            say(line(about | {"url": reading.url} | asdict(doubted)))
        return
    say(f"snapshot {reading.snapshot_id} of {reading.source}, held since {reading.since:%Y-%m-%d %H:%M}Z")
    say(reading.url)
    for one in reading.doubted:
        say(f"{one.fact} {one.key}".rstrip())
        say(fill(one.believed, 80, initial_indent="  believed  ", subsequent_indent=" " * 12))
        say(fill(one.read, 80, initial_indent="  read      ", subsequent_indent=" " * 12))
    for why in dict.fromkeys(one.why for one in reading.doubted):
        say(fill(f"- {why}", 80, subsequent_indent="  "))
    waits = any(one.needs_decision for one in reading.doubted)
    number = reading.snapshot_id
    accepts = "records what was read; what is not understood counts as withdrawn" if waits else "records what was read"
    say(f"It waits for {'your decision' if waits else 'a second sighting, or your decision'}:")
    say(f"  almanac held accept {number}   {accepts}")
    say(f"  almanac held reject {number}   keeps what is believed")
    say(f"  almanac snapshot {number} --page FILE   saves the page")


def run_decision(settings: Settings, asked: Namespace, verdict: str) -> None:
    store = open_store(settings)
    try:
        with store.reading() as session:
            source = SOURCES[source_of(session, asked.id)]
        settled = decide(store, source, Ruling(verdict, asked.id, utc_now(), asked.note), telling(settings))
    except NotHeld as problem:
        raise Problem(str(problem), 2) from None
    finally:
        store.close()
    say(f"{source.name}: {verdict}; {settled}")
