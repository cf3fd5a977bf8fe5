"""The corpus of wordings that was written without sight of the rules: almost all are read, none is read wrongly."""

from collections import Counter

import pytest

from bench.sentences import CORPUS, Verdict, judge, notes

LEAST = 0.95
"""So large a part of the notes that state something has to be read."""
VERDICTS = [judge(note) for note in notes(sorted(CORPUS.glob("*.jsonl")))]


def of(language: str) -> list[Verdict]:
    return [verdict for verdict in VERDICTS if verdict.note.language == language]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_understood_that_is_not_meant(language: str) -> None:
    assert [verdict.note.id for verdict in of(language) if verdict.outcome == "wrong"] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_almost_every_wording_is_read(language: str) -> None:
    positive = [verdict for verdict in of(language) if verdict.note.means]
    missed = [verdict.note.id for verdict in positive if verdict.outcome != "right"]
    assert len(missed) <= (1 - LEAST) * len(positive), missed


def test_the_corpus_is_large_and_has_many_near_misses() -> None:
    counts = Counter(bool(verdict.note.means) for verdict in VERDICTS)
    assert counts.total() >= 300
    assert counts[False] >= 100
