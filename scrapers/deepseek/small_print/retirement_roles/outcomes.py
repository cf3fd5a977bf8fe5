"""Statements about names from the roles of a whole note: one event, its subject, its instant, and the replacement.

It is used only if no pattern knows the wording. A second subject, a second date or two incompatible events are not
understood.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from scrapers.deepseek.small_print.grammar import API
from scrapers.deepseek.small_print.retirement_roles.note_roles import note_roles
from scrapers.deepseek.small_print.retirement_roles.participants import (
    PLANS,
    SERVED,
    Roles,
    has_odd_date,
    instants,
    is_past,
    is_undone,
    new_dates,
    past_dates,
)
from scrapers.deepseek.small_print.retirement_roles.segment_roles import (
    ENDS,
    ROUTES,
    Name,
    RoleInstant,
    SegmentRoles,
    all_words,
)
from scrapers.deepseek.small_print.statements import EndpointEnds, Retires
from scrapers.deepseek.small_print.syntax import Sentence, model_names

MOVES = frozenset({"postponed", "extended", "in_place_of", "moved", "moved_to", "correct_date"})
AHEAD = frozenset({"will", "V", "planned", "ending", "announce", "unset"})
TIER = re.compile("(?i:pro|flash|lite)(?![a-z])")
"""A word that makes a version a model: V4 Pro."""
LIKE_BEFORE = frozenset({"of", "and", "but", "follows", "will", "then", "be"})
"""Words beside a name and its instant if the event is stated before them."""
NameOutcome = Retires | EndpointEnds


def read_outcomes(sentences: Sequence[Sentence]) -> list[NameOutcome]:
    """Return the statements of a note about names: one, or one for each name if they are listed in order."""
    segments = note_roles(sentences)
    if not segments:
        return []
    roles = _roles(segments)
    if roles is None:
        return _of_each(segments)
    if roles.has("unset") and roles.whens:
        return []
    if any(reading.in_order for reading in roles.main):
        return list(_in_order(roles))
    outcome = _address(roles) if roles.is_address else _outcome(roles)
    return [outcome] if outcome else []


def _of_each(segments: Sequence[SegmentRoles]) -> list[NameOutcome]:
    """Return one statement for each of several names that have an instant or a replacement of their own."""
    shared: list[SegmentRoles] = []
    groups: list[list[SegmentRoles]] = []
    for reading in segments:
        if any(_is_subject(name, reading) for name in reading.names):
            groups.append([reading])
        else:
            (groups[-1] if groups else shared).append(reading)
    outcomes: list[NameOutcome] = []
    for group in groups:
        own = [*shared, *group]
        if not any(reading.whens or reading.events & ROUTES for reading in group):
            return []
        if all(reading.words <= LIKE_BEFORE for reading in group):
            own.append(replace(groups[0][0], names=(), whens=()))
        roles = _roles(own)
        story = (_address(roles) if roles.is_address else _outcome(roles)) if roles else None
        if story is None or story.at is None:
            return []
        outcomes.append(story)
    return outcomes


def _outcome(roles: Roles) -> Retires | None:
    if roles.has("cancelled", "denied", "kept") or is_undone(roles):
        return _kept(roles)
    if _is_in_place(roles) or roles.has(*MOVES) or (roles.has("instead") and len(instants(roles)) > 1):
        return _moved(roles)
    if roles.has("replaced") and not roles.has(*ENDS, *ROUTES):
        return _replaced(roles)
    return _routed(roles) if roles.has(*ROUTES) else _ended(roles)


def _is_in_place(roles: Roles) -> bool:
    """Return True if an instant replaces another: "not on …, but on …", "originally on …, now on …"."""
    now = bool(past_dates(roles)) and roles.has("now") and len(instants(roles)) == 2
    return now or any(when.role == "x" for when in roles.whens)


def _replaced(roles: Roles) -> Retires | None:
    """Return a planned replacement; with a day it is uncertain whether the name stays, so nothing is stated."""
    planned = roles.has(*AHEAD) and not roles.whens and not is_past(roles)
    return Retires(roles.subject, "announced", replacement=roles.answer) if planned and roles.answer else None


def _in_order(roles: Roles) -> Iterator[NameOutcome]:
    """Yield one statement for each name, if the note has as many instants or as many answering models."""
    whens = list(dict.fromkeys(roles.whens))
    answers = [model for name in roles.answers for model in model_names(name.text)]
    for place, subject in enumerate(roles.subject):
        of_it = replace(roles, subject=(subject,))
        if len(whens) == len(roles.subject):
            of_it = replace(of_it, whens=(whens[place],))
        elif len(whens) > 1:
            return
        if len(answers) == len(roles.subject):
            of_it = replace(of_it, answers=(Name("answer", answers[place], roles.is_address),))
        outcome = _address(of_it) if roles.is_address else _outcome(of_it)
        if outcome is None:
            return
        yield outcome


def _roles(segments: Sequence[SegmentRoles]) -> Roles | None:
    others = [reading for reading in segments if reading.has("other", "intact")]
    if not all(_leaves_alone(reading) for reading in others):
        return None
    main = [reading for reading in segments if reading not in others]
    main = _with_corrections(_with_awaited(main))
    subjects = {name.ids: name for reading in main for name in reading.names if _is_subject(name, reading)}
    answers = [name for reading in main for name in reading.names if not _is_subject(name, reading)]
    if len(subjects) != 1:
        return None
    ((ids, subject),) = subjects.items()
    spoken_of = {model_id for reading in others for name in reading.names for model_id in name.ids}
    if spoken_of & set(ids) or any(
        set(ids) & set(name.ids) or name.is_address != subject.is_address for name in answers
    ):
        return None
    if any(_points_elsewhere(place, main, set(ids)) for place in range(len(main))):
        return None
    whens = [when for reading in main if not reading.advises for when in reading.whens] or list(_by_then(main))
    return Roles(ids, subject.is_address, tuple(answers), frozenset(all_words(main)), tuple(whens), tuple(main))


def _with_awaited(main: Sequence[SegmentRoles]) -> list[SegmentRoles]:
    """Mark a bare name beside a recommendation as the one that answers: "Meet: Y", "Y, …, is waiting"."""
    done = list(main)
    for place, reading in enumerate(main):
        beside = [other for other in (*main[place - 1 : place], *main[place + 1 : place + 2]) if not other.names]
        if (
            place
            and not (reading.words or reading.whens)
            and any(other.has("awaits", "move_to", "replacement") for other in beside)
        ):
            done[place] = replace(reading, names=tuple(replace(name, role="answer") for name in reading.names))
    return done


def _with_corrections(main: Sequence[SegmentRoles]) -> list[SegmentRoles]:
    """Mark a denied instant as replaced by the next one: "not on …, but on …"."""
    done = list(main)
    for place, (denied, after) in enumerate(pairwise(main)):
        both = len(denied.whens) == len(after.whens) == 1 and denied.has("denied") and after.has("but")
        if both and not after.has("denied", "kept") and not after.names:
            whens = tuple(replace(when, role="x") for when in denied.whens)
            done[place] = replace(denied, words=denied.words - {"denied"}, whens=whens)
    return done


def _by_then(main: Sequence[SegmentRoles]) -> Iterator[RoleInstant]:
    """Yield the instant before which users are told to move, if the end comes then: "by …, when it is switched off"."""
    for advice, after in pairwise(main):
        if advice.advises and after.has("then", "after") and after.events & ENDS and len(advice.whens) == 1:
            yield advice.whens[0]


def _points_elsewhere(place: int, main: Sequence[SegmentRoles], subject: set[str]) -> bool:
    """Return True if "it" begins a sentence after one whose first name is not the subject."""
    here = main[place]
    if not here.has("it") or here.names or not (here.events or here.whens):
        return False
    before = [reading for reading in main[:place] if reading.names and reading.sentence < here.sentence]
    last = [reading for reading in before if reading.sentence == before[-1].sentence]
    return bool(last) and not set(last[0].names[0].ids) <= subject


def _leaves_alone(reading: SegmentRoles) -> bool:
    """Return True if a reading says that other models stay as they are."""
    alone = reading.has("intact") or (reading.has("other") and reading.has("kept", "denied"))
    return alone and not reading.whens and (reading.has("other") or bool(reading.names))


def _is_subject(name: Name, reading: SegmentRoles) -> bool:
    return name.role == "subject" or (name.role == "" and not reading.advises)


def _kept(roles: Roles) -> Retires | None:
    """Return that a plan was withdrawn, or the instant until which a name is kept."""
    if any(reading.has("denied") and reading.has("cancelled") for reading in roles.main):
        return None
    plan = roles.has(*PLANS)
    until = any(when.role == "u" for when in roles.whens)
    taken_back = ((roles.has("cancelled") or is_undone(roles)) and plan) or (
        roles.has("denied", "kept") and roles.has("after_all", "corrected")
    )
    taken_back |= roles.has("denied") and roles.has("kept") and roles.has("as_planned")
    taken_back |= roles.has("cancelled") and roles.has("kept") and roles.has("document") and not roles.whens
    was_planned = roles.has("kept", "denied") and roles.has("was", "planned") and plan
    if roles.has("postponed", "extended", "correct_date", "in_place_of"):
        return _moved(roles) if not roles.has("cancelled", "denied") else None
    if roles.has("denied") and not taken_back:
        return None
    if (taken_back or was_planned) and not until:
        return Retires(roles.subject, "cancelled") if not roles.answers or roles.has(*ROUTES) else None
    if roles.has("cancelled") or taken_back or was_planned:
        return None
    if roles.has(*ROUTES):
        return _routed(roles)
    return _ended(roles) if until or not roles.has("kept") else None


def _moved(roles: Roles) -> Retires | None:
    """Return an end or a route that was put off: with the new date, or none yet."""
    if not roles.has(*PLANS, "support", "usable", "kept"):
        return None
    if not _is_in_place(roles) and not roles.has("postponed", "extended", "correct_date", "in_place_of", "instead"):
        return None
    is_route = roles.has(*ROUTES) and roles.answer is not None
    new = new_dates(roles)
    if not new and roles.has("V") and roles.has("moved_to"):
        return Retires(roles.subject, "announced", replacement=roles.answer)
    old = {when.at for when in roles.whens} - new
    if len(new) != 1 or (len(old) > 1 and old - past_dates(roles)):
        return None
    return Retires(roles.subject, "dated", new.pop(), "routed" if is_route else "retired", roles.answer)


def _routed(roles: Roles) -> Retires | None:
    """Return that another model answers: from an instant on, one day, or already."""
    at = instants(roles)
    if roles.answer is None or len(at) > 1 or is_past(roles) or has_odd_date(roles):
        return None
    is_model = roles.answer.startswith("deepseek-") or TIER.search(roles.answer)
    if roles.has("powers") and not is_model:
        return None
    if at:
        return Retires(roles.subject, "dated", at.pop(), "routed", roles.answer)
    is_version = roles.has("points") and not is_model
    if roles.has("will", "V", "planned"):
        return Retires(roles.subject, "announced", replacement=roles.answer)
    return None if is_version or roles.has(*ENDS) else Retires(roles.subject, "routed", replacement=roles.answer)


def _ended(roles: Roles) -> Retires | None:
    at = instants(roles)
    until = [when for when in roles.whens if when.role in ("u", "b")]
    if len(at) > 1 or is_past(roles) or has_odd_date(roles):
        return None
    if not roles.has(*ENDS) and not (until and roles.has(*SERVED)):
        return None
    if at:
        return Retires(roles.subject, "dated", at.pop(), "retired", roles.answer)
    if not roles.has(*AHEAD) or (roles.has("fails") and not roles.has("V")):
        return None
    return Retires(roles.subject, "announced", replacement=roles.answer)


def _address(roles: Roles) -> EndpointEnds | None:
    """Return the end of an API address."""
    (address,) = roles.subject if len(roles.subject) == 1 else ("",)
    if roles.has("cancelled", "denied", *ROUTES) or not API.match(address):
        return None
    ended = _moved(roles) if roles.has(*MOVES) else _ended(roles)
    return EndpointEnds(address.rstrip("./:"), ended.at) if ended and ended.at else None
