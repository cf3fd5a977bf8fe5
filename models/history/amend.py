"""The amendments of a scope by a reading: the rules of the two clocks applied to each of its keys. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from models.bitemporal import (
    Amendment,
    Beliefs,
    Span,
    amendment_from_history,
    amendment_from_page,
    value_at,
)
from models.facts import Fact, FactKey, FactValue
from models.readings import Reading, Scope

Sightings = Mapping[tuple[type[Fact], FactKey], datetime]
"""For each key, the moment of the reading that was put on hold and that the present one confirms."""


def amendments(
    scope: Scope,
    reading: Reading,
    facts: Iterable[Fact],
    before: Beliefs,
    moment: datetime,
    previous: datetime | None,
    first_seen: Sightings,
) -> dict[FactKey, Amendment]:
    """The amendment of every key of a scope that is believed or stated; `facts` are the reading's facts in this scope.

    A reading whose scope has a `since` states the whole history from then on; every other one states a page. Only a
    page raises Contradiction.
    """
    stated_by_key = _stated_values(scope, reading, facts, before, moment)
    since = reading.since.get(scope)
    result: dict[FactKey, Amendment] = {}
    for key in sorted({*before, *stated_by_key}):
        spans, stated = before.get(key, ()), stated_by_key.get(key)
        if since is not None:
            history = {start or since: value for start, value in (stated or {}).items()}
            result[key] = amendment_from_history(spans, history, since)
        else:
            settled = stated is None and scope.fact.ends(value_at(spans, moment))
            seen = first_seen.get((scope.fact, key))
            result[key] = amendment_from_page(
                spans, stated or {None: None}, moment, previous, settled=settled, first_seen=seen
            )
    return result


def amended(spans: Sequence[Span], amendment: Amendment, moment: datetime) -> list[Span]:
    """The spans of a key that are believed after a reading at `moment`."""
    closed = set(amendment.close)
    kept = [span for span in spans if span not in closed]
    new = [Span(start, value, moment) for start, value in amendment.insert]
    return sorted(kept + new, key=lambda span: span.start)


def _stated_values(
    scope: Scope, reading: Reading, facts: Iterable[Fact], before: Iterable[FactKey], moment: datetime
) -> dict[FactKey, dict[datetime | None, FactValue]]:
    """The values that a reading states, by key and instant.

    A key that a dated table lacks is gone at the table's instant. A statement about an end that has passed ("will be
    retired on 24 July", read in August) states the end only, not the present value.
    """
    stated: dict[FactKey, dict[datetime | None, FactValue]] = defaultdict(dict)
    for fact in facts:
        stated[fact.key][fact.effective_from] = fact.value
    for dated_scope, instant in reading.dated:
        for key in {*stated, *before} if dated_scope == scope else ():
            stated[key].setdefault(instant, None)
    for values in stated.values():
        end = scope.fact.lasts_until(values.get(None))
        if end is not None and end <= moment and end in values:
            del values[None]
    return dict(stated)
