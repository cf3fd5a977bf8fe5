"""What a page no longer states while it still names it: the fact stands, or the reading waits for a person. Pure.

A sentence that says the same in other words is no withdrawal, and neither is silence (design section 4).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from models.belief import Span, value_at
from models.changes import HOURS, describe
from models.contradictions import contradicting, contradictions, subject, two_things
from models.doubt import Case, Doubt
from models.fact import Fact, FactKey, FactValue, key_columns
from models.facts import ModelVersion, Notice, PeakHours, Price, Promotion, Retirement
from models.mentioned import has_another, is_about, is_ahead, is_day_of, says_the_same, thing
from models.plans import omitted_plans, unconfirmed_plans
from models.reading import Reading
from models.steps import fact_of
from models.unread import Keep, Mention, names_it

REWORDED, OMITTED, QUIET = "wording changed", "no longer stated", ""
"""What is told of a fact that stands; nothing of a quiet one."""


@dataclass(frozen=True)
class Stands:
    """A fact that stands although the page states it otherwise or no more; the text to read, or None."""

    kind: str
    fact: type[Fact]
    key: FactKey
    value: FactValue
    text: str | None
    before: str | None = None
    """The text that stated it and is gone."""

    @property
    def subject(self) -> str:
        return HOURS if self.fact is PeakHours else str(self.key[1])

    @property
    def words(self) -> str:
        """What stands."""
        return "none" if self.value is None else describe((fact_of(self.fact, self.key, self.value),)) or "none"


@dataclass
class Omissions:
    """What a reading leaves out and still names: what stands, and what only a person or a plainer page can settle."""

    stands: list[Stands] = field(default_factory=list[Stands])
    doubts: list[Doubt] = field(default_factory=list[Doubt])

    @property
    def keys(self) -> set[tuple[type[Fact], FactKey]]:
        return {(item.fact, item.key) for item in (*self.stands, *self.doubts)}

    def apply(self, reading: Reading) -> Reading:
        """The reading in which what stands is kept as it is believed."""
        standing = {(item.fact, item.key) for item in self.stands}
        if not standing:
            return reading
        # A promotion without its end, or an end without its clock, comes back as it is believed.
        # So does a version, of which older entries state what was before.
        restated = (Promotion, Retirement, ModelVersion)
        facts = tuple(
            fact for fact in reading.facts if type(fact) not in restated or (type(fact), fact.key) not in standing
        )
        return reading.keeping(facts, frozenset(whole_key(fact, key) for fact, key in standing))


def whole_key(fact: type[Fact], key: FactKey) -> Keep:
    """What keeps one key."""
    return Keep.of(fact, **{name: str(part) for name, part in zip(key_columns(fact), key, strict=True)})


def omissions(case: Case) -> Omissions:
    """Every fact that the reading leaves out or states without its end, and whose subject the page still names."""
    result = Omissions()
    for kind in (Retirement, Promotion, PeakHours):
        for key, spans in case.of(kind).items():
            if (value := _expected(kind, spans, case.moment)) is not None and _is_omitted(case, kind, key, value):
                _judge(case, kind, key, value, result)
    _keep_plans(case, result)
    _keep_versions(case, result)
    known = result.keys
    result.doubts += [doubt for doubt in contradictions(case) if (doubt.fact, doubt.key) not in known]
    return result


def _expected(kind: type[Fact], spans: Sequence[Span], moment: datetime) -> FactValue:
    """What the page is expected to state: what holds, or is announced; not what has come to its end."""
    now = value_at(spans, moment)
    ahead = next((span.value for span in spans if span.start > moment and span.value is not None), None)
    if kind is Retirement:
        is_open = now is not None and now[0] == "announced"
        return now if is_open or (now is not None and now[0] == "dated" and is_ahead(now[1], moment)) else None
    return now if now is not None else ahead


def _is_omitted(case: Case, kind: type[Fact], key: FactKey, value: FactValue) -> bool:
    """Whether the reading does not state it, or states a promotion of the same share without the end that is ahead."""
    stated = [fact for fact in case.reading.facts if type(fact) is kind and fact.key == key and not fact.gone]
    if not stated:
        return True
    if kind is Retirement:
        now = [fact for fact in stated if isinstance(fact, Retirement) and fact.effective_from is None]
        return bool(now) and all(_is_vaguer(fact, value) for fact in now)
    if kind is PeakHours:
        return all(fact.effective_from is not None and fact.effective_from > case.moment for fact in stated)
    if kind is not Promotion or value is None or not is_ahead(value[2], case.moment):
        return False
    return all(isinstance(fact, Promotion) and fact.ends_at is None and fact.percent_off == value[0] for fact in stated)


def _is_vaguer(fact: Retirement, value: FactValue) -> bool:
    """Whether a statement has only the day of the believed instant, without its clock."""
    instant = value[1] if value is not None else None
    return instant is not None and fact.retires_at is not None and is_day_of(fact.retires_at, instant)


def _judge(case: Case, kind: type[Fact], key: FactKey, value: tuple[Any, ...], result: Omissions) -> None:
    if kind is not Promotion and any(type(fact) is kind and fact.key == key for fact in case.reading.facts):
        # Its day stands without its clock, or the hours to come without those of now: nothing to tell.
        result.stands.append(Stands(QUIET, kind, key, value, None))
        return
    mentions = [mention for mention in _mentions(case, kind) if is_about(mention, kind, key, case.moment)]
    same = [mention for mention in mentions if says_the_same(mention, kind, value, case.moment)]
    others = [mention for mention in mentions if mention not in same and has_another(mention, kind, value, case.moment)]
    if same and (other := contradicting(case, kind, key, [value])):
        result.doubts.append(two_things(kind, key, same[0].text, other))
    elif same:
        text = same[0].text
        result.stands.append(Stands(REWORDED, kind, key, value, text, _vanished_text(case, text)))
    elif others:
        why = f"{subject(kind, key)}: what stands there about its {thing(kind)} is not understood: {others[0].text}"
        result.doubts.append(Doubt(kind, key, None, why, lasting=True))
    elif _is_named(case.reading, kind, key):
        text = mentions[0].text if mentions else None
        result.stands.append(Stands(OMITTED, kind, key, value, text))


def _mentions(case: Case, kind: type[Fact]) -> Sequence[Mention]:
    """The sentences of the page; of hours with the days that a sentence beside them names."""
    said = case.reading.mentions
    if kind is not PeakHours:
        return said
    days = defaultdict[str, frozenset[str]](frozenset)
    for one in said:
        days[one.where] |= one.weekdays
    return [one if one.weekdays or not one.windows else replace(one, weekdays=days[one.where]) for one in said]


def _is_named(reading: Reading, kind: type[Fact], key: FactKey) -> bool:
    """Whether a cell, a row or a sentence of the page names what a fact is about."""
    if kind is PeakHours:
        return any(isinstance(fact, Price) and fact.band == "peak" and not fact.gone for fact in reading.facts)
    if kind is Promotion:
        # A price beside no list price says by itself that it is not reduced.
        return any(isinstance(fact, Promotion) and fact.key == key for fact in reading.facts)
    return key[1] in set(_names(reading)) or any(names_it(text, key[1]) for text in _texts(reading))


def _names(reading: Reading) -> Iterator[str]:
    for fact in reading.facts:
        if isinstance(fact, Price | ModelVersion | Promotion):
            yield fact.model
    for mention in reading.mentions:
        yield from mention.models


def _texts(reading: Reading) -> Iterable[str]:
    return (fact.text or "" for fact in reading.facts if isinstance(fact, Notice))


def _vanished_text(case: Case, text: str) -> str | None:
    """The notice that is most like a text, of those that were believed and are gone."""
    stated = {fact.key for fact in case.reading.facts if isinstance(fact, Notice)}
    gone = [value_at(spans, case.moment) for key, spans in case.of(Notice).items() if key not in stated]
    texts = [str(value[0]) for value in gone if value is not None]
    return max(texts, key=lambda old: SequenceMatcher(None, old, text, autojunk=False).ratio(), default=None)


def _keep_plans(case: Case, result: Omissions) -> None:
    """Announced prices that no table states while the page still names their instant or their amount."""
    result.doubts += unconfirmed_plans(case)
    for plan in omitted_plans(case):
        if plan.contrary:
            result.doubts.append(Doubt(Price, plan.key, None, f"{plan.key[1]}: {plan.contrary}", lasting=True))
            continue
        kind = REWORDED if plan.has_amounts else OMITTED
        before = _vanished_text(case, plan.text) if plan.has_amounts else None
        result.stands.append(Stands(kind, Price, plan.key, plan.value, plan.text, before))
    _keep_hours_of_plans(case, result)


def _keep_hours_of_plans(case: Case, result: Omissions) -> None:
    """With announced prices stands what is to become of peak hours at their instant."""
    standing = [item.key for item in result.stands if item.fact is Price]
    starts = {span.start for key in standing for span in case.of(Price)[key] if span.start > case.moment}
    stated = {fact.effective_from for fact in case.reading.facts if isinstance(fact, PeakHours)}
    for key, spans in case.of(PeakHours).items():
        omitted = any(span.start in starts - stated for span in spans)
        if omitted and (PeakHours, key) not in result.keys:
            result.stands.append(Stands(QUIET, PeakHours, key, None, None))


def _keep_versions(case: Case, result: Omissions) -> None:
    """Versions that a dated entry stated, and of which the entry says nothing that is understood any more."""
    for key, spans in case.of(ModelVersion).items():
        span = next((span for span in reversed(spans) if span.start <= case.moment), None)
        if span is None or span.value is None or _is_stated_since(case, key, span):
            continue
        said = [mention for mention in case.reading.mentions if mention.since == span.start]
        naming = [mention for mention in said if key[1] in mention.models]
        version = str(span.value[0]).lower()
        same = [mention for mention in naming if version in mention.models]
        if same or naming:
            kind, text = (REWORDED, same[0].text) if same else (OMITTED, naming[0].text)
            before = _vanished_text(case, text) if same else None
            result.stands.append(Stands(kind, ModelVersion, key, span.value, text, before))
            if any(_is_its_version(fact, key, version) for fact in case.reading.facts):
                result.stands.append(Stands(QUIET, Retirement, key, None, None))


def _is_its_version(fact: Fact, key: FactKey, version: str) -> bool:
    """Whether a name is said to be answered by the version that it has: then it answers as itself."""
    return isinstance(fact, Retirement) and fact.key == key and str(fact.replacement).lower() == version


def _is_stated_since(case: Case, key: FactKey, span: Span) -> bool:
    """Whether the reading states the version of a model as of an instant, or a later or an undated one."""
    stated = [fact for fact in case.reading.facts if isinstance(fact, ModelVersion) and fact.key == key]
    return any(fact.effective_from is None or fact.effective_from >= span.start for fact in stated)
