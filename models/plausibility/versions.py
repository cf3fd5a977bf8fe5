"""Doubts about versions: missing, older than before, rewritten, or dated long before they were first stated. Pure."""

import re
from collections.abc import Iterator
from datetime import timedelta

from models.bitemporal import value_at
from models.facts import ModelVersion, Notice
from models.plausibility.case import Case, Doubt, doubt, in_effect

LATEST = timedelta(days=3)
"""The greatest plausible age of a new entry, if the page was read meanwhile."""


def versions(case: Case) -> Iterator[Doubt]:
    """Yield the doubts about the versions of a source that keeps a change log."""
    if not case.rules.has_change_log:
        return
    for fact in case.reading.by_kind[ModelVersion]:
        yield from _undated(case, fact) if fact.effective_from is None else _dated(case, fact)
    yield from _forgotten(case)


def _undated(case: Case, fact: ModelVersion) -> Iterator[Doubt]:
    """Yield a doubt for a version that is missing or was superseded: the page may be an old one from a cache."""
    past = [span.value for span in case.beliefs[ModelVersion].get(fact.key, ()) if span.start <= case.moment]
    before = [value[0] for value in past if value is not None]
    if before and fact.version != before[-1] and (fact.version is None or fact.version in before):
        yield doubt(fact, f"{fact.model}: from {before[-1]} back to {fact.version or 'none'}")


def _dated(case: Case, fact: ModelVersion) -> Iterator[Doubt]:
    """Yield a doubt for an entry that was not written on its day: a change log is not rewritten."""
    start = fact.effective_from
    if start is None or start > case.moment:
        return
    spans = case.beliefs[ModelVersion].get(fact.key, ())
    known = next((span for span in spans if span.start == start), None)
    if known is not None and known.value != fact.value:
        yield doubt(fact, f"{fact.model}: {fact.version} is dated {start:%Y-%m-%d}, where another version was")
    elif known is None and value_at(spans, start) not in (None, fact.value):
        if start < case.previous - LATEST:
            yield doubt(fact, f"{fact.model}: {fact.version} is dated {start:%Y-%m-%d}, and was not said then")
        elif _was_named(case, fact.version or ""):
            yield doubt(fact, f"{fact.model}: {fact.version} is dated {start:%Y-%m-%d}, and was named before")


def _was_named(case: Case, version: str) -> bool:
    """Return True if a believed text names a version; DeepSeek-V3.2-Exp does not name DeepSeek-V3.2."""
    names = re.compile(rf"{re.escape(version)}(?![\w-]|\.\w)")
    texts = (fact for fact in in_effect(Notice, case.beliefs[Notice], case.moment) if isinstance(fact, Notice))
    return any(names.search(notice.text or "") for notice in texts)


def _forgotten(case: Case) -> Iterator[Doubt]:
    """Yield a doubt for each dated entry that is gone while older ones of its model are still there."""
    stated: dict[tuple[str, ...], list[ModelVersion]] = {}
    for fact in case.reading.by_kind[ModelVersion]:
        if fact.effective_from is not None:
            stated.setdefault(fact.key, []).append(fact)
    for key, spans in case.beliefs[ModelVersion].items():
        believed = max((span.start for span in spans if span.start <= case.moment), default=None)
        instants = [fact.effective_from for fact in stated.get(key, []) if fact.effective_from]
        if believed and instants and believed > max(instants):
            latest = max(stated[key], key=lambda fact: str(fact.effective_from))
            yield doubt(latest, f"{key[1]}: what was dated {believed:%Y-%m-%d} is not said any more")
