"""Comparison of sentences that were not understood with a fact that the page does not state. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.bitemporal import fact_of
from models.facts import describe
from models.plausibility.case import Case
from models.plausibility.contradictions import contradicting, contradiction_doubt, subject, was_on_page
from models.plausibility.expected import Expected
from models.readings import (
    Mention,
    denies_value,
    end_instant,
    fact_label,
    may_be_about,
    states_instant,
    states_past_end,
    states_same_value,
    states_some_value,
    withdraws,
)


@dataclass(frozen=True)
class MentionVerdict:
    """The sentences about a fact, those with its value, and the reason why a person has to read them, or ""."""

    about: Sequence[Mention]
    same: Sequence[Mention] = ()
    why: str = ""
    asked: str = ""
    """The reason why a person had to read them when they were new."""


def verdict_on_mentions(case: Case, awaited: Expected, mentions: Sequence[Mention]) -> MentionVerdict:
    """Return the verdict on the sentences about an expected fact."""
    kind, key, at = awaited.kind, awaited.key, awaited.as_of(case.moment)
    back = [mention for mention in mentions if withdraws(mention, kind, key) and _is_new(case, awaited, mention)]
    about = [mention for mention in mentions if may_be_about(mention, kind, key, at)]
    valued = [mention for mention in about if states_same_value(mention, kind, awaited.value, at)]
    denying = [mention for mention in valued if _denies(case, awaited, mention)]
    same = [mention for mention in valued if mention not in denying]
    if against := [*denying, *(mention for mention in back if mention not in valued)]:
        value = describe((fact_of(kind, key, awaited.value),))
        why = f"{subject(kind, key)}: believed is {value}, and the page may take it back: {against[0].text}"
        return MentionVerdict(about, same, why)
    if same:
        new, old = (contradicting(case, kind, key, [awaited.value], old=old) for old in (False, True))
        why, asked = (contradiction_doubt(kind, key, same[0].text, other).why if other else "" for other in (new, old))
        return MentionVerdict(about, same, why, asked)
    if others := [mention for mention in about if _is_another(case, awaited, mention)]:
        why = (
            f"{subject(kind, key)}: what stands there about its {fact_label(kind)} is not understood: {others[0].text}"
        )
        return MentionVerdict(about, (), why)
    return MentionVerdict(about)


def _is_new(case: Case, awaited: Expected, mention: Mention) -> bool:
    """Return True if a sentence was not on the page when the fact was first stated."""
    return not was_on_page(case, mention, awaited.said_at)


def _was_stated(case: Case, awaited: Expected) -> bool:
    """Return True if the end of a fact has come and the page stated the fact until then."""
    return awaited.over and (awaited.kind, awaited.key) not in case.unsaid


def _denies(case: Case, awaited: Expected, mention: Mention) -> bool:
    if _was_stated(case, awaited):
        return "withdrawn" in mention.denies
    return denies_value(mention, awaited.kind, awaited.value, awaited.as_of(case.moment)) and _is_new(
        case, awaited, mention
    )


def _is_another(case: Case, awaited: Expected, mention: Mention) -> bool:
    """Return True if a sentence states another value, or may do so."""
    at, end = awaited.as_of(case.moment), end_instant(awaited.kind, awaited.value)
    if _was_stated(case, awaited) and end is not None and states_instant(mention, end):
        return False
    if states_some_value(mention, awaited.kind, awaited.value, at):
        return True
    past = states_past_end(mention, awaited.kind, awaited.key, awaited.value, at)
    return past and _is_new(case, awaited, mention)
