"""Announced prices that no table of a reading states, and what the page still says of them. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.bitemporal import Span
from models.facts import Fact, FactKey, FactValue, Price
from models.plausibility.case import Case, Doubt
from models.readings import Mention, instants_ahead, names_model, states_instant

OTHERS = {"promotion", "retirement"}


@dataclass(frozen=True)
class Plan:
    """An announced price of which no table is read, and the text that still names it."""

    key: FactKey
    value: FactValue
    """What is announced; None where a band is to end."""
    text: str
    has_amounts: bool = False
    """Whether the amount stands there, too."""
    contrary: str = ""
    """Why the page may say something else of it; "" where it does not."""


def omitted_plans(case: Case) -> Iterator[Plan]:
    """Every announced price that is not stated, and whose instant or amount still stands on the page.

    With the prices of a model stands that its bands of before end at their instant.
    """
    omitted = _omitted(case)
    found: dict[tuple[str, datetime], Plan] = {}
    for key, ahead in omitted.items():
        if plan := _plan(case, key, [span for span in ahead if span.value is not None]):
            found |= {(key[1], span.start): plan for span in ahead}
            yield plan
    for key, ahead in omitted.items():
        ends = all(span.value is None for span in ahead)
        if ends and all((key[1], span.start) in found for span in ahead):
            yield replace(found[key[1], ahead[0].start], key=key, value=None)


def unconfirmed_plans(case: Case) -> Iterator[Doubt]:
    """Tables that an unclear sentence may announce and that are not what is known to come at its instant.

    Which of two tables holds now follows from the other: neither is believed then.
    """
    for mention in case.reading.mentions:
        odd = [fact for fact in mention.plan if not _is_known(case, mention, fact)]
        if odd:
            why = f"which table of prices holds now, and which from when, is not understood: {mention.text}"
            yield Doubt(Price, odd[0].key, None, f"{odd[0].key[1]}: {why}", lasting=True)


def _is_known(case: Case, mention: Mention, fact: Fact) -> bool:
    """Whether a price is known to hold from an instant of a sentence on."""
    spans = case.of(Price).get(fact.key, ())
    return any(
        span.start > case.moment and span.value == fact.value and states_instant(mention, span.start) for span in spans
    )


def _omitted(case: Case) -> Mapping[FactKey, Sequence[Span]]:
    stated = {(fact.key, fact.effective_from) for fact in case.reading.facts if isinstance(fact, Price)}
    ahead = {
        key: [span for span in spans if span.start > case.moment and (key, span.start) not in stated]
        for key, spans in case.of(Price).items()
    }
    return {key: spans for key, spans in ahead.items() if spans}


def _plan(case: Case, key: FactKey, ahead: Sequence[Span]) -> Plan | None:
    """What the page still says of the announced price of a key; None where it says nothing."""
    if not ahead:
        return None
    value, mentions = ahead[0].value, case.reading.mentions
    said = [mention for mention in mentions if all(states_instant(mention, span.start) for span in ahead)]
    if said:
        under = next((one for one in said if one.plan), None)
        return Plan(key, value, (under or said[0]).text, has_amounts=under is not None)
    if other := next((mention for mention in mentions if _announces(mention, key[1], case.moment)), None):
        why = f"what stands there about its announced prices is not understood: {other.text}"
        return Plan(key, value, other.text, contrary=why)
    unread = (part.text for part in case.reading.unread if names_model(part.text, key[1]))
    text = next((text for text in unread if all(_has_amount(text, span.value) for span in ahead)), None)
    return Plan(key, value, text, has_amounts=True) if text else None


def _announces(mention: Mention, model: str, moment: datetime) -> bool:
    """Whether a sentence may say when other prices hold."""
    about_prices = bool(mention.plan) or ("price" in mention.about and mention.about.isdisjoint(OTHERS))
    dated = mention.looks_dated or bool(instants_ahead(mention, moment))
    return about_prices and dated and (not mention.models or model in mention.models)


def _has_amount(text: str, value: FactValue) -> bool:
    return value is not None and re.search(rf"(?<![0-9.]){re.escape(str(value[0]))}(?![0-9.])", text) is not None
