"""What the sentences of a page that were not understood say of a fact that it does not state. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.bitemporal import fact_of
from models.facts import describe
from models.plausibility.case import Case
from models.plausibility.contradictions import contradicting, stood_at, subject, two_things
from models.plausibility.expected import Expected
from models.readings import (
    Mention,
    denies_value,
    end_instant,
    fact_label,
    may_be_about,
    states_instant,
    states_other_value,
    states_past_end,
    states_same_value,
    withdraws,
)


@dataclass(frozen=True)
class Weighed:
    """The sentences about a fact, those with its value, and why a person has to read them; "" where nobody has to."""

    about: Sequence[Mention]
    same: Sequence[Mention] = ()
    why: str = ""
    asked: str = ""
    """Why a person had to read them when they were new."""


def weighed(case: Case, one: Expected, mentions: Sequence[Mention]) -> Weighed:
    """What the sentences say of an expected fact."""
    kind, key, at = one.kind, one.key, one.as_of(case.moment)
    back = [mention for mention in mentions if withdraws(mention, kind, key) and _is_new(case, one, mention)]
    about = [mention for mention in mentions if may_be_about(mention, kind, key, at)]
    valued = [mention for mention in about if states_same_value(mention, kind, one.value, at)]
    denying = [mention for mention in valued if _denies(case, one, mention)]
    same = [mention for mention in valued if mention not in denying]
    if against := [*denying, *(mention for mention in back if mention not in valued)]:
        value = describe((fact_of(kind, key, one.value),))
        why = f"{subject(kind, key)}: believed is {value}, and the page may take it back: {against[0].text}"
        return Weighed(about, same, why)
    if same:
        new, old = (contradicting(case, kind, key, [one.value], old=old) for old in (False, True))
        why, asked = (two_things(kind, key, same[0].text, other).why if other else "" for other in (new, old))
        return Weighed(about, same, why, asked)
    if others := [mention for mention in about if _is_another(case, one, mention)]:
        why = (
            f"{subject(kind, key)}: what stands there about its {fact_label(kind)} is not understood: {others[0].text}"
        )
        return Weighed(about, (), why)
    return Weighed(about)


def _is_new(case: Case, one: Expected, mention: Mention) -> bool:
    """Whether a sentence did not stand beside the statement of the fact when that was first made."""
    return not stood_at(case, mention, one.said_at)


def _was_stated(case: Case, one: Expected) -> bool:
    """Whether the end of a fact has come, and the page stated it as long as it was ahead."""
    return one.over and (one.kind, one.key) not in case.unsaid


def _denies(case: Case, one: Expected, mention: Mention) -> bool:
    if _was_stated(case, one):
        return "withdrawn" in mention.denies
    return denies_value(mention, one.kind, one.value, one.as_of(case.moment)) and _is_new(case, one, mention)


def _is_another(case: Case, one: Expected, mention: Mention) -> bool:
    """Whether a sentence states another value, or may do so."""
    at, end = one.as_of(case.moment), end_instant(one.kind, one.value)
    if _was_stated(case, one) and end is not None and states_instant(mention, end):
        return False
    if states_other_value(mention, one.kind, one.value, at):
        return True
    past = states_past_end(mention, one.kind, one.key, one.value, at)
    return past and _is_new(case, one, mention)
