"""What a reading changed, in the words of the change log. Pure.

One change is about one item: all bands of a meter together, so that a flat price that becomes off-peak and peak is one
change of price and not a removal and two additions. A model that comes or goes is one change, too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from models.fact import Fact, FactKey
from models.facts import ModelVersion, Notice, Price
from models.steps import Beliefs, Item, State, Step, steps

SAME_SENTENCE = 0.6
"""From this similarity on, a vanished and a new notice are one notice that was edited (difflib's ratio)."""
NOTICES = "notices"
"""The subject of every change of a notice: a sentence has no name of its own."""


@dataclass(frozen=True)
class Change:
    """A row of the change log, with the facts behind its words where it is about facts."""

    kind: str
    source: str
    subject: str
    before: str | None
    after: str | None
    effective_at: datetime | None
    was: State = ()
    now: State = ()


@dataclass(frozen=True)
class Recording:
    """One scope before and after a reading at `moment`; `previous` is the moment of its last reading before."""

    fact: type[Fact]
    source: str
    before: Beliefs
    after: Beliefs
    previous: datetime
    moment: datetime


def changes(recordings: Iterable[Recording]) -> list[Change]:
    """Every change that a reading of one source makes, ordered by instant and subject."""
    told: list[Change] = []
    models: dict[str, list[tuple[Recording, Item]]] = defaultdict(list)
    for recording in sorted(recordings, key=lambda recording: recording.fact.table):
        if recording.fact is Notice:
            told += _notice_changes(recording)
        else:
            for model, item in _model_items(recording):
                models[model].append((recording, item))
    for model, items in models.items():
        told += _model_changes(model, items)
    return sorted(told, key=lambda change: (str(change.effective_at), change.subject))


def _model_items(recording: Recording) -> Iterator[tuple[str, Item]]:
    """The items of a scope whose facts are about models, each with its model."""
    keys: dict[tuple[str, ...], list[FactKey]] = defaultdict(list)
    for key in sorted({*recording.before, *recording.after}):
        keys[_item_of(recording.fact, key)].append(key)
    for (model, *_), its in keys.items():
        before, after = (
            {key: beliefs[key] for key in its if key in beliefs} for beliefs in (recording.before, recording.after)
        )
        yield model, Item(recording.fact, before, after)


def _item_of(fact: type[Fact], key: FactKey) -> tuple[str, ...]:
    if fact is Price:
        _, model, meter, _band, currency = key
        return (model, meter, currency)
    return (key[1],)


def _model_changes(model: str, items: Sequence[tuple[Recording, Item]]) -> Iterator[Change]:
    recording = items[0][0]
    source, moment = recording.source, recording.moment
    told = [fact for _, item in items for fact in item.was(recording.previous)]
    expected = [fact for _, item in items for fact in item.was(moment)]
    now = [fact for _, item in items for fact in item.now(moment)]
    came, went = bool(now) and not expected and not told, bool(expected) and not now
    if came or went:
        since = max(item.news(moment) for _, item in items)
        was_text, now_text = (
            _describe(items, lambda item: item.was(moment)),
            _describe(items, lambda item: item.now(moment)),
        )
        kind = "model added" if came else "model removed"
        yield Change(kind, source, model, was_text, now_text, since, tuple(expected), tuple(now))
    for scope, item in items:
        for step in steps(item, scope.previous, moment):
            if not ((came or went) and step.how in ("changed", "in effect")):
                yield _change(source, model, step)


def _describe(items: Iterable[tuple[Recording, Item]], state: Callable[[Item], State]) -> str | None:
    return "; ".join(text for _, item in items if (text := describe(state(item)))) or None


def _change(source: str, model: str, step: Step) -> Change:
    thing = _thing(step)
    kind = {
        "changed": f"{thing} changed",
        "announced": f"{thing} change announced",
        "moved": f"{thing} change moved",
        "cancelled": f"{thing} change cancelled",
        "in effect": f"{thing} change now in effect",
    }[step.how]
    before, after = (describe(state, thing) for state in (step.was, step.now))
    return Change(kind, source, model, before, after, step.effective_at, step.was, step.now)


def _thing(step: Step) -> str:
    """What moved. A struck-through price that goes while the amount stays is no change of price."""
    was, now = ([_main(fact) for fact in state] for state in (step.was, step.now))
    if any(isinstance(fact, Price) for fact in (*step.was, *step.now)):
        return "list price" if was == now else "price"
    return "limits" if was == now else "version"


def _main(fact: Fact) -> object:
    return (fact.band, fact.amount) if isinstance(fact, Price) else fact.value and fact.value[0]


def describe(state: State, thing: str = "") -> str | None:
    """A state in one line, for the change log; None where nothing holds. Of a version only the part that moved."""
    if prices := [fact for fact in state if isinstance(fact, Price)]:
        amounts = ", ".join(_amount(price) for price in prices)
        return f"{prices[0].meter} {amounts} {prices[0].currency} / {prices[0].unit}"
    return "; ".join(_words(fact, thing) for fact in state) or None


def _amount(price: Price) -> str:
    band = "" if price.band == "flat" else f"{price.band} "
    listed = "" if price.list_amount is None else f" (list {price.list_amount:f})"
    return f"{band}{price.amount:f}{listed}"


def _words(fact: Fact, thing: str) -> str:
    if isinstance(fact, ModelVersion) and thing == "limits":
        return f"context {fact.context_length}, output {fact.max_output}"
    return str(fact.value and fact.value[0])


def _notice_changes(recording: Recording) -> Iterator[Change]:
    """Notices that came and went; two that read alike are one that was edited."""
    item = Item(recording.fact, recording.before, recording.after)
    was, now = item.was(recording.moment), item.now(recording.moment)
    came = {str(describe((fact,))): (fact,) for fact in now if fact not in was}
    went = {str(describe((fact,))): (fact,) for fact in was if fact not in now}
    for old, new in _edited(list(went), list(came)):
        yield Change(
            "notice changed", recording.source, NOTICES, old, new, recording.moment, went.pop(old), came.pop(new)
        )
    for text, state in went.items():
        yield Change("notice removed", recording.source, NOTICES, text, None, recording.moment, was=state)
    for text, state in came.items():
        yield Change("notice added", recording.source, NOTICES, None, text, recording.moment, now=state)


def _edited(went: Sequence[str], came: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of a vanished and a new sentence that are alike, the most alike first, each used once."""
    likeness = [(SequenceMatcher(None, old, new, autojunk=False).ratio(), old, new) for old in went for new in came]
    used: set[str] = set()
    for ratio, old, new in sorted(likeness, reverse=True):
        if ratio >= SAME_SENTENCE and not {old, new} & used:
            used |= {old, new}
            yield old, new
