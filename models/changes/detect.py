"""What a reading changed, in the words of the change log. Pure.

One change is about one item: all bands of a meter in a mode and a tier together, so that a flat price that becomes
off-peak and peak is one change of price and not a removal and two additions. A model that comes or goes is one change,
too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from models.bitemporal import Beliefs, Item, State, Step, steps
from models.changes import lifecycle
from models.changes.data import ChangeValue, ItemKey, item_of, table_of, value_of
from models.changes.notices import notice_changes
from models.facts import (
    HOURS,
    NOTICES,
    Fact,
    FactKey,
    ModelVersion,
    Notice,
    PeakHours,
    Price,
    Promotion,
    Retirement,
    describe,
)
from models.kinds import ChangeKind, Thing
from models.readings import Keep

OFFERED = (Price, ModelVersion)
"""Whose facts make a model stand on a page; of versions see `_offers`."""


@dataclass(frozen=True)
class Data:
    """What a change is about, and its values, as they are kept."""

    fact: str | None = None
    """The table of its facts; null where it is about none, or about several kinds."""
    item: ItemKey | None = None
    value_before: ChangeValue | None = None
    value_after: ChangeValue | None = None


@dataclass(frozen=True)
class Change:
    """A row of the change log, with the facts behind its words where it is about facts."""

    kind: ChangeKind
    source: str
    subject: str
    said_before: str | None
    """What was, in words for people; so is `said_after`."""
    said_after: str | None
    effective_at: datetime | None
    was: State = ()
    now: State = ()
    since: datetime | None = None
    """When what stands was said first, where the change tells that it stands."""
    keeps: frozenset[Keep] = frozenset()
    """The facts that stay as they are believed, where a text that may state them is not understood."""
    about: Data | None = field(default=None, compare=False)
    """What it is about and its values, where these are not the facts in `was` and `now`."""

    @property
    def data(self) -> Data:
        """What it is about, and its values before and after."""
        if self.about is not None:
            return self.about
        facts = (*self.now, *self.was)
        return Data(table_of(facts), item_of(facts), value_of(self.was), value_of(self.now))


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
            for subject, item in _items(recording):
                models[subject].append((recording, item))
    for subject, items in models.items():
        told += _subject_changes(subject, items)
    return sorted(told, key=lambda change: (str(change.effective_at), change.subject))


def _items(recording: Recording) -> Iterator[tuple[str, Item]]:
    """The items of a scope, each with its subject: a model, or the peak hours."""
    keys: dict[FactKey, list[FactKey]] = defaultdict(list)
    for key in sorted({*recording.before, *recording.after}):
        keys[_item_of(recording.fact, key)].append(key)
    for (subject, *_), its in keys.items():
        before, after = (
            {key: beliefs[key] for key in its if key in beliefs} for beliefs in (recording.before, recording.after)
        )
        yield subject, Item(recording.fact, before, after)


def _item_of(fact: type[Fact], key: FactKey) -> FactKey:
    if fact is Price:
        _, model, meter, _band, currency, mode, above = key
        return (model, meter, currency, mode, above)
    return (HOURS,) if fact is PeakHours else (key[1],)


def _subject_changes(subject: str, items: Sequence[tuple[Recording, Item]]) -> Iterator[Change]:
    recording = items[0][0]
    source, moment = recording.source, recording.moment
    offered = [(scope, item) for scope, item in items if scope.fact in OFFERED]
    told = [fact for _, item in offered for fact in item.was(recording.previous) if _offers(fact)]
    expected = [fact for _, item in offered for fact in item.was(moment) if _offers(fact)]
    now = [fact for _, item in offered for fact in item.now(moment) if _offers(fact)]
    came, went = bool(now) and not expected and not told, bool(expected) and not now
    if came or went:
        since = max(item.news(moment) for _, item in offered)
        was_text, now_text = (
            _describe(offered, lambda item: item.was(moment)),
            _describe(offered, lambda item: item.now(moment)),
        )
        kind = ChangeKind.MODEL_ADDED if came else ChangeKind.MODEL_REMOVED
        yield Change(kind, source, subject, was_text, now_text, since, tuple(expected), tuple(now))
    for scope, item in items:
        for step in steps(item, scope.previous, moment):
            if (came or went) and scope.fact in OFFERED and step.how in lifecycle.HAPPENED:
                continue
            if change := _change(scope.fact, source, subject, step):
                yield change


def _offers(fact: Fact) -> bool:
    """A change log that names the version behind a name does not put the name on a page."""
    return not isinstance(fact, ModelVersion) or fact.version is None or fact.context_length is not None


def _describe(items: Iterable[tuple[Recording, Item]], state: Callable[[Item], State]) -> str | None:
    return "; ".join(text for _, item in items if (text := describe(state(item)))) or None


def _change(fact: type[Fact], source: str, subject: str, step: Step) -> Change | None:
    if fact in (Promotion, Retirement):
        told = (lifecycle.promotion if fact is Promotion else lifecycle.retirement)(step)
        thing = None
    else:
        thing = _thing(step)
        told = None if thing is None else (ChangeKind.of(thing, step.how), step.effective_at)
    if told is None:
        return None
    before, after = (describe(state, thing) for state in (step.was, step.now))
    return Change(told[0], source, subject, before, after, told[1], step.was, step.now)


def _thing(step: Step) -> Thing | None:
    """What moved; None where the promotion tells it: a price struck through, or no more, beside the same amount."""
    facts = (*step.was, *step.now)
    was, now = ([_main(fact) for fact in state] for state in (step.was, step.now))
    if thing := next((fact.thing for fact in facts if fact.thing), None):
        return thing
    if prices := [fact for fact in facts if isinstance(fact, Price)]:
        lists = {fact.list_amount for fact in prices}
        return Thing.PRICE if was != now else None if None in lists else Thing.LIST_PRICE
    if was == now:
        return Thing.LIMITS
    # A page that begins to print the version behind a name says nothing of another one.
    unknown = [fact for fact in step.was if isinstance(fact, ModelVersion) and fact.version is None]
    return None if unknown else Thing.VERSION


def _main(fact: Fact) -> object:
    return (fact.band, fact.amount) if isinstance(fact, Price) else fact.value and fact.value[0]


def _notice_changes(recording: Recording) -> Iterator[Change]:
    item, at = Item(recording.fact, recording.before, recording.after), recording.moment
    for kind, before, after, was, now in notice_changes(item.was(at), item.now(at)):
        yield Change(kind, recording.source, NOTICES, before, after, at, was, now)
