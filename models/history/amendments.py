"""The amendments of the keys of scopes by a reading. Pure."""

from collections.abc import Mapping
from datetime import datetime

from models.bitemporal import (
    Amendment,
    Beliefs,
    Contradiction,
    ThirdValue,
    amendment_from_history,
    amendment_from_page,
    fact_of,
    value_at,
)
from models.facts import Fact, FactKey, FactValue, describe, key_words
from models.readings import Reading, Scope

Statements = dict[FactKey, dict[datetime | None, FactValue]]
"""The values that a reading states, by key and instant; None stands for the present."""
Sightings = Mapping[tuple[type[Fact], FactKey], datetime]
"""For each key, the moment of the reading that was put on hold and that the present one confirms."""


def key_amendments(
    reading: Reading,
    stated: Mapping[Scope, Statements],
    believed: Mapping[Scope, Beliefs],
    moment: datetime,
    previous: Mapping[Scope, datetime | None],
    first_seen: Sightings,
) -> dict[Scope, dict[FactKey, Amendment]]:
    """The amendments of every key of scopes that is believed or stated. Raises Contradiction."""
    result: dict[Scope, dict[FactKey, Amendment]] = {scope: {} for scope in believed}
    for scope, before in believed.items():
        since = reading.since.get(scope)
        for key in sorted({*before, *stated[scope]}):
            spans, values = before.get(key, ()), stated[scope].get(key)
            if since is not None:
                history = {start or since: value for start, value in (values or {}).items()}
                result[scope][key] = amendment_from_history(spans, history, since)
                continue
            try:
                result[scope][key] = amendment_from_page(
                    spans,
                    values or {None: None},
                    moment,
                    previous[scope],
                    settled=values is None and scope.fact.ends(value_at(spans, moment)),
                    first_seen=first_seen.get((scope.fact, key)),
                )
            except ThirdValue as found:
                raise Contradiction(_third_value_text(scope.fact, key, found)) from None
    return result


def _third_value_text(fact: type[Fact], key: FactKey, found: ThirdValue) -> str:
    """`deepseek-chat output flat USD: output 3 USD / 1M tokens, but output 2 USD / 1M tokens since …, and … before`."""
    undated, dated, before = (
        "nothing" if value is None else describe((fact_of(fact, key, value),))
        for value in (found.undated, found.dated, found.before)
    )
    return (
        f"{key_words(fact, key)}: the page states {undated}, but also {dated} since {found.start:%Y-%m-%d %H:%M} UTC, "
        f"and {before} was believed before: one of them is wrong"
    )
