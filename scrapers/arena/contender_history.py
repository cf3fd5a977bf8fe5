"""Who stands on a board of Arena's dataset, and since when, over all of its categories.

A contender is there while the latest publish of some category has it: categories are published apart, and some cease.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from models.aliases import canonical
from models.fact import gone
from models.facts import Contender
from scrapers.arena.publishes import DatasetRows, Publish

Affiliation = tuple[int, int, int]
"""Organization and licence of a contender as last stated, and the row that states them."""


def contender_changes(source: str, found: DatasetRows, publishes: Sequence[Publish]) -> Iterator[Contender]:
    """Every change of who is there and what is said of them.

    What is said last counts; where the categories of one date differ, what the first of them by name says.
    """
    standing, said, told = dict[str, frozenset[int]](), dict[int, Affiliation](), dict[int, Contender]()
    for day, its in groupby(sorted(publishes, key=attrgetter("day", "category")), key=attrgetter("day")):
        today = list(its)
        said |= _said(found, today)
        standing |= {publish.category: frozenset(found.key[publish.rows]) for publish in today}
        there = frozenset[int]().union(*standing.values())
        for code in sorted(there):
            fact = _contender(source, found, code, said[code], day)
            if code not in told or told[code].value != fact.value:
                told[code] = fact
                yield fact
        for code in sorted(told.keys() - there):
            yield gone(told.pop(code), day)


def _said(found: DatasetRows, publishes: Sequence[Publish]) -> dict[int, Affiliation]:
    said: dict[int, Affiliation] = {}
    for publish in reversed(publishes):
        columns = (found.organization, found.license, found.places)
        its = zip(*(column[publish.rows] for column in columns), strict=True)
        said |= dict(zip(found.key[publish.rows], its, strict=True))
    return said


def _contender(source: str, found: DatasetRows, code: int, said: Affiliation, day: datetime) -> Contender:
    organization, license_, place = said
    return Contender(
        source=source,
        contender_key=found.keys[code],
        name=found.names[code],
        slug=None,
        organization=found.organizations[organization],
        license=found.licenses[license_],
        model=canonical("arena", found.names[code], day),
        effective_from=day,
        locator=f"row {place}",
    )
