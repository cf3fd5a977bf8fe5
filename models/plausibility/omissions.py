"""Facts that a page no longer states but still mentions: they are kept, or the reading waits for a person. Pure.

A sentence with the same meaning in other words is no withdrawal, and neither is silence (design section 4).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from models.bitemporal import Span, fact_of, value_at
from models.facts import (
    HOURS,
    Fact,
    FactKey,
    FactValue,
    ModelVersion,
    Notice,
    PeakHours,
    Price,
    Promotion,
    Retirement,
    describe,
    key_columns,
    value_columns,
)
from models.kinds import ChangeKind
from models.plausibility.case import Case, Doubt, Unstated
from models.plausibility.contradictions import contradictions
from models.plausibility.expected import Expected, expected, is_omitted, is_route, omitted_plans, unconfirmed_plans
from models.plausibility.mentions import verdict_on_mentions
from models.readings import KeptFacts, Mention, Reading, names_model

STANDS = REWORDED, OMITTED = ChangeKind.WORDING_CHANGED, ChangeKind.NO_LONGER_STATED
"""The kinds of changes for a fact that is kept although its page states it in other words or no longer."""


@dataclass(frozen=True)
class Stands:
    """A fact that is kept although the page states it in other words or no longer, with the text about it, or None."""

    kind: ChangeKind | None
    """The kind of the change that reports it; None if none does."""
    fact: type[Fact]
    key: FactKey
    value: FactValue
    text: str | None
    before: str | None = None
    """The text that stated it before and is gone."""
    facts: tuple[Fact, ...] = ()
    """The facts to record, if it does not stay exactly as believed."""
    asked: Doubt | None = None
    """The doubt when its sentences were new; a person who rejected it confirmed the fact."""

    @property
    def subject(self) -> str:
        return HOURS if self.fact is PeakHours else str(self.key[1])

    @property
    def words(self) -> str:
        """The kept value in words."""
        return "none" if self.value is None else describe((fact_of(self.fact, self.key, self.value),)) or "none"


@dataclass
class Omissions:
    """The facts that a reading omits but still mentions: those kept, and those for a person or a plainer page."""

    stands: list[Stands] = field(default_factory=list[Stands])
    doubts: list[Doubt] = field(default_factory=list[Doubt])
    withdrawn: list[Fact] = field(default_factory=list[Fact])
    """The facts to record if a person accepts the reading, of facts whose end has come."""

    @property
    def unsaid(self) -> Unstated:
        """The facts that are only kept, or wait for a person."""
        told = {(item.fact, item.key) for item in self.stands if item.kind in STANDS}
        return frozenset(told | {(doubt.fact, doubt.key) for doubt in self.doubts if doubt.lasting})

    @property
    def keys(self) -> set[tuple[type[Fact], FactKey]]:
        return {(item.fact, item.key) for item in (*self.stands, *self.doubts)}

    def apply(self, reading: Reading) -> Reading:
        """Return the reading with the kept facts as they are believed."""
        standing = {(item.fact, item.key) for item in self.stands}
        if not standing and not self.withdrawn:
            return reading
        # A promotion without its end, or an end without its clock, comes back as it is believed.
        # So does a version, of which older entries state what was before.
        restated = (Promotion, Retirement, ModelVersion)
        facts = tuple(
            fact for fact in reading.facts if type(fact) not in restated or (type(fact), fact.key) not in standing
        )
        stated = [fact for item in self.stands if item.kind is not ChangeKind.NAME_REROUTED for fact in item.facts]
        kept = standing - {(type(fact), fact.key) for fact in stated}
        keeps = frozenset(whole_key(fact, key) for fact, key in kept)
        return reading.keeping((*facts, *stated, *self.withdrawn), keeps)


def whole_key(fact: type[Fact], key: FactKey) -> KeptFacts:
    """Return the mark that keeps one key."""
    return KeptFacts.of(fact, **dict(zip(key_columns(fact), key, strict=True)))


def omissions(case: Case) -> Omissions:
    """Return the facts that the reading omits or states without their end, if the page still names their subject."""
    result = Omissions()
    for awaited in expected(case):
        if is_omitted(case, awaited):
            _judge(case, awaited, result)
    _keep_plans(case, result)
    _keep_versions(case, result)
    known = result.keys
    result.doubts += [doubt for doubt in contradictions(case) if (doubt.fact, doubt.key) not in known]
    return result


def _judge(case: Case, awaited: Expected, result: Omissions) -> None:
    kind, key, value = awaited.kind, awaited.key, awaited.value
    stated = [fact for fact in case.reading.facts if type(fact) is kind and fact.key == key and not fact.gone]
    route = next((fact for fact in stated if is_route(fact, awaited)), None)
    if kind is not Promotion and stated and route is None:
        # Its day stands without its clock, or the hours to come without those of now: nothing to tell.
        result.stands.append(Stands(None, kind, key, value, None))
        return
    said = verdict_on_mentions(case, awaited, _mentions(case, kind))
    if said.why:
        result.doubts.append(Doubt(kind, key, None, said.why, lasting=True))
        if awaited.over and not stated:
            result.withdrawn.append(_none_of(kind, key))
    elif awaited.over or awaited.due:
        _unconfirmed(case, awaited, result, shown=bool(stated or said.same))
    elif said.same or stated or _is_named(case.reading, kind, key):
        if route is not None:
            value = _rerouted(awaited, route, result)
        text = next((mention.text for mention in (*said.same, *said.about)), None)
        told, before = (REWORDED, _vanished_text(case, text or "")) if said.same else (OMITTED, None)
        facts = _restated(awaited, value) if value != awaited.value else ()
        asked = Doubt(kind, key, None, said.asked, lasting=True) if said.asked else None
        result.stands.append(Stands(told, kind, key, value, text, before, facts, asked))


def _unconfirmed(case: Case, awaited: Expected, result: Omissions, *, shown: bool) -> None:
    """Add a fact that was only kept until its end came: the end is not taken as confirmed.

    A price without a list price says by itself that a promotion is over.
    """
    if awaited.kind is Promotion and not shown:
        return
    if awaited.over and (awaited.kind, awaited.key) in case.unsaid:
        facts = (fact_of(awaited.kind, awaited.key, awaited.value),)
        result.stands.append(
            Stands(ChangeKind.END_NOT_CONFIRMED, awaited.kind, awaited.key, awaited.value, None, facts=facts)
        )
    elif awaited.due:
        named = shown or _is_named(case.reading, awaited.kind, awaited.key)
        result.stands.append(
            Stands(ChangeKind.END_NOT_CONFIRMED if named else None, awaited.kind, awaited.key, awaited.value, None)
        )


def _rerouted(awaited: Expected, route: Fact, result: Omissions) -> tuple[Any, ...]:
    """Report a name that answers as another model before its end, and return the value with that model."""
    result.stands.append(
        Stands(ChangeKind.NAME_REROUTED, awaited.kind, awaited.key, awaited.value, describe((route,)), facts=(route,))
    )
    return (*awaited.value[:2], *(route.value[2:] if route.value else (None, None)))


def _restated(awaited: Expected, value: tuple[Any, ...]) -> tuple[Fact, ...]:
    """Return a retirement with another replacement, until its end and from then on."""
    now = fact_of(awaited.kind, awaited.key, value)
    if awaited.ahead is None or awaited.ahead.value is None:
        return (now,)
    state, at = awaited.ahead.value[:2]
    answers_as = value[3] if state == "routed" else None
    end = fact_of(awaited.kind, awaited.key, (state, at, value[2], answers_as))
    return now, replace(end, effective_from=awaited.ahead.start)


def _none_of(kind: type[Fact], key: FactKey) -> Fact:
    """Return the fact that nothing is stated for a key now."""
    nothing: dict[str, Any] = dict(zip(key_columns(kind), key, strict=True)) | dict.fromkeys(value_columns(kind))
    return kind(**nothing, gone=True)


def _mentions(case: Case, kind: type[Fact]) -> Sequence[Mention]:
    """Return the sentences of the page; for peak hours with the days that a neighbouring sentence names."""
    mentions = case.reading.mentions
    if kind is not PeakHours:
        return mentions
    days = defaultdict[str, frozenset[str]](frozenset)
    for mention in mentions:
        days[mention.where] |= mention.weekdays
    return [
        mention if mention.weekdays or not mention.windows else replace(mention, weekdays=days[mention.where])
        for mention in mentions
    ]


def _is_named(reading: Reading, kind: type[Fact], key: FactKey) -> bool:
    """Return True if a cell, a row or a sentence of the page names the subject of a fact."""
    if kind is PeakHours:
        return any(isinstance(fact, Price) and fact.band == "peak" and not fact.gone for fact in reading.facts)
    if kind is Promotion:
        # A price beside no list price says by itself that it is not reduced.
        return any(isinstance(fact, Promotion) and fact.key == key for fact in reading.facts)
    return key[1] in set(_names(reading)) or any(names_model(text, key[1]) for text in _texts(reading))


def _names(reading: Reading) -> Iterator[str]:
    for fact in reading.facts:
        if isinstance(fact, Price | ModelVersion | Promotion):
            yield fact.model
    for mention in reading.mentions:
        yield from mention.models


def _texts(reading: Reading) -> Iterable[str]:
    return (fact.text or "" for fact in reading.facts if isinstance(fact, Notice))


def _vanished_text(case: Case, text: str) -> str | None:
    """Return the notice most similar to a text, of those that were believed and are gone."""
    stated = {fact.key for fact in case.reading.facts if isinstance(fact, Notice)}
    gone = [value_at(spans, case.moment) for key, spans in case.beliefs[Notice].items() if key not in stated]
    texts = [str(value[0]) for value in gone if value is not None]
    return max(texts, key=lambda old: SequenceMatcher(None, old, text, autojunk=False).ratio(), default=None)


def _keep_plans(case: Case, result: Omissions) -> None:
    """Keep announced prices that no table states, if the page still has their instant or amount."""
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
    """Keep the peak hours announced for the instant of kept announced prices."""
    standing = [item.key for item in result.stands if item.fact is Price]
    starts = {span.start for key in standing for span in case.beliefs[Price][key] if span.start > case.moment}
    stated = {fact.effective_from for fact in case.reading.by_kind[PeakHours]}
    for key, spans in case.beliefs[PeakHours].items():
        omitted = any(span.start in starts - stated for span in spans)
        if omitted and (PeakHours, key) not in result.keys:
            result.stands.append(Stands(None, PeakHours, key, None, None))


def _keep_versions(case: Case, result: Omissions) -> None:
    """Keep versions whose dated entry is still there but no longer understood.

    An entry older than the oldest of a log may be on another page: its version is kept and not reported.
    """
    versions = case.beliefs[ModelVersion]
    oldest = _oldest(case.reading) if versions else None
    for key, spans in versions.items():
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
                result.stands.append(Stands(None, Retirement, key, None, None))
        elif oldest is not None and span.start < oldest:
            result.stands.append(Stands(None, ModelVersion, key, span.value, None))


def _oldest(reading: Reading) -> datetime | None:
    """Return the instant of the oldest entry that names a version or a model; None if the page is no change log."""
    stated = [fact.effective_from for fact in reading.facts if isinstance(fact, ModelVersion)]
    said = [mention.since for mention in reading.mentions]
    return min((since for since in (*stated, *said) if since is not None), default=None)


def _is_its_version(fact: Fact, key: FactKey, version: str) -> bool:
    """Return True if a name is said to answer as the version that it has, that is, as itself."""
    return isinstance(fact, Retirement) and fact.key == key and str(fact.replacement).lower() == version


def _is_stated_since(case: Case, key: FactKey, span: Span) -> bool:
    """Return True if the reading states a version of a model of that instant or later, or without a date."""
    stated = [fact for fact in case.reading.facts if isinstance(fact, ModelVersion) and fact.key == key]
    return any(fact.effective_from is None or fact.effective_from >= span.start for fact in stated)
