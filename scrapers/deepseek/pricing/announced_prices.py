"""Choice between tables of prices in force and announced, by the sentence above each, never by position."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from models.readings import Mention, calendar_days
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
    """Tables of models by when they hold."""

    now: list[TableFacts] = field(default_factory=list[TableFacts])
    ahead: TableFacts | None = None
    since: datetime | None = None
    unclear: list[ReadTable] = field(default_factory=list[ReadTable])
    """Tables that a sentence may announce which is not understood."""


def choose_tables(
    tables: Iterable[ReadTable], parts: PageSections, moment: datetime, page_labels: PageLabels
) -> TableChoice:
    """Divide the tables into those in force and those announced. Raises PageChanged if that is not certain."""
    choice, rest = TableChoice(), list[ReadTable]()
    for table, content in tables:
        # The last sentence about prices belongs to the table.
        hold = next((statement for statement in reversed(table.above) if isinstance(statement, PricesHold)), None)
        if not content.prices or hold is None or hold.since is None:
            rest.append((table, content))
            continue
        if choice.ahead is not None:
            if hold.since == choice.since and is_copy(content, choice.ahead):
                continue
            raise PageChanged("two tables of announced prices", table.heading)
        _refuse_another_date(table, hold.since, parts.note_of(hold))
        choice.ahead, choice.since = content, hold.since
    rest = without_copies(rest)
    choice.unclear = _unclear([statement for statement in rest if statement[1].prices], moment, page_labels)
    choice.now = [content for table, content in rest if not any(table is other for other, _ in choice.unclear)]
    return choice


def _refuse_another_date(table: PageTable, since: datetime, note: str) -> None:
    days = _days(table.under, since.year)
    if days and not days & calendar_days(since):
        raise PageChanged(
            "the heading of announced prices has another date than their sentence", f"{table.under} / {note}"
        )


def _days(heading: str, year: int) -> set[date]:
    """Return the days in a heading; a day without a year gets the year that it is compared with."""
    dated = OF_MONTH_ZH.sub(rf"{year} 年 \g<0>", OF_MONTH.sub(rf"\g<0>, {year}", heading))
    return {instant.day for instant in find_instants(dated)}


def _unclear(priced: Sequence[ReadTable], moment: datetime, page_labels: PageLabels) -> list[ReadTable]:
    """Return the tables of prices that a not understood sentence may announce, or that a title sets apart.

    One table remains. The sentence may also state the end of its table; only a plan that is already known decides.
    """
    if len(priced) < 2:
        return []
    announced = [(table, content) for table, content in priced if _announcing(table, moment)]
    if len(announced) == len(priced) - 1:
        return announced
    if others := with_other_titles(priced, page_labels):
        return others
    texts = [statement.sentence for table, _ in priced for statement in table.above if isinstance(statement, Unclear)]
    titles = [f"{table.place or 'table 1 '}{table.title or table.line}".strip() for table, _ in priced]
    raise PageChanged(
        f"{len(priced)} tables of prices, and no sentence that is understood and no title says which of them holds "
        "now: read the page, until then the prices stay as they are believed",
        " / ".join((*texts, *titles)),
    )


def _announcing(table: PageTable, moment: datetime) -> Unclear | None:
    """Return the sentence above a table that may announce it."""
    if any(isinstance(statement, PricesHold) and statement.until for statement in table.above):
        return None
    unclear = (statement for statement in table.above if isinstance(statement, Unclear))
    return next((statement for statement in unclear if any(at > moment for at in statement.instants)), None)


def announced_mentions(choice: TableChoice, parts: PageSections, moment: datetime) -> Iterator[Mention]:
    """Yield mentions of announced prices that are not read."""
    for table, content in choice.unclear:
        if (one := _announcing(table, moment)) is not None:
            yield replace(mention_of(one, table.where), plan=tuple(content.prices))
    for one in parts.said:
        if isinstance(one.statement, PricesHold):
            ahead = {at for at in (one.statement.since, one.statement.until) if at and at > moment} - {choice.since}
            if ahead:
                yield Mention(
                    text=parts.note_of(one.statement),
                    where=one.place,
                    about=frozenset({"price"}),
                    instants=frozenset(ahead),
                    days=frozenset(at.date() for at in ahead),
                )
