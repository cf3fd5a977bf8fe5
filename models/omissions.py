"""What a page no longer states while it still names it: the fact stands, or the reading waits for a person. Pure.

A sentence that says the same in other words is no withdrawal, and neither is silence (design section 4).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from difflib import SequenceMatcher

from models.belief import Span, value_at
from models.changes import HOURS, describe
from models.doubt import Case, Doubt
from models.fact import Fact, FactKey, FactValue, key_columns
from models.facts import ModelVersion, Notice, PeakHours, Price, Promotion, Retirement
from models.reading import Reading
from models.steps import fact_of
from models.unread import Keep, Mention

REWORDED, OMITTED, QUIET = "wording changed", "no longer stated", ""
"""What is told of a fact that stands; nothing of a quiet one."""
MIDNIGHT = time()
CLOCK = re.compile(r"[0-9]:[0-9]{2}|[0-9] ?(?:[ap]\.?m\b|点|时)", re.IGNORECASE)
"""A time of day, on whichever clock."""
VENDOR_CLOCKS = (timedelta(0), timedelta(hours=8))
"""How far the clocks on which days are printed are ahead of UTC."""


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
        restated = (Promotion, Retirement)
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
    _keep_announced_prices(case, result)
    return result


def _expected(kind: type[Fact], spans: Sequence[Span], moment: datetime) -> FactValue:
    """What the page is expected to state: what holds, or is announced; not what has come to its end."""
    now = value_at(spans, moment)
    ahead = next((span.value for span in spans if span.start > moment and span.value is not None), None)
    if kind is Retirement:
        is_open = now is not None and now[0] == "announced"
        return now if is_open or (now is not None and now[0] == "dated" and _is_ahead(now[1], moment)) else None
    return now if now is not None else ahead


def _is_ahead(instant: datetime | None, moment: datetime) -> bool:
    return instant is not None and instant > moment


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
    if kind is not Promotion or value is None or not _is_ahead(value[2], case.moment):
        return False
    return all(isinstance(fact, Promotion) and fact.ends_at is None and fact.percent_off == value[0] for fact in stated)


def _is_vaguer(fact: Retirement, value: FactValue) -> bool:
    """Whether a statement has only the day of the believed instant, without its clock."""
    instant = value[1] if value is not None else None
    day = fact.retires_at
    if instant is None or day is None or instant.time() == MIDNIGHT or day.time() != MIDNIGHT:
        return False
    return day.date() in _days(instant)


def _judge(case: Case, kind: type[Fact], key: FactKey, value: FactValue, result: Omissions) -> None:
    if kind is not Promotion and any(type(fact) is kind and fact.key == key for fact in case.reading.facts):
        # Its day stands without its clock, or the hours to come without those of now: nothing to tell.
        result.stands.append(Stands(QUIET, kind, key, value, None))
        return
    mentions = [mention for mention in case.reading.mentions if _is_about(mention, kind, key, case.moment)]
    same = [mention for mention in mentions if _says_the_same(mention, kind, value, case.moment)]
    other = [mention for mention in mentions if mention not in same and _has_numbers(mention, kind, case.moment)]
    if same:
        text = same[0].text
        result.stands.append(Stands(REWORDED, kind, key, value, text, _vanished_text(case, text)))
    elif other:
        subject = "the tariff" if kind is PeakHours else key[1]
        why = f"{subject}: what stands there about its {_thing(kind)} is not understood: {other[0].text}"
        result.doubts.append(Doubt(kind, key, None, why, lasting=True))
    elif _is_named(case.reading, kind, key):
        text = mentions[0].text if mentions else None
        result.stands.append(Stands(OMITTED, kind, key, value, text))


def _thing(kind: type[Fact]) -> str:
    return kind.table.replace("_", " ")


def _is_about(mention: Mention, kind: type[Fact], key: FactKey, moment: datetime) -> bool:
    """Whether a sentence may be about this fact."""
    if kind is PeakHours:
        return bool(mention.windows) or "peak_hours" in mention.about
    # "These names go dark on …" names none, and stands where the names were.
    names_it = key[1] in mention.models or not mention.models
    dated = mention.looks_dated or any(instant > moment for instant in mention.instants)
    if kind is Promotion:
        return names_it and ("promotion" in mention.about or bool(mention.percents) or (dated and not mention.about))
    others = mention.about - {"retirement"}
    return names_it and (("retirement" in mention.about and bool(mention.models)) or (dated and not others))


def _says_the_same(mention: Mention, kind: type[Fact], value: FactValue, moment: datetime) -> bool:
    """Whether the believed instant, hours or share stands in the sentence, and no other one beside it."""
    if value is None:
        return False
    if kind is PeakHours:
        return mention.windows == value[2]
    instant = value[1] if kind is Retirement else value[2]
    share = value[0] if kind is Promotion else None
    if isinstance(share, Decimal) and mention.percents - {share}:
        return False
    if instant is None:
        ahead = any(other > moment for other in mention.instants)
        return not ahead and not mention.looks_dated and (kind is Retirement or share in mention.percents)
    others = [other for other in mention.instants if other > moment and not _is_same_day(other, instant)]
    return not others and _states(mention, instant)


def _states(mention: Mention, instant: datetime) -> bool:
    """Whether a sentence states an instant, or its day without a clock."""
    if instant in mention.instants:
        return True
    clocked = [
        other for other in mention.instants if _is_same_day(other, instant) and other.time() != datetime.min.time()
    ]
    return not clocked and bool(_days(instant) & (mention.days | {other.date() for other in mention.instants}))


def _days(instant: datetime) -> set[date]:
    return {(instant + ahead).date() for ahead in VENDOR_CLOCKS}


def _is_same_day(instant: datetime, other: datetime) -> bool:
    return bool(_days(instant) & _days(other))


def _has_numbers(mention: Mention, kind: type[Fact], moment: datetime) -> bool:
    """Whether a sentence states an instant ahead, hours or a share, or digits that may be one."""
    if kind is PeakHours:
        return bool(mention.windows) or CLOCK.search(mention.text) is not None
    shares = bool(mention.percents) and kind is Promotion
    return shares or mention.looks_dated or any(instant > moment for instant in mention.instants)


def _is_named(reading: Reading, kind: type[Fact], key: FactKey) -> bool:
    """Whether a cell, a row or a sentence of the page names what a fact is about."""
    if kind is PeakHours:
        return any(isinstance(fact, Price) and fact.band == "peak" and not fact.gone for fact in reading.facts)
    if kind is Promotion:
        # A price beside no list price says by itself that it is not reduced.
        return any(isinstance(fact, Promotion) and fact.key == key for fact in reading.facts)
    return key[1] in set(_names(reading)) or any(_names_it(text, key[1]) for text in _texts(reading))


def _names(reading: Reading) -> Iterator[str]:
    for fact in reading.facts:
        if isinstance(fact, Price | ModelVersion | Promotion):
            yield fact.model
    for mention in reading.mentions:
        yield from mention.models


def _texts(reading: Reading) -> Iterable[str]:
    return (fact.text or "" for fact in reading.facts if isinstance(fact, Notice))


def _names_it(text: str, model: str) -> bool:
    """Whether a text has a model's name: `deepseek-v4` is not named by `deepseek-v4-pro`."""
    name = re.escape(model).replace(r"\-", "[- ]")
    return re.search(rf"(?<![a-z0-9.-]){name}(?![a-z0-9]|[.-][a-z0-9])", text.lower()) is not None


def _vanished_text(case: Case, text: str) -> str | None:
    """The notice that is most like a text, of those that were believed and are gone."""
    stated = {fact.key for fact in case.reading.facts if isinstance(fact, Notice)}
    gone = [value_at(spans, case.moment) for key, spans in case.of(Notice).items() if key not in stated]
    texts = [str(value[0]) for value in gone if value is not None]
    return max(texts, key=lambda old: SequenceMatcher(None, old, text, autojunk=False).ratio(), default=None)


def _keep_announced_prices(case: Case, result: Omissions) -> None:
    """Announced prices that no table states, while a sentence has their instant or an unread text their amount.

    With them stands that the bands of before end at their instant.
    """
    stated = {(fact.key, fact.effective_from) for fact in case.reading.facts if isinstance(fact, Price)}
    omitted = {
        key: ahead
        for key, spans in case.of(Price).items()
        if (ahead := [span for span in spans if span.start > case.moment and (key, span.start) not in stated])
    }
    plans: set[tuple[str, datetime]] = set()
    for key, ahead in omitted.items():
        if text := _text_of_plan(case, key[1], [span for span in ahead if span.value is not None]):
            result.stands.append(Stands(REWORDED, Price, key, ahead[0].value, text, _vanished_text(case, text)))
            plans |= {(key[1], span.start) for span in ahead}
    known = {item.key: item.text for item in result.stands if item.fact is Price}
    for key, ahead in omitted.items():
        if key not in known and all((key[1], span.start) in plans for span in ahead):
            text = next(text for other, text in known.items() if other[1] == key[1])
            result.stands.append(Stands(REWORDED, Price, key, None, text))


def _text_of_plan(case: Case, model: str, ahead: Sequence[Span]) -> str | None:
    """The text that still has the instants or the amounts of a plan."""
    if not ahead:
        return None
    said = [mention.text for mention in case.reading.mentions if all(_states(mention, span.start) for span in ahead)]
    unread = [part.text for part in case.reading.unread if _names_it(part.text, model)]
    said += [text for text in unread if all(_has_amount(text, span.value) for span in ahead)]
    return next(iter(said), None)


def _has_amount(text: str, value: FactValue) -> bool:
    return value is not None and re.search(rf"(?<![0-9.]){re.escape(str(value[0]))}(?![0-9.])", text) is not None
