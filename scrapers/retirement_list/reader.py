"""The reader of tables of models' ends, as a layout describes them.

Columns are found by their titles. The state of a model comes from its day, or from a column of states, and never from
the section that it stands in. A floor ("not sooner than") and an earliest day are no dates of an end. A model that the
page lists without a day has no end announced; a model that it does not list stays as it is believed, because silence is
no withdrawal.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.facts import Notice, Retirement
from models.readings import KeptFacts, Reading, Scope
from scrapers.page import Page, PageChanged
from scrapers.parse import MarkdownSection, UnreadValues, decode, find_instants, parse_markdown

MODEL, STATE, DAY, REPLACEMENT = "(model)", "(state)", "(day)", "(replacement)"
ANNOUNCED, RELEASED, IGNORED = "(announced)", "(released)", "(ignored)"
"""The uses of a column."""
FLOOR = re.compile(r"not (?:sooner|earlier|before)(?: than)? (?P<day>.+)", re.IGNORECASE)
"""A day before which a model does not end."""
EARLIEST_DAY = re.compile(r"(?:at )?(?:the )?earliest:? (?P<day>.+)", re.IGNORECASE)
"""The earliest day of an end that is announced."""
NO_DAY = frozenset({"", "-", "–", "—", "---", "n/a", "none", "no shutdown date announced"})
"""Cells without a day, in lower case."""
STATES = frozenset({"active", "legacy", "deprecated", "retired"})
HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013"), "-")
MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December) 20[0-9]{2}"
)
SECTION_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
NOTHING = re.compile(r"(?!)")
CLOCK = re.compile(r"(?P<day>.*[0-9]),? (?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)")
"""A day with a clock that names no zone."""
A_DAY = timedelta(days=1)
"""The dates of a vendor may be ahead of UTC, or behind."""
NO_REPLACEMENT = frozenset({"", "-", "–", "—", "---", "n/a", "none", "tbd"})


@dataclass(frozen=True)
class RetirementList:
    """The layout of a page of models' ends."""

    title: str
    """A heading that the page must have, in lower case: another page has another one. Empty if the titles of its
    tables tell it from others."""
    columns: Mapping[str, str]
    """The use of each column by its title in lower case."""
    least_models: int
    """A page that lists fewer models is refused."""
    names: Callable[[str], tuple[str, ...]]
    """The callable ids in a cell; none if it has another form."""
    not_models: re.Pattern[str] = NOTHING
    """Names of what is no model, which are left alone."""
    replacements: Callable[[str], tuple[str, ...]] | None = None
    """The callable ids in a sentence about a replacement, left out if it has none; None if `names` reads the cell."""
    headings: tuple[str, ...] = ()
    """The sections that have the tables, themselves or their parts, in lower case; empty if all have."""
    other_tables: frozenset[tuple[str, ...]] = frozenset()
    """The titles, in lower case, of tables in these sections that have no ends of models."""
    no_day: frozenset[str] = NO_DAY
    """The cells, in lower case, that state that there is no day."""
    has_dated_sections: bool = False
    """True if the heading of each such section has the day of its announcement: the newest one holds."""
    all_earliest: bool = False
    """True if every day is the earliest possible one."""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/Los_Angeles"))
    """The time zone of its days, and of its clocks that name none: the vendor's."""

    def read(self, page: Page) -> Reading:
        """Read the ends of models. Raises PageChanged."""
        return _read(page, self)


def one_id(pattern: str) -> Callable[[str], tuple[str, ...]]:
    """Return a rule for names: a cell has one id that matches the pattern, and nothing else."""
    form = re.compile(pattern)
    return lambda cell: (cell,) if form.fullmatch(cell) else ()


@dataclass(frozen=True)
class _Row:
    """A row of a model: what its cells say, and the day that its section has in its heading."""

    model: str
    day: str
    state: str
    replacement: str
    announced: str
    """The day in the heading of its section."""
    announced_cell: str
    released: str
    place: str


def _read(page: Page, layout: RetirementList) -> Reading:
    sections = parse_markdown(decode(page.body))
    if layout.title and not any(section.title.lower() == layout.title for section in sections):
        raise PageChanged(
            f"not the page of retirements: no heading {layout.title!r}",
            " | ".join(filter(None, (section.title for section in sections))),
        )
    _check_headings(layout, sections)
    rows: dict[str, list[_Row]] = defaultdict(list)
    odd = UnreadValues()
    for section in sections:
        for row in _rows(page.source, layout, section, odd):
            rows[row.model].append(row)
    if len(rows) < layout.least_models:
        raise PageChanged(f"less than {layout.least_models} models", ", ".join(sorted(rows)))
    facts = [fact for each in rows.values() for fact in _facts(page, layout, each, odd)]
    scopes = frozenset({Scope(Retirement, page.source), Scope(Notice, page.source)})
    # What is not listed stays as it is believed.
    silent = KeptFacts(Retirement, (("source", page.source),), unless_in=" ".join(rows))
    return Reading(
        scopes, tuple(facts), unread=odd.named, kept=frozenset({silent}), listed_kinds=frozenset({Retirement})
    )


def _check_headings(layout: RetirementList, sections: Sequence[MarkdownSection]) -> None:
    """Raise PageChanged if a section that has the tables is missing."""
    titles = {section.title.lower() for section in sections}
    if missing := [heading for heading in layout.headings if heading not in titles]:
        raise PageChanged("a section is missing", ", ".join(missing))


def _is_watched(layout: RetirementList, section: MarkdownSection | None) -> bool:
    if not layout.headings:
        return True
    while section is not None:
        if section.title.lower() in layout.headings:
            return True
        section = section.parent
    return False


def _rows(source: str, layout: RetirementList, section: MarkdownSection, odd: UnreadValues) -> Iterator[_Row]:
    """Yield the rows of the tables of a section, one for each model."""
    for table in section.tables if _is_watched(layout, section) else ():
        titles = tuple(title.lower() for title in table.titles)
        if titles in layout.other_tables:
            continue
        if unknown := [title for title in titles if title not in layout.columns]:
            raise PageChanged(f"{section.place}: unknown title of a column", ", ".join(unknown))
        kinds = [layout.columns[title] for title in titles]
        if {MODEL, DAY} - set(kinds):
            raise PageChanged(f"{section.place}: no column of models, or of days", " | ".join(table.titles))
        if layout.has_dated_sections and not _announced(section):
            raise PageChanged(f"{section.place}: no day in the heading of an announcement")
        for cells in table.columns():
            by_kind = {layout.columns[title]: text for title, text in cells.items()}
            if not any(text for kind, text in by_kind.items() if kind != MODEL):
                continue  # a row that divides the table
            models = layout.names(name := by_kind[MODEL])
            if not models and not layout.not_models.search(name):
                # A heading may be worded anew, and the row be reported even so but once.
                odd.add(name or section.place, "an unknown name", [KeptFacts.of(Retirement, source=source)])
            for model in models:
                yield _Row(
                    model,
                    by_kind[DAY].translate(HYPHENS),
                    by_kind.get(STATE, "").lower(),
                    by_kind.get(REPLACEMENT, ""),
                    _announced(section),
                    by_kind.get(ANNOUNCED, "").translate(HYPHENS),
                    by_kind.get(RELEASED, "").translate(HYPHENS),
                    f"{section.place} / {model}",
                )


def _announced(section: MarkdownSection | None) -> str:
    """Return the day in the nearest heading that has one; the newest of several announcements holds."""
    while section is not None:
        if found := SECTION_DAY.search(section.title.translate(HYPHENS)):
            return found[0]
        section = section.parent
    return ""


def _facts(page: Page, layout: RetirementList, rows: Sequence[_Row], odd: UnreadValues) -> list[Retirement]:
    """Return what the rows of one model state; nothing if they contradict each other, or one is not understood."""
    keeps = [KeptFacts.of(Retirement, source=page.source, model=rows[0].model)]
    newest = _newest(rows)
    try:
        ends = {row: _end(layout, row, page.moment) for row in rows}
        replacements = [_replacement(layout, row) for row in newest]
    except PageChanged as problem:
        odd.add(rows[0].model, str(problem), keeps)
        return []
    if len({ends[row] for row in newest}) > 1:
        odd.add(newest[0].model, "; ".join(dict.fromkeys(row.day for row in newest)), keeps)
        return []
    end = ends[newest[0]]
    if end is None:
        return []
    replacement = next(filter(None, replacements), None)
    state, day = end
    said = Retirement(
        source=page.source,
        model=rows[0].model,
        state=state,
        retires_at=day,
        replacement=replacement,
        locator=newest[0].place,
    )
    if state == "dated":
        return [said, replace(said, state="retired", effective_from=day)]
    return [said]


def _newest(rows: Sequence[_Row]) -> list[_Row]:
    """Return the rows that hold, which have to agree: those of a table of states, and of the newest announcement."""
    with_state, announced = [row for row in rows if row.state], [row for row in rows if not row.state]
    newest = max((row.announced for row in announced), default="")
    return with_state + [row for row in announced if row.announced == newest]


def _replacement(layout: RetirementList, row: _Row) -> str | None:
    """Return the replacement: its id if the cell names one model, else its words. Raises PageChanged."""
    if row.replacement.lower() in NO_REPLACEMENT:
        return None
    names = (layout.replacements or layout.names)(row.replacement)
    if layout.replacements and not names:
        return None
    if not names or row.model in names:
        raise PageChanged("an unknown replacement", row.replacement)
    return names[0] if len(names) == 1 else row.replacement


def _end(layout: RetirementList, row: _Row, moment: datetime) -> tuple[str, datetime | None] | None:
    """Return the state and the day of a row; None if it states no end. Raises PageChanged."""
    if row.state and row.state not in STATES:
        raise PageChanged("an unknown state", row.state)
    if row.announced_cell.lower() not in NO_DAY and _day(layout, row.announced_cell) > moment + A_DAY:
        raise PageChanged("an announcement that lies ahead", row.announced_cell)
    if row.day.lower() in layout.no_day:
        _expect_release_before(layout, row, None)
        return {"retired": ("retired", None), "deprecated": ("announced", None)}.get(row.state)
    if floor := FLOOR.fullmatch(row.day):
        if row.state == "retired":
            raise PageChanged("retired, but not before a day", row.day)
        return "kept", _day(layout, floor["day"])
    earliest = EARLIEST_DAY.fullmatch(row.day)
    day = _day(layout, earliest["day"] if earliest else row.day)
    _expect_release_before(layout, row, day)
    if row.state == "retired" and day > moment:
        raise PageChanged("retired, but on a day that lies ahead", row.day)
    if row.state == "retired":
        return "dated", day
    return ("earliest" if earliest or layout.all_earliest else "dated"), day


def _expect_release_before(layout: RetirementList, row: _Row, end: datetime | None) -> None:
    """Raise PageChanged if a model is released on no day or month, or not before its end: cells changed places."""
    if row.released and not MONTH.fullmatch(row.released):
        released = _day(layout, row.released)
        if end is not None and released >= end:
            raise PageChanged(f"released on {row.released}, and ends", row.day)


def _day(layout: RetirementList, text: str) -> datetime:
    """Return the instant of a cell; of a day alone, its first one. Raises PageChanged.

    A day, and a clock that names no zone, are the vendor's: `October 10, 2026, 00:00:00`.
    """
    with_clock = CLOCK.fullmatch(text)
    stated = with_clock["day"] if with_clock else text
    found = find_instants(stated)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(stated)) or (with_clock and not found[0].day_only):
        raise PageChanged("no day", text)
    if not found[0].day_only:
        return found[0].at
    try:
        clock = time.fromisoformat(with_clock["clock"]) if with_clock else time(0)
    except ValueError:
        raise PageChanged("no day", text) from None
    local = datetime.combine(found[0].day, clock, layout.zone)
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise PageChanged("a clock that comes twice or never on its day", text)
    return local.astimezone(UTC)
