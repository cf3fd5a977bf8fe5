"""What a reading makes of all that is believed of a scope: the rules of the two clocks, key by key. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from models.bitemporal import Amendment, Beliefs, Span, by_account, by_page, value_at
from models.facts import Fact, FactKey, FactValue
from models.readings import Reading, Scope

Sightings = Mapping[tuple[type[Fact], FactKey], datetime]
"""Per key, the moment of the held sighting that a reading confirms."""


def amendments(
    scope: Scope,
    reading: Reading,
    facts: Iterable[Fact],
    before: Beliefs,
    moment: datetime,
    previous: datetime | None,
    first_seen: Sightings,
) -> dict[FactKey, Amendment]:
    """What the rules say for every key that is believed or stated; `facts` are those of the scope.

    Raises Contradiction.
    """
    stated = _stated(scope, reading, facts, before, moment)
    since = reading.since.get(scope)
    found: dict[FactKey, Amendment] = {}
    for key in sorted({*before, *stated}):
        spans, says = before.get(key, ()), stated.get(key)
        if since is not None:
            account = {start or since: value for start, value in (says or {}).items()}
            found[key] = by_account(spans, account, since)
        else:
            settled = says is None and scope.fact.ends(value_at(spans, moment))
            seen = first_seen.get((scope.fact, key))
            found[key] = by_page(spans, says or {None: None}, moment, previous, settled=settled, first_seen=seen)
    return found


def amended(spans: Sequence[Span], amendment: Amendment, moment: datetime) -> list[Span]:
    """The spans of a key that are believed after a reading at `moment`."""
    closed = set(amendment.close)
    kept = [span for span in spans if span not in closed]
    new = [Span(start, value, moment) for start, value in amendment.insert]
    return sorted(kept + new, key=lambda span: span.start)


def _stated(
    scope: Scope, reading: Reading, facts: Iterable[Fact], before: Iterable[FactKey], moment: datetime
) -> dict[FactKey, dict[datetime | None, FactValue]]:
    """What the reading says per key; the keys that a dated table lacks are gone at its instant.

    A sentence about an end that has passed ("will be retired on 24 July", read in August) states the end alone.
    """
    stated: dict[FactKey, dict[datetime | None, FactValue]] = defaultdict(dict)
    for fact in facts:
        stated[fact.key][fact.effective_from] = fact.value
    for dated, instant in reading.dated:
        for key in {*stated, *before} if dated == scope else ():
            stated[key].setdefault(instant, None)
    for says in stated.values():
        over = scope.fact.lasts_until(says.get(None))
        if over is not None and over <= moment and over in says:
            del says[None]
    return dict(stated)
