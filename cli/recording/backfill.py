"""The command `backfill`: loads history from before the installation (deepseek, catalogue, arena, wayback)."""

from argparse import Namespace
from pathlib import Path

from cli.command import Commands, command, instant
from cli.commands import DESCRIPTIONS
from cli.names import expect_name
from cli.printing import REFUSED, Problem, print_line, table
from flows.backfill import FACTS, NoIndex, backfill_catalogue, backfill_deepseek, backfill_wayback, backfill_whole
from flows.clock import utc_now
from flows.database import Store
from flows.ingest import NotAsked, expect_address
from flows.pipeline import open_to_correct
from flows.run import Run
from flows.settings import Settings
from scrapers.catalogue import BACKFILLS as CATALOGUE_SOURCES
from scrapers.catalogue import Catalogue, bundled, parse_model_prices
from scrapers.page import Failed, PageChanged
from scrapers.registry import SOURCES
from scrapers.source import Source

DEEPSEEK = "the dated facts about DeepSeek's prices, promotions and retirements since 2024-05, each with its evidence"
CATALOGUE = "other vendors' prices since 2025-06 as public catalogues first saw or documented them (model-prices, MIT)"
ARENA = "Arena's official dataset (CC BY 4.0): every publish since 2023-05, each at its own date"
WAYBACK = "a source's page as a web archive saved it, each capture at its own date"

ARCHIVED = [source.name for source in SOURCES.values() if source.ask is None and source.key is None]
"""Sources that read one public page: a web archive has captures of it."""
CATALOGUES = [source.name for source in CATALOGUE_SOURCES]
SUBSETS = {name.removeprefix("arena_"): source for name, source in SOURCES.items() if source.history is not None}


def add(commands: Commands) -> None:
    parser = command(commands, "backfill", listed, DESCRIPTIONS["backfill"])
    kinds = parser.add_subparsers(title="what there is", metavar="WHAT")

    command(kinds, "deepseek", deepseek, DEEPSEEK)

    parser = command(kinds, "catalogue", catalogue, CATALOGUE)
    newer = "a newer data file of model-prices (snapshot.json); default: the one of this release"
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=newer)

    parser = command(kinds, "arena", arena, ARENA)
    parser.add_argument("subset", nargs="*", metavar="SUBSET", help="default: those of the setting arena_subsets")

    parser = command(kinds, "wayback", wayback, WAYBACK)
    parser.add_argument("source", metavar="SOURCE")
    parser.add_argument("--from", dest="since", type=instant, required=True, metavar="D", help="the first instant")
    parser.add_argument("--to", dest="until", type=instant, metavar="D", help="the last instant; default: now")


def listed(_settings: Settings, _asked: Namespace) -> None:
    table(
        [
            {"backfill": "almanac backfill deepseek", "loads": f"{FACTS.name}: {DEEPSEEK}"},
            {"backfill": "almanac backfill catalogue [FILE]", "loads": f"{', '.join(CATALOGUES)}: {CATALOGUE}"},
            {"backfill": "almanac backfill arena [SUBSET…]", "loads": f"{', '.join(SUBSETS)}: {ARENA}"},
            {
                "backfill": "almanac backfill wayback SOURCE --from D --to D",
                "loads": f"{', '.join(ARCHIVED)}: {WAYBACK}",
            },
        ]
    )


def deepseek(settings: Settings, _asked: Namespace) -> None:
    store = open_to_correct(settings)
    try:
        replayed = backfill_deepseek(store, print_line)
    finally:
        store.close()
    if replayed is not None:
        print_line(str(replayed))


def catalogue(settings: Settings, asked: Namespace) -> None:
    stated = _catalogue(asked.file) if asked.file else bundled()
    store = open_to_correct(settings)
    try:
        results = backfill_catalogue(store, stated, print_line)
    finally:
        store.close()
    for name, replayed in results.items():
        if replayed is not None:
            print_line(f"{name}: {replayed}")
    print_line(f"These are the prices as of {stated.as_of:%Y-%m-%d}. A vendor's own page is trusted more.")


def _catalogue(file: Path) -> Catalogue:
    """Return the catalogue in a file. Exit 2 if there is no such file, 3 if it is another kind of file."""
    try:
        return parse_model_prices(file.read_bytes())
    except OSError as error:
        raise Problem(f"{file}: {error.strerror}", 2) from None
    except PageChanged as changed:
        raise Problem(f"{file} is refused: {changed}", REFUSED) from None


def arena(settings: Settings, asked: Namespace) -> None:
    subsets = asked.subset or settings.values.arena_subsets
    for subset in subsets:
        expect_name(subset, list(SUBSETS), "subset")
        _expect_address(settings, SUBSETS[subset])
    store = open_to_correct(settings)
    try:
        codes = [_load(store, settings, SUBSETS[subset]) for subset in dict.fromkeys(subsets)]
    finally:
        store.close()
    if any(codes):
        raise Problem("not everything was loaded; run it again to load the rest", max(codes))


def _load(store: Store, settings: Settings, source: Source) -> int:
    """Load one subset and print the result; return the exit code."""
    loaded = backfill_whole(Run(store, source, log=print_line), settings)
    if isinstance(loaded, Failed):
        print_line(f"{source.name}: failed: {loaded.reason}")
        return 1
    print_line(f"{source.name}: {loaded or 'nothing new'}")
    return 0 if loaded is None or loaded.good else 3


def wayback(settings: Settings, asked: Namespace) -> None:
    expect_name(asked.source, ARCHIVED, "source")
    _expect_address(settings, SOURCES[asked.source])
    until = asked.until or utc_now()
    if until < asked.since:
        raise Problem("--to is before --from", 2)
    store = open_to_correct(settings)
    try:
        filled = backfill_wayback(Run(store, SOURCES[asked.source], log=print_line), settings, asked.since, until)
    except NoIndex as problem:
        raise Problem(str(problem)) from None
    finally:
        store.close()
    print_line(f"{asked.source}: {filled}")
    if filled.failed:
        captures = "1 capture" if filled.failed == 1 else f"{filled.failed} captures"
        raise Problem(f"{captures} could not be fetched; run it again to try once more")


def _expect_address(settings: Settings, source: Source) -> None:
    """Exit 2 if the site of a source has no address."""
    try:
        expect_address(settings, source)
    except NotAsked as problem:
        raise Problem(str(problem), 2) from None
