"""Composes alerts: which changes of one reading are one event, and the message of each event."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from itertools import chain

from alerts.message import Message
from alerts.targets import is_watched
from alerts.texts import NO_CONTEXT, AlertContext, SeenSnapshot, body, title
from models.agreement import Lately
from models.changes import Change, ChangeValue, gravest, gravest_of
from models.facts import HOURS, NOTICES, ModelVersion, Retirement, qualified_name
from models.kinds import MATTERING, Thing
from models.leaderboards import BoardChange
from models.plausibility import STANDS
from models.schema import ChangeRow

SUBSTANCE = re.compile(
    r"pric|charg|bill|cost|\bfees?\b|\bfree\b|discount|promot|deprecat|retir|discontinu|peak"
    r"|价|费|折|优惠|弃用|停|下线",
    re.IGNORECASE,
)
"""A word for a price or an end."""
OF_CARDS = (Thing.LICENCE, Thing.GATING, Thing.REVISION, Thing.MODEL_CARD)
"""Things of a repository, whose name has its owner before it; filters know it with the owner and without."""
MONEY_OR_END = (Thing.PRICE, Thing.PROMOTION, Thing.RETIREMENT, Thing.PEAK_HOURS)
"""The families of changes that texts with such a word are about."""


def compose(
    changes: Iterable[Change],
    seen: SeenSnapshot,
    contexts_by_subject: Mapping[str, AlertContext] | None = None,
    zone: str = "UTC",
    key_suffix: str = "",
) -> list[Message]:
    """Return one message per subject, in the order in which the subjects first appear. A leaderboard is one subject.

    `key_suffix` distinguishes two messages of one snapshot and subject.
    """
    return compose_groups(by_subject(changes), seen, contexts_by_subject or {}, zone, key_suffix)


def compose_groups(
    groups: Mapping[str, Sequence[Change]],
    seen: SeenSnapshot,
    contexts: Mapping[str, AlertContext],
    zone: str,
    key_suffix: str,
    mains: Mapping[str, Change] = {},
) -> list[Message]:
    """Return one message per group, as `compose`; `mains` are the gravest changes of some groups, by their subject."""
    mains = mains if mains.keys() >= groups.keys() else {name: gravest(group) for name, group in groups.items()}
    return [
        _message(subject, group, mains[subject], seen, contexts.get(subject, NO_CONTEXT), zone, key_suffix)
        for subject, group in groups.items()
    ]


def is_alerting(change: Change, watched: Sequence[str]) -> bool:
    """Return True if a change alerts; `watched` are patterns as in `is_watched`."""
    if not isinstance(change, BoardChange):
        return True
    if not change.kind.is_news:
        return False
    return not change.names or is_watched(change.names, change.qualified_names, watched)


def by_subject(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Group changes by their subject; those of a leaderboard are one group.

    Changes that quote one text for several subjects are grouped under the first of them. Changes of notices that name
    one of these subjects join that group.
    """
    all_changes = list(changes)
    first_subjects = dict[tuple[str, str | None], str]()
    for change in all_changes:
        if change.kind in STANDS:
            first_subjects.setdefault((change.kind, change.said_after), change.subject)
    groups = defaultdict[str, list[Change]](list)
    for change in all_changes:
        groups[_subject(change, first_subjects, all_changes)].append(change)
    return dict(groups)


def _subject(change: Change, first_subjects: Mapping[tuple[str, str | None], str], changes: Sequence[Change]) -> str:
    if isinstance(change, BoardChange):
        return change.board
    if change.kind in STANDS:
        return first_subjects[change.kind, change.said_after]
    if change.subject == NOTICES:
        for other in changes:
            if other.kind in STANDS and _is_note_of(change, other):
                return first_subjects[other.kind, other.said_after]
    return change.subject


def _is_note_of(note: Change, other: Change) -> bool:
    """Return True if the change of a notice is about the text that another change quotes, or names its model."""
    texts = notice_text(note)
    quoted = [other.said_before, other.said_after, other.subject if other.subject != HOURS else None]
    return any(part and part in texts for part in quoted)


def notice_text(change: Change) -> str:
    """Return the texts of a notice before and after its change."""
    return f"{change.said_before or ''}\n{change.said_after or ''}"


def named(text: str, names: Iterable[str]) -> set[str]:
    """Return the names of models and versions that a text contains, each as a whole."""
    return {name for name in names if _whole(name).search(text)}


@lru_cache(maxsize=1000)
def _whole(name: str) -> re.Pattern[str]:
    spelled = r"[-\s_]+".join(map(re.escape, re.split(r"[-\s_]+", name)))
    return re.compile(rf"(?<![A-Za-z0-9_.-]){spelled}(?![A-Za-z0-9_]|[-.][A-Za-z0-9_])", re.IGNORECASE)


@dataclass
class Joined:
    """Groups of changes that are one event, under the subject of the gravest one."""

    subject: str
    main: Change
    """The gravest change."""
    changes: list[Change]


def events(
    groups: Mapping[str, list[Change]],
    priced_models: set[str],
    notes: Sequence[Change],
    mentions: list[tuple[int, Change]],
    lately: Lately,
) -> list[Joined]:
    """Join the groups of one reading that are one event.

    Subjects of one vendor whose gravest change has one kind and one instant are one event, but each model with changed
    prices is one of its own. What a route or a replacement leads to joins it. Peak hours that change with prices stand
    in the event of each of these prices, if these models are all `priced_models` of the page. Notes go where they
    belong: to an event, as `mentions` to an alert that was told `lately`, or to an event of their own.
    """
    joined = dict[object, Joined]()
    every = [*(change for group in groups.values() for change in group), *notes]
    if not every:
        groups, worst, mains = dict[str, list[Change]](), None, list[Change]()
    else:
        *mains, worst = gravest_of([*groups.values(), every])
    for (subject, group), main in zip(groups.items(), mains, strict=True):
        alone = main.kind.family is Thing.PRICE or isinstance(main, BoardChange)
        token = subject if alone else (main.kind, main.effective_at, main.vendor)
        joined.setdefault(token, Joined(subject, main, [])).changes.extend(group)
    found = _with_hours(_with_successors(list(joined.values())), priced_models)
    own = _bring_home(notes, found, worst, mentions, lately)
    unread = next((each for each in found if each.subject == NOTICES), None)
    if unread is not None:
        unread.changes += own
    elif own:
        found.append(Joined(NOTICES, own[0], own))
    return found


def _with_successors(found: list[Joined]) -> list[Joined]:
    """Join each event about a name that a route or a replacement leads to with the event of that route."""
    for successor in [each for each in found if each.main.kind.family is not Thing.PRICE]:
        subjects = {change.subject for change in successor.changes}
        leading = next((each for each in found if each is not successor and _leads_to(each.changes) & subjects), None)
        if leading is not None:
            leading.changes += successor.changes
            if gravest([leading.main, successor.main]) is successor.main:
                leading.subject, leading.main = successor.subject, successor.main
            found = [each for each in found if each is not successor]
    return found


def _leads_to(changes: Iterable[Change]) -> set[str]:
    """Return the names that changes of retirements and routes lead to."""
    facts = (fact for change in changes for fact in change.facts_after if isinstance(fact, Retirement))
    return {name for fact in facts for name in (fact.answers_as, fact.replacement) if name}


def _with_hours(found: list[Joined], priced_models: set[str]) -> list[Joined]:
    hours = next((each for each in found if all(change.subject == HOURS for change in each.changes)), None)
    if hours is None:
        return found
    instants = {change.effective_at for change in hours.changes}
    priced = [
        each
        for each in found
        if {change.effective_at for change in each.changes if change.kind.thing is Thing.PRICE} >= instants
    ]
    if not priced or not priced_models <= {each.subject for each in priced}:
        return found
    for each in priced:
        each.changes += hours.changes
    return [each for each in found if each is not hours]


def _names(change: Change | ChangeRow, after: ChangeValue | None) -> set[str]:
    """Return the model that a change is about, and its version."""
    versions = {
        str(fact.get("version") or "")
        for fact in (after if isinstance(after, Sequence) else ())
        if fact.get("fact") == ModelVersion.table
    }
    return {change.subject, *versions} - {NOTICES, HOURS, change.source, ""}


def _bring_home(
    notes: Iterable[Change],
    found: Sequence[Joined],
    worst: Change | None,
    mentions: list[tuple[int, Change]],
    lately: Lately,
) -> list[Change]:
    """Add each changed notice to the event or the alert that it is about; return those that nothing else tells.

    It goes to the event of the same reading that it names, or to an alert of the last day that it names; else to the
    gravest event of the reading, or, if the page only repeats what others said, to their alert.
    """
    own = list[Change]()
    telling = [each for each in found if each.main.kind.family in MATTERING]
    facts = tuple(mentions)
    for note in notes:
        text = notice_text(note)
        home = next((each for each in telling if _speaks_of(text, each.changes)), None)
        told = [(alert_id, change) for alert_id, change in facts if _may_fold(text, change.kind.family)]
        alerts = [alert_id for alert_id, change in told if _speaks_of(text, [change])]
        alerts += [
            alert_id
            for alert_id, row in lately
            if alert_id is not None and _may_fold(text, row.kind.family) and named(text, _names(row, row.value_after))
        ]
        if home is None and not alerts and telling:
            home = next((each for each in telling if worst in each.changes), telling[0])
        alerts += [alert_id for alert_id, _ in told]
        if home is not None:
            home.changes.append(note)
        elif alerts:
            mentions.append((alerts[0], note))
        else:
            own.append(note)
    return own


def _may_fold(text: str, family: Thing) -> bool:
    """Return True unless a text speaks of money or an end, and what an alert tells is neither."""
    return family in MONEY_OR_END or SUBSTANCE.search(text) is None


def _speaks_of(text: str, changes: Iterable[Change]) -> bool:
    return any(named(text, _names(change, change.data.value_after)) for change in changes)


def _message(
    subject: str,
    changes: Sequence[Change],
    main: Change,
    seen: SeenSnapshot,
    context: AlertContext,
    zone: str,
    key_suffix: str,
) -> Message:
    # A notice that names none of the models passes every filter of models, also in a message with other changes.
    notes = [change for change in changes if change.subject == NOTICES]
    models = {change.subject for change in changes if change.subject not in (NOTICES, HOURS)}
    about = changes if all(named(notice_text(note), models) for note in notes) else ()
    return Message(
        alert_key=f"{seen.source}/{seen.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}/{subject}{key_suffix}",
        kind=main.kind,
        severity=main.severity,
        source=seen.source,
        vendor=main.vendor or seen.vendor,
        subject=subject,
        title=title(changes, main, seen, context, zone),
        body=body(changes, main, seen, context, zone),
        effective_at=main.effective_at,
        bill_changes=context.bill_changes,
        snapshot_id=seen.snapshot_id,
        kinds=frozenset(change.kind for change in changes),
        models=frozenset(chain.from_iterable([_models(change) for change in about])),
        qualified_names=_qualified_names(about, seen.vendor),
        changes=tuple(changes),
    )


def _models(change: Change) -> frozenset[str]:
    """Return the names of the model that a change is about; empty if it is about a page, a source or a whole board."""
    if isinstance(change, BoardChange):
        return change.names
    about_none = change.subject in (NOTICES, HOURS) or change.kind.thing in (Thing.SOURCE, Thing.DECISION)
    if change.kind.thing in OF_CARDS:
        return frozenset({change.subject, change.subject.rpartition("/")[2]})
    return frozenset() if about_none else frozenset({change.subject})


def _qualified_names(changes: Sequence[Change], vendor: str) -> frozenset[str]:
    """Return the same names of all changes with the vendor in front; of contenders, with their organization."""
    models = {
        (change.vendor or vendor, name)
        for change in changes
        if not isinstance(change, BoardChange)
        for name in _models(change)
    }
    boards = [change.qualified_names for change in changes if isinstance(change, BoardChange)]
    return frozenset([qualified_name(its, name) for its, name in models]).union(*boards)
