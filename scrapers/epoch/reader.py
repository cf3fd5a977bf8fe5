"""A table of Epoch's hub: a row per run of a benchmark, or per score that a vendor claims.

A row with a standard error or an instant (`Started at`) is a run that Epoch made itself, one with `Source URL` a
vendor's claim; they are on two boards, and a row that is both or neither is on none: it is reported as unread. The key
is `id`: one model (`Model version`, with the effort behind its name) may have several runs. The log of a run, if it is
stated, has the name of its key. Rows of runs may end before their empty last cell (`Source URL`, 2026-09), and a file
without claims has no such column. Dates and compute are ignored by name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.facts import Contender, Fact, Notice, Score
from models.readings import KeptFacts, Reading, Scope, Unread
from scrapers.epoch.sources import BENCHMARKS, Benchmark
from scrapers.page import Page, PageChanged
from scrapers.parse import CsvTable, UnreadValues, parse_csv, plain_text

NAME, STARTED, ID, ORGANIZATION, CLAIM = "Model version", "Started at", "id", "Organization", "Source URL"
STDERR, LOGS = "stderr", "Logs"
WATCHED = (NAME, STARTED, ID, ORGANIZATION, STDERR)
OPTIONAL = (CLAIM, LOGS)
IGNORED = (
    *("mean_score", "Best score (across scorers)", "Release date", "Country", "Training compute (FLOP)"),
    *("Training compute notes", "Log viewer"),
)
KEY = re.compile(r"[A-Za-z0-9]{22}|(?=.*[A-Za-z])(?=.*[0-9-])[A-Za-z0-9][A-Za-z0-9.-]{9,79}")
MODEL = re.compile(r"(?=.*[A-Za-z])(?=.*[0-9_-])[A-Za-z0-9][\w.:+/()@-]{1,119}", re.ASCII)
"""The version of a model has no space, and a number or a dash; an organization has none of these, as a rule."""
MAKER = re.compile(r"(?!https?:)(?![\d.]+e[+-]?\d+$)(?=.*[^\W\d_]).{2,500}")
SHARE = re.compile(r"[0-9](?:\.[0-9]{1,30})?(?:e-[0-9]{1,2})?")
"""A score, which is a share; a float may be printed as `9.2e-05`."""
INSTANT = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?(?:Z|\+00:00)")
URL = re.compile(r"https?://\S+")
OVERALL = "overall"


@dataclass(frozen=True)
class _TableRow:
    """One row: its cells by title, and its number."""

    number: int
    key: str
    cells: Mapping[str, str]

    @property
    def name(self) -> str:
        return plain_text(self.cells[NAME])


def read(page: Page) -> Reading:
    """Read the runs and the claims of a benchmark. Raises PageChanged."""
    benchmark, table, odd = BENCHMARKS[page.source], parse_csv(page.body), UnreadValues()
    rows = list(_rows(page.source, benchmark, table, odd))
    _refuse_twice(rows)
    facts = [fact for row in rows for fact in _facts(page.source, benchmark, row, odd)]
    scored = sum(isinstance(fact, Score) for fact in facts)
    if scored * 2 < len(table.rows):
        raise PageChanged("most rows cannot be read", odd.named[0].shown if odd else "")
    scopes = frozenset(
        {Scope(Score, page.source, OVERALL), *(Scope(kind, page.source) for kind in (Contender, Notice))}
    )
    unknown = table.unknown_titles([*WATCHED, *OPTIONAL, *IGNORED, benchmark.score])
    return Reading(scopes, tuple(facts), unread=(*(Unread("columns", title) for title in unknown), *odd.named))


def _keeps(source: str, **key: str) -> list[KeptFacts]:
    """Return the facts that stay as believed: those of one row, or of all."""
    return [KeptFacts.of(kind, source=source, **key) for kind in (Contender, Score)]


def _rows(source: str, benchmark: Benchmark, table: CsvTable, odd: UnreadValues) -> Iterator[_TableRow]:
    """Yield the rows whose cells stand under their titles and that have a key."""
    columns = table.columns([*WATCHED, benchmark.score], OPTIONAL)
    optional_end = columns.get(CLAIM) == len(table.titles) - 1
    for number, row in enumerate(table.rows, 1):
        cells = _full(row, len(table.titles), optional_end)
        if cells is None:
            odd.add("rows", f"{len(row)} cells under {len(table.titles)} titles: {row[0]}", _keeps(source))
        elif not KEY.fullmatch(cells[columns[ID]]):
            odd.add(f"column {ID}", f"{row[0]}: {cells[columns[ID]]!r}", _keeps(source))
        else:
            named = dict.fromkeys(OPTIONAL, "") | {title: cells[place] for title, place in columns.items()}
            if named[LOGS] and not named[LOGS].endswith(f"/{named[ID]}.eval"):
                odd.add(f"column {LOGS}", f"{row[0]} ({named[ID]}): {named[LOGS]}", _keeps(source))
            else:
                yield _TableRow(number, named[ID], named)


def _full(row: Sequence[str], width: int, optional_end: bool) -> Sequence[str] | None:
    """Return the cells of a row, with an empty last one if it lacks and may; None for another number of cells."""
    if optional_end and len(row) == width - 1:
        return [*row, ""]
    return row if len(row) == width else None


def _refuse_twice(rows: Sequence[_TableRow]) -> None:
    """Raise PageChanged if a key stands twice."""
    seen = dict[str, str]()
    for row in rows:
        if row.key in seen:
            raise PageChanged(f"one {ID} twice", f"{row.key}: {seen[row.key]}, {row.name}")
        seen[row.key] = row.name


def _facts(source: str, benchmark: Benchmark, row: _TableRow, odd: UnreadValues) -> Iterator[Fact]:
    keeps = _keeps(source, contender_key=row.key)
    maker = plain_text(row.cells[ORGANIZATION])
    for title, is_readable in ((NAME, MODEL.fullmatch(row.name)), (ORGANIZATION, not maker or MAKER.fullmatch(maker))):
        if not is_readable:
            odd.add(f"column {title}", f"{row.key}: {row.cells[title]!r}", keeps)
            return
    yield Contender(
        source=source,
        contender_key=row.key,
        name=row.name,
        slug=None,
        organization=maker or None,
        license=None,
        model=None,
        locator=f"row {row.number}",
    )
    board, score = _board(benchmark, row), row.cells[benchmark.score]
    if board is None:
        told = ", ".join(repr(row.cells[title]) for title in (STDERR, STARTED, CLAIM))
        odd.add(f"columns {STDERR}, {STARTED} and {CLAIM}", f"{row.name} ({row.key}): {told}", keeps)
    elif not SHARE.fullmatch(score) or Decimal(score) > 1:
        odd.add(f"column {benchmark.score}", f"{row.name} ({row.key}): {score!r}", keeps)
    else:
        yield Score(
            source=source,
            category=OVERALL,
            board=board,
            contender_key=row.key,
            score=Decimal(score),
            ci_low=None,
            ci_high=None,
            votes=None,
            methodology=None,
            contender_name=row.name,
            locator=f"row {row.number}",
        )


def _board(benchmark: Benchmark, row: _TableRow) -> str | None:
    """Return the board of a row; None unless it is certainly a run or certainly a claim."""
    stderr, started, claim = (row.cells[title].strip() for title in (STDERR, STARTED, CLAIM))
    if claim:
        return benchmark.claimed_board if URL.fullmatch(claim) and not (stderr or started) else None
    is_run = (SHARE.fullmatch(stderr) or not stderr) and (INSTANT.fullmatch(started) or not started)
    return benchmark.board if is_run and (stderr or started) else None
