"""Membership of a board of Arena's dataset over time, across all its categories.

A contender is on the board while the latest publish of some category has it: categories are published separately, and
some cease.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from models.facts import Contender, gone
from scrapers.arena.model_names import ALIASES
from scrapers.arena.publishes import DatasetRows, Publish

Affiliation = tuple[int, int, int]
"""Organization and licence of a contender as last stated, and the row that states them."""


def contender_changes(source: str, dataset_rows: DatasetRows, publishes: Sequence[Publish]) -> Iterator[Contender]:
    """Yield each change of membership and of what is stated of a contender.

    The latest statement counts; if the categories of one date differ, the first category by name.
    """
    members, affiliations, current = dict[str, frozenset[int]](), dict[int, Affiliation](), dict[int, Contender]()
    for day, day_publishes in groupby(sorted(publishes, key=attrgetter("day", "category")), key=attrgetter("day")):
        today = list(day_publishes)
        affiliations |= _affiliations(dataset_rows, today)
        members |= {publish.category: frozenset(dataset_rows.key[publish.rows]) for publish in today}
        there = frozenset[int]().union(*members.values())
        for code in sorted(there):
            fact = _contender(source, dataset_rows, code, affiliations[code], day)
            if code not in current or current[code].value != fact.value:
                current[code] = fact
                yield fact
        for code in sorted(current.keys() - there):
            yield gone(current.pop(code), day)


def _affiliations(dataset_rows: DatasetRows, publishes: Sequence[Publish]) -> dict[int, Affiliation]:
    affiliations: dict[int, Affiliation] = {}
    for publish in reversed(publishes):
        columns = (dataset_rows.organization, dataset_rows.license, dataset_rows.places)
        statements = zip(*(column[publish.rows] for column in columns), strict=True)
        affiliations |= dict(zip(dataset_rows.key[publish.rows], statements, strict=True))
    return affiliations


def _contender(source: str, dataset_rows: DatasetRows, code: int, affiliation: Affiliation, day: datetime) -> Contender:
    organization, license_, place = affiliation
    return Contender(
        source=source,
        contender_key=dataset_rows.keys[code],
        name=dataset_rows.names[code],
        slug=None,
        organization=dataset_rows.organizations[organization],
        license=dataset_rows.licenses[license_],
        model=ALIASES.model(dataset_rows.names[code], day),
        effective_from=day,
        locator=f"row {place}",
    )
