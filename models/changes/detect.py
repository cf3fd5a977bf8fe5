"""Detection of the changes that a reading makes. Pure.

A change is about one item. All bands of a meter in one mode and tier are one item, so that a flat price that becomes
off-peak and peak is one change and not a removal and two additions. An added or removed model is one change, too.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from models.bitemporal import Beliefs, ItemBeliefs, State, Transition, transitions, value_at
from models.changes import lifecycle
from models.changes.change import Change
from models.facts import (
    HOURS,
    NOTICES,
    Fact,
    FactKey,
    FactValue,
    ModelCard,
    ModelVersion,
    Notice,
    PeakHours,
    Price,
    Promotion,
    Retirement,
    describe,
)
from models.kinds import KIND_OF, ChangeKind, Thing

OFFER_KINDS = (Price, ModelVersion)
"""Kinds of facts that show that a page offers a model; for versions see `_is_offer`."""
SAME_SENTENCE = 0.6
"""The similarity (difflib's ratio) from which a removed and an added notice count as one edited notice."""
NoticeChange = tuple[ChangeKind, str | None, str | None, State, State]
"""The kind, the texts before and after, and the facts before and after."""


@dataclass(frozen=True)
class Recording:
    """The beliefs of a scope before and after a reading at `moment`; `previous` is the moment of the reading before.

    `after` has every key of `before`: one that is gone has a span that says so, or none.
    """

    fact: type[Fact]
    source: str
    before: Beliefs
    after: Beliefs
    previous: datetime
    moment: datetime


def changes(recordings: Iterable[Recording]) -> list[Change]:
    """Every change that a reading of one source makes, ordered by instant and subject."""
    detected: list[Change] = []
    by_subject: dict[str, list[tuple[Recording, ItemBeliefs]]] = defaultdict(list)
    ordered = sorted(recordings, key=lambda recording: recording.fact.table)
    moved = {subject for recording in ordered for subject in _moved_subjects(recording)}
    for recording in ordered:
        if recording.fact is Notice:
            detected += _notice_changes(recording)
        else:
            for subject, item in _items(recording, moved):
                by_subject[subject].append((recording, item))
    for subject, items in by_subject.items():
        detected += _subject_changes(subject, items)
    instants = {change.effective_at: str(change.effective_at) for change in detected}
    return sorted(detected, key=lambda change: (instants[change.effective_at], change.subject))


def _moved_subjects(recording: Recording) -> Iterator[str]:
    """The subjects of which a belief is another one than before, or of which one came into effect since."""
    before, after, previous, moment = recording.before, recording.after, recording.previous, recording.moment
    for key, spans in after.items() if recording.fact is not Notice else ():
        was = before.get(key, ())
        has_moved = was is not spans and was != spans
        has_come = spans and previous < spans[-1].start
        if has_moved or (has_come and any(previous < span.start <= moment for span in spans)):
            yield _subject(recording.fact, key)


def _items(recording: Recording, subjects: Container[str]) -> Iterator[tuple[str, ItemBeliefs]]:
    """The items of a scope that are about these subjects, each with its own: a model, or the peak hours."""
    fact, before, after = recording.fact, recording.before, recording.after
    keys: dict[FactKey, list[FactKey]] = defaultdict(list)
    of_subjects = [key for key in after if (HOURS if fact is PeakHours else key[1]) in subjects]
    for key in sorted(of_subjects):
        keys[_item_key(fact, key)].append(key)
    for (subject, *_), item_keys in keys.items():
        was, now = ({key: side[key] for key in item_keys if key in side} for side in (before, after))
        yield subject, ItemBeliefs(fact, was, now)


def _subject(fact: type[Fact], key: FactKey) -> str:
    """The subject of a key: its model, or the peak hours."""
    return HOURS if fact is PeakHours else str(key[1])


def _item_key(fact: type[Fact], key: FactKey) -> FactKey:
    """The parts of a key that name its item, the subject first."""
    if fact is Price:
        _, model, meter, _band, currency, mode, above = key
        return (model, meter, currency, mode, above)
    return (_subject(fact, key),)


def _subject_changes(subject: str, items: Sequence[tuple[Recording, ItemBeliefs]]) -> Iterator[Change]:
    """The changes of one subject; one of the model itself replaces those of the facts that offer it."""
    recording = items[0][0]
    source, moment = recording.source, recording.moment
    offers = [item for scope, item in items if scope.fact in OFFER_KINDS]
    is_offered = was_offered = was_expected = False
    for item in offers:
        is_offered = is_offered or _has_offer(item.fact, item.after, moment)
        was_offered = was_offered or _has_offer(item.fact, item.before, recording.previous)
    if not (was_offered and is_offered):
        was_expected = any(_has_offer(item.fact, item.before, moment) for item in offers)
    added, removed = is_offered and not (was_offered or was_expected), was_expected and not is_offered
    if added or removed:
        before, after = [item.state_before(moment) for item in offers], [item.state_after(moment) for item in offers]
        since = max([item.latest_new_start(moment) for item in offers])
        kind = ChangeKind.MODEL_ADDED if added else ChangeKind.MODEL_REMOVED
        yield Change(kind, source, subject, _text(before), _text(after), since, _offered(before), _offered(after))
    moves = [(scope.fact, move) for scope, item in items for move in transitions(item, scope.previous, moment)]
    own = [
        (fact, move)
        for fact, move in moves
        if not (added or removed) or fact not in OFFER_KINDS or move.movement not in lifecycle.OF_THE_PRESENT
    ]
    yield from _transition_changes(source, subject, own)


def _offered(states: Iterable[State]) -> State:
    """The facts that show that the page offers their model."""
    return tuple(fact for state in states for fact in state if _is_offer(type(fact), fact.value))


def _has_offer(fact: type[Fact], beliefs: Beliefs, instant: datetime) -> bool:
    """True if a value that holds at an instant shows that the page offers its model."""
    for spans in beliefs.values():
        value = value_at(spans, instant)
        if value is not None and (fact is not ModelVersion or _is_offer(fact, value)):
            return True
    return False


def _is_offer(fact: type[Fact], value: FactValue) -> bool:
    """True if a value shows that the page offers its model; a version from a change log does not."""
    if value is None or fact is not ModelVersion:
        return value is not None
    version, context_length, _ = value
    return version is None or context_length is not None


def _text(states: Iterable[State]) -> str | None:
    return "; ".join(filter(None, [describe(state) for state in states])) or None


def _transition_changes(source: str, subject: str, moves: Iterable[tuple[type[Fact], Transition]]) -> list[Change]:
    """The changes that transitions make; some need no change of their own."""
    things = [(fact, move, None if fact in (Promotion, Retirement) else _thing(move)) for fact, move in moves]
    kinds = [(_kind_and_instant(fact, move, thing), thing, move) for fact, move, thing in things]
    return [
        Change(
            kind=found[0],
            source=source,
            subject=subject,
            said_before=describe(move.before, thing),
            said_after=describe(move.after, thing),
            effective_at=found[1],
            facts_before=move.before,
            facts_after=move.after,
        )
        for found, thing, move in kinds
        if found is not None
    ]


def _kind_and_instant(
    fact: type[Fact], transition: Transition, thing: Thing | None
) -> tuple[ChangeKind, datetime | None] | None:
    """The kind of the change that a transition makes, and the instant that it is about."""
    if fact is Promotion:
        return lifecycle.promotion_change(transition)
    if fact is Retirement:
        return lifecycle.retirement_change(transition)
    return None if thing is None else (KIND_OF[thing, transition.movement], transition.effective_at)


def _thing(transition: Transition) -> Thing | None:
    """The thing that moved; None if it needs no change of its own.

    That is so if a list price was added beside the same amount, or removed: this is a change of the promotion.
    """
    facts = (*transition.before, *transition.after)
    first = facts[0] if facts else None
    if first and first.change_thing:
        return first.change_thing
    before, after = ([_main_value(fact) for fact in state] for state in (transition.before, transition.after))
    if isinstance(first, Price):
        is_listed = all(isinstance(fact, Price) and fact.list_amount is not None for fact in facts)
        return Thing.PRICE if before != after else Thing.LIST_PRICE if is_listed else None
    if cards := [fact for fact in facts if isinstance(fact, ModelCard)]:
        return _card_thing(cards)
    if before == after:
        return Thing.LIMITS
    # A page that prints the version of a name for the first time has not changed the version.
    unknown = [fact for fact in transition.before if isinstance(fact, ModelVersion) and fact.version is None]
    return None if unknown else Thing.VERSION


def _card_thing(cards: Sequence[ModelCard]) -> Thing:
    """The part that changed between two model cards, of several the one that matters most; one card came or went."""
    licences = {(card.licence, card.licence_name) for card in cards}
    if len(cards) == 1 or len(licences) > 1:
        return Thing.MODEL_CARD if len(cards) == 1 else Thing.LICENCE
    return Thing.GATING if len({card.gated for card in cards}) > 1 else Thing.REVISION


def _main_value(fact: Fact) -> object:
    """The part of a fact's value that a change of its thing is about."""
    return (fact.band, fact.amount) if isinstance(fact, Price) else fact.value and fact.value[0]


def _notice_changes(recording: Recording) -> Iterator[Change]:
    item, at = ItemBeliefs(recording.fact, recording.before, recording.after), recording.moment
    for kind, text_before, text_after, before, after in notice_changes(item.state_before(at), item.state_after(at)):
        yield Change(kind, recording.source, NOTICES, text_before, text_after, at, before, after)


def notice_changes(before: State, after: State) -> Iterator[NoticeChange]:
    """The changes between two states of a source's notices; a removed and an added one that are alike were edited."""
    added, removed = _new_texts(after, before), _new_texts(before, after)
    for old, new in _edited_pairs(list(removed), list(added)):
        yield ChangeKind.NOTICE_CHANGED, old, new, removed.pop(old), added.pop(new)
    for text, state in removed.items():
        yield ChangeKind.NOTICE_REMOVED, text, None, state, ()
    for text, state in added.items():
        yield ChangeKind.NOTICE_ADDED, None, text, (), state


def _new_texts(state: State, other: State) -> dict[str, State]:
    """The texts of the notices in `state` that are not in `other`, each with its fact."""
    return {fact.text or "": (fact,) for fact in state if isinstance(fact, Notice) and fact not in other}


def _edited_pairs(removed: Sequence[str], added: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of a removed and an added sentence that are alike, the most alike first; each sentence is used once."""
    similarities = [
        (SequenceMatcher(None, old, new, autojunk=False).ratio(), old, new) for old in removed for new in added
    ]
    used: set[str] = set()
    for ratio, old, new in sorted(similarities, reverse=True):
        if ratio >= SAME_SENTENCE and not {old, new} & used:
            used |= {old, new}
            yield old, new
