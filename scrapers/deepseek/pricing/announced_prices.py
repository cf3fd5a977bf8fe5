"""Which table of prices holds now, and which is announced: by the sentence above it, never by its place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from models.mentioned import days_of
from models.unread import Mention
from scrapers.deepseek.pricing.columns_layout import TableFacts
from scrapers.deepseek.pricing.labels import PageLabels
from scrapers.deepseek.pricing.sections import PageSections, PageTable
from scrapers.deepseek.pricing.watched_tables import ReadTable, is_copy, with_other_titles, without_copies
from scrapers.deepseek.small_print import PricesHold, Unclear, mention_of
from scrapers.page import PageChanged
from scrapers.parse import MONTH, find_instants

OF_MONTH = re.compile(rf"\b{MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?\b(?!,? 20[0-9]{{2}})")
OF_MONTH_ZH = re.compile(r"(?<![0-9年])(?<!年 )[0-9]{1,2} ?月")


@dataclass
class TableChoice:
    """The tables of models by when they hold."""

    now: list[TableFacts] = field(default_factory=list[TableFacts])
    ahead: TableFacts | None = None
    since: datetime | None = None
    unclear: list[ReadTable] = field(default_factory=list[ReadTable])
    """Tables that a sentence may announce which is not understood."""


def choose_tables(tables: Iterable[ReadTable], parts: PageSections, moment: datetime, words: PageLabels) -> TableChoice:
    """Raises PageChanged where it cannot be told which table of prices holds now."""
    found, rest = TableChoice(), list[ReadTable]()
    for table, its in tables:
        # The last sentence that is about prices stands at their table.
        hold = next((one for one in reversed(table.above) if isinstance(one, PricesHold)), None)
        if not its.prices or hold is None or hold.since is None:
            rest.append((table, its))
            continue
        if found.ahead is not None:
            if hold.since == found.since and is_copy(its, found.ahead):
                continue
            raise PageChanged("two tables of announced prices", table.heading)
        _refuse_another_date(table, hold.since, parts.note_of(hold))
        found.ahead, found.since = its, hold.since
    rest = without_copies(rest)
    found.unclear = _unclear([one for one in rest if one[1].prices], moment, words)
    found.now = [its for table, its in rest if not any(table is other for other, _ in found.unclear)]
    return found


def _refuse_another_date(table: PageTable, since: datetime, note: str) -> None:
    days = _days(table.under, since.year)
    if days and not days & days_of(since):
        raise PageChanged(
            "the heading of announced prices has another date than their sentence", f"{table.under} / {note}"
        )


def _days(heading: str, year: int) -> set[date]:
    """The days that a heading prints; one without a year is of the year of what it is compared with."""
    dated = OF_MONTH_ZH.sub(rf"{year} 年 \g<0>", OF_MONTH.sub(rf"\g<0>, {year}", heading))
    return {instant.day for instant in find_instants(dated)}


def _unclear(priced: Sequence[ReadTable], moment: datetime, words: PageLabels) -> list[ReadTable]:
    """Of several tables of prices those that a sentence with a date ahead may announce, or that a title sets apart.

    One is left. That sentence may as well say until when its table holds: only a plan that is known already settles it.
    """
    if len(priced) < 2:
        return []
    announced = [(table, found) for table, found in priced if _announcing(table, moment)]
    if len(announced) == len(priced) - 1:
        return announced
    if others := with_other_titles(priced, words):
        return others
    texts = [one.sentence for table, _ in priced for one in table.above if isinstance(one, Unclear)]
    titles = [f"{table.place or 'table 1 '}{table.title or table.line}".strip() for table, _ in priced]
    raise PageChanged(
        f"{len(priced)} tables of prices, and no sentence that is understood and no title says which of them holds "
        "now: read the page, until then the prices stay as they are believed",
        " / ".join((*texts, *titles)),
    )


def _announcing(table: PageTable, moment: datetime) -> Unclear | None:
    """The sentence above a table that may announce it."""
    if any(isinstance(one, PricesHold) and one.until for one in table.above):
        return None
    unclear = (one for one in table.above if isinstance(one, Unclear))
    return next((one for one in unclear if any(at > moment for at in one.instants)), None)


def announced_mentions(found: TableChoice, parts: PageSections, moment: datetime) -> Iterator[Mention]:
    """What still stands on a page of announced prices that are not read."""
    for table, its in found.unclear:
        if (one := _announcing(table, moment)) is not None:
            yield replace(mention_of(one, table.where), plan=tuple(its.prices))
    for one in parts.said:
        if isinstance(one.statement, PricesHold):
            ahead = {at for at in (one.statement.since, one.statement.until) if at and at > moment} - {found.since}
            if ahead:
                yield Mention(
                    text=parts.note_of(one.statement),
                    where=one.place,
                    about=frozenset({"price"}),
                    instants=frozenset(ahead),
                    days=frozenset(at.date() for at in ahead),
                )
