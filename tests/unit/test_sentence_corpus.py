"""The corpus of wordings that was written without sight of the rules: almost all are read, none is read wrongly."""

from collections import Counter
from pathlib import Path

import pytest

from bench.sentences import CORPUS, SentenceVerdict, notes
from tests.support.verdicts import verdicts

FILES = sorted(CORPUS.glob("*.jsonl"))
LEAST = {
    "names_letters_two": 0.88,
    "tariff_letters": 0.89,
    "tariff_notices": 0.89,
}
"""So large a part of a file's notes that state something has to be read; 0.95 where nothing is said."""


def of(language: str) -> list[SentenceVerdict]:
    return [verdict for verdict in verdicts() if verdict.note.language == language]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_understood_that_is_not_meant(language: str) -> None:
    assert [verdict.note.id for verdict in of(language) if verdict.outcome == "wrong"] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_almost_every_wording_is_read(file: Path) -> None:
    its = {note.id for note in notes([file]) if note.means}
    positive = [verdict for verdict in verdicts() if verdict.note.id in its]
    missed = [verdict.note.id for verdict in positive if verdict.outcome != "right"]
    assert len(missed) <= (1 - LEAST.get(file.stem, 0.95)) * len(positive), missed


def test_almost_the_whole_corpus_is_read() -> None:
    positive = [verdict for verdict in verdicts() if verdict.note.means]
    assert sum(verdict.outcome == "right" for verdict in positive) >= 0.95 * len(positive)


def test_every_note_has_an_id_of_its_own() -> None:
    assert len({verdict.note.id for verdict in verdicts()}) == len(verdicts())


def test_the_corpus_is_large_and_has_many_near_misses() -> None:
    counts = Counter(bool(verdict.note.means) for verdict in verdicts())
    assert counts.total() >= 300
    assert counts[False] >= 100
