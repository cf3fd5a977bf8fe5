"""Facts of the board from its rows, wherever the rows were read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.facts import Contender, Fact, Measurement, Notice, Score
from models.readings import Reading, Scope, Unread
from scrapers.artificial_analysis.board import BOARD, INDEX
from scrapers.artificial_analysis.measurements import NEEDED, MeasuredValues
from scrapers.artificial_analysis.model_names import ALIASES
from scrapers.artificial_analysis.row_identity import ContenderDetails
from scrapers.page import Page, PageChanged


@dataclass(frozen=True)
class BoardRow:
    """One model of the board."""

    place: str
    """Its place in the response: `data[3]`."""
    id: str
    named: ContenderDetails | None
    """None if it cannot be read; so is `measured.values`."""
    scores: Mapping[str, Decimal | None]
    """Scores by category."""
    measured: MeasuredValues


def board_reading(page: Page, rows: Sequence[BoardRow], version: str | None, unread: tuple[Unread, ...]) -> Reading:
    """Return all facts of the board. `version` is that of the indices' method, None if not stated.

    A category without any score has no scope: a null for every model says nothing about one of them. Raises
    PageChanged.
    """
    _refuse_other_shapes(rows)
    stated = sorted({category for row in rows for category, score in row.scores.items() if score is not None})
    if not stated:
        raise PageChanged("no model has a score", rows[0].place)
    scopes = {Scope(kind, page.source) for kind in (Contender, Measurement, Notice)}
    scopes |= {Scope(Score, page.source, category) for category in stated}
    facts = (fact for row in rows for fact in _facts(page, row, version))
    return Reading(frozenset(scopes), tuple(facts), unread=unread)


def _refuse_other_shapes(rows: Sequence[BoardRow]) -> None:
    """Raise PageChanged for a model with two rows, and if no row has a column that must be read."""
    id_, times = Counter(row.id for row in rows).most_common(1)[0]
    if times > 1:
        names = (row.named.name for row in rows if row.id == id_ and row.named)
        raise PageChanged("one model twice", f"{id_}: {', '.join(names)}")
    for column in NEEDED:
        if not any(column in row.measured.named for row in rows):
            raise PageChanged("no model has a column that is to be read", column)
    if not any("intelligence_index" in row.scores for row in rows):
        raise PageChanged("no model has a column that is to be read", "intelligence_index")


def _facts(page: Page, row: BoardRow, version: str | None) -> Iterator[Fact]:
    if row.named is not None:
        yield Contender(
            source=page.source,
            contender_key=row.id,
            name=row.named.name,
            slug=row.named.slug,
            organization=row.named.organization,
            license=None,
            model=ALIASES.model(row.id, page.moment),
            locator=row.place,
        )
    if (values := row.measured.values) is not None:
        yield Measurement(
            source=page.source,
            contender_key=row.id,
            input_price=values["input_price"],
            output_price=values["output_price"],
            cache_hit_price=values["cache_hit_price"],
            cache_write_price=values["cache_write_price"],
            output_tokens_per_second=values["output_tokens_per_second"],
            seconds_to_first_token=values["seconds_to_first_token"],
            locator=row.place,
        )
    yield from _scores(page, row, version)


def _scores(page: Page, row: BoardRow, version: str | None) -> Iterator[Score]:
    for category, score in row.scores.items():
        if score is not None:
            yield Score(
                source=page.source,
                board=BOARD,
                category=category,
                contender_key=row.id,
                score=score,
                ci_low=None,
                ci_high=None,
                votes=None,
                methodology=version if category.endswith(INDEX) else None,
                contender_name=row.named and row.named.name,
                locator=f"{row.place}.{category}",
            )
