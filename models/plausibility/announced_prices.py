"""Announced prices that no table of a reading states, and the texts of the page that still mention them. Pure."""

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
    """An announced price that no table states, and the text that still mentions it."""

    key: FactKey
    value: FactValue
    """The announced value; None if a band is to end."""
    text: str
    has_amounts: bool = False
    """True if the text has the amount, too."""
    contrary: str = ""
    """The reason why the text may contradict it; "" if it does not."""


def omitted_plans(case: Case) -> Iterator[Plan]:
    """Yield each announced price that is not stated, but whose instant or amount is still on the page.

    If the prices of a model are kept, so is the announced end of its former bands.
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
    """Yield a doubt for each table that an unclear sentence may announce and that is not the known announcement.

    If one of two tables is not understood, it is unknown which of them holds now, and neither is believed.
    """
    for mention in case.reading.mentions:
        odd = [fact for fact in mention.plan if not _is_known(case, mention, fact)]
        if odd:
            why = f"which table of prices holds now, and which from when, is not understood: {mention.text}"
            yield Doubt(Price, odd[0].key, None, f"{odd[0].key[1]}: {why}", lasting=True)


def _is_known(case: Case, mention: Mention, fact: Fact) -> bool:
    """Return True if a price is known to hold from an instant in a sentence."""
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
    """Return the announced price of a key with the text that mentions it; None if there is no such text."""
    if not ahead:
        return None
    value, mentions = ahead[0].value, case.reading.mentions
    stating = [mention for mention in mentions if all(states_instant(mention, span.start) for span in ahead)]
    if stating:
        under = next((mention for mention in stating if mention.plan), None)
        return Plan(key, value, (under or stating[0]).text, has_amounts=under is not None)
    if other := next((mention for mention in mentions if _announces(mention, key[1], case.moment)), None):
        why = f"what stands there about its announced prices is not understood: {other.text}"
        return Plan(key, value, other.text, contrary=why)
    unread = (part.text for part in case.reading.unread if names_model(part.text, key[1]))
    text = next((text for text in unread if all(_has_amount(text, span.value) for span in ahead)), None)
    return Plan(key, value, text, has_amounts=True) if text else None


def _announces(mention: Mention, model: str, moment: datetime) -> bool:
    """Return True if a sentence may state when other prices hold."""
    about_prices = bool(mention.plan) or ("price" in mention.about and mention.about.isdisjoint(OTHERS))
    dated = mention.looks_dated or bool(instants_ahead(mention, moment))
    return about_prices and dated and (not mention.models or model in mention.models)


def _has_amount(text: str, value: FactValue) -> bool:
    return value is not None and re.search(rf"(?<![0-9.]){re.escape(str(value[0]))}(?![0-9.])", text) is not None
