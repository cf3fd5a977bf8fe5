"""The new wording of kept facts, and other models and notes that it concerns. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher

from models.changes import Change
from models.facts import Retirement
from models.kinds import ChangeKind
from models.plausibility.omissions import OMITTED, REWORDED, Stands
from models.readings import (
    Mention,
    Reading,
    described_models,
    fact_label,
    instants_ahead,
    may_be_about,
    names_model,
    states_same_value,
)

NEW_VERSION = re.compile(r"\b(?:versions?|releas|launch|introduc)|版本|发布|上线", re.IGNORECASE)
"""Words of a sentence about something new instead of an end."""
SENTENCE_ENDS = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])")


def with_new_wordings(stands: Sequence[Stands], reading: Reading, moment: datetime) -> list[Stands]:
    """Return the kept facts, each with the sentence most similar to the one that stated it.

    A sentence about another subject with the same date is no new wording: then the page no longer states the fact.
    """
    return [_worded(item, stands, reading, moment) for item in stands]


def _worded(item: Stands, stands: Sequence[Stands], reading: Reading, moment: datetime) -> Stands:
    if item.kind != REWORDED or item.fact is not Retirement:
        return item
    before = item.before if item.before and names_model(item.before, item.subject) else None
    same = [
        mention
        for mention in _about(item, reading, moment)
        if states_same_value(mention, item.fact, item.value, moment)
    ]
    if not same:
        return item
    likest = max(
        same, key=lambda mention: (_is_of(mention, item, stands, reading), _likeness(mention.text, before or ""))
    )
    if _is_of(likest, item, stands, reading):
        return replace(item, text=likest.text, before=before)
    return replace(item, kind=OMITTED, text=likest.text, before=None)


def _about(item: Stands, reading: Reading, moment: datetime) -> list[Mention]:
    return [mention for mention in reading.mentions if may_be_about(mention, item.fact, item.key, moment)]


def _is_of(mention: Mention, item: Stands, stands: Sequence[Stands], reading: Reading) -> bool:
    """Return True if a sentence is about the end of this name, not about a new version or another model."""
    if _others(mention, item, stands, reading):
        return False
    return fact_label(item.fact) in mention.about or NEW_VERSION.search(mention.text) is None


def _others(mention: Mention, item: Stands, stands: Sequence[Stands], reading: Reading) -> set[str]:
    """Return the models of the page that a sentence names, except those it was about and their replacements."""
    own = {other.subject for other in stands if other.fact is Retirement}
    own |= {str(other.value[2]) for other in stands if other.fact is Retirement and other.value is not None}
    named = mention.models & described_models(reading.facts)
    return {name for name in named - own if not names_model(item.before or "", name)}


def _likeness(text: str, other: str) -> float:
    return SequenceMatcher(None, other, text, autojunk=False).ratio()


def dated_beside(stands: Sequence[Stands], reading: Reading, source: str, moment: datetime) -> Iterator[Change]:
    """Yield a change for each other model that the text of a kept fact names with a future date."""
    texts = {item.text: item for item in stands if item.fact is Retirement and item.text}
    for mention in reading.mentions:
        item = texts.get(mention.text)
        if item and (mention.looks_dated or instants_ahead(mention, moment)):
            for name in sorted(_others(mention, item, stands, reading)):
                yield Change(ChangeKind.POSSIBLE_DATE_UNREAD, source, name, None, mention.text, None)


def is_reported_by_rewording(change: Change, stands: Sequence[Change]) -> bool:
    """Return True if the new wording of a kept fact already reports the whole change of a note."""
    reworded = [other for other in stands if other.kind == REWORDED and other.said_after]
    if change.kind is ChangeKind.NOTICE_REMOVED:
        return any(change.said_before == other.said_before for other in reworded)
    if change.kind not in (ChangeKind.NOTICE_CHANGED, ChangeKind.NOTICE_ADDED):
        return False
    return any(_says_no_more(change.said_after or "", other) for other in reworded)


def _says_no_more(note: str, other: Change) -> bool:
    """Return True if a note has the new wording and otherwise only sentences of the old one."""
    text = other.said_after or ""
    rest = SENTENCE_ENDS.split(note.replace(text, " "))
    return text in note and all(part.strip() in (other.said_before or "") for part in rest)
