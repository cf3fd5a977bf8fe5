"""One word that changes the meaning of a note: what was stated of names is stated no more, or otherwise."""

import json
import random
import re
from collections.abc import Iterable, Sequence
from functools import cache

import pytest

from bench.sentences import CorpusNote, judge
from tests.support.quick import examples
from tests.support.verdicts import verdicts

SEED = 20261128
TIMES = 3
"""How often a change is tried at another place of each note by `make check`; once in every run."""
ABOUT = {"retirement", "route", "withdrawal", "announcement", "endpoint"}
KINDS = {"retires", "endpoint_ends"}
FEWEST = 100
"""Notes of a language that a test is made of."""
MODEL = re.compile(r"(?<![/\w.])`?(?:deepseek-[a-z0-9.-]+[a-z0-9]|DeepSeek[- ][VR][0-9.]+(?:[- ][A-Z][a-z]+)*)`?")
HEADS = {
    "en": [
        "If the vote passes, ",
        "Unless we hear otherwise, ",
        "Reportedly, ",
        "According to a blog post, ",
        "In the EU, ",
        "For enterprise customers only, ",
        "In the web app, ",
        "On Azure, ",
        "Perhaps ",
        "It is not true that ",
        "It is only a rumour that ",
    ],
    "zh": [
        "如果投票通过,",
        "据报道,",
        "据传,",
        "在欧盟地区,",
        "仅对企业用户,",
        "在网页版中,",
        "在阿里云上,",
        "假如一切顺利,",
        "有传言称,",
    ],
}
OWNERS = {
    "en": ["Azure's ", "the web app's ", "the playground for ", "the training course on "],
    "zh": ["阿里云的 ", "网页版的 ", "控制台里的 "],
}
VERBS = re.compile(r"\b(?:will|shall)\b|将")


def states(note: CorpusNote, text: str) -> set[str]:
    """What is understood of the note with another text."""
    changed = judge(CorpusNote(note.id, note.language, note.about, text, note.means))
    return {json.dumps(meaning, sort_keys=True) for meaning in changed.understood}


@cache
def notes_read() -> list[CorpusNote]:
    """Notes about names that are read as they are meant."""
    right = [verdict.note for verdict in verdicts() if verdict.outcome == "right" and verdict.note.about in ABOUT]
    return [note for note in right if any(meaning["kind"] in KINDS for meaning in note.means)]


def single() -> list[CorpusNote]:
    """Those of one sentence: what is put before it holds for all of it."""
    return [note for note in notes_read() if not re.search(r"[.!?;] (?=\S)|[;。!?！？；](?=\S)", note.text)]


def left(note: CorpusNote, changes: Iterable[str]) -> list[str]:
    """The changed texts of a note that still state something that was stated before the change."""
    before = states(note, note.text)
    return [text for text in changes if states(note, text) & before]


def of(language: str, corpus: Iterable[CorpusNote]) -> list[CorpusNote]:
    """The notes of a language, enough of them for a test to mean something."""
    found = [note for note in corpus if note.language == language]
    assert len(found) >= FEWEST
    return found


def some(note: CorpusNote, changes: Sequence[str], count: int) -> list[str]:
    """Some of the changes, for each note others; all of them by the profile of `make check`."""
    return random.Random(f"{SEED} {note.id}").sample(changes, min(examples(count), len(changes)))  # noqa: S311


@pytest.mark.parametrize("language", HEADS)
def test_a_condition_a_rumour_or_a_scope_before_it_leaves_nothing(language: str) -> None:
    found: list[str] = []
    for note in of(language, single()):
        first = note.text[0]
        rest = note.text if not first.isupper() or MODEL.match(note.text) else first.lower() + note.text[1:]
        found += left(note, [head + rest for head in some(note, HEADS[language], 1)])
    assert found == []


@pytest.mark.parametrize("language", OWNERS)
def test_a_part_or_another_vendors_copy_of_the_model_is_not_the_model(language: str) -> None:
    found: list[str] = []
    for note in of(language, (note for note in notes_read() if MODEL.search(note.text))):
        found += left(note, [MODEL.sub(rf"{owner}\g<0>", note.text) for owner in some(note, OWNERS[language], 1)])
    assert found == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["may", "might", "will not", "would probably"]), ("zh", ["可能", "或将", "不会", "据说将"])],
)
def test_what_may_happen_or_will_not_is_not_what_will(language: str, words: list[str]) -> None:
    found: list[str] = []
    for note in of(language, single()):
        if len(VERBS.findall(note.text)) == 1 and not re.search("[,，;；]", note.text):
            found += left(note, [VERBS.sub(word, note.text) for word in words])
    assert found == []


@pytest.mark.parametrize(("language", "words"), [("en", [" supposedly", " allegedly"]), ("zh", ["据传", "疑似"])])
def test_a_hedge_beside_a_word_of_the_event_leaves_nothing(language: str, words: list[str]) -> None:
    found: list[str] = []
    for note in of(language, (note for note in single() if MODEL.search(note.text))):
        draw = random.Random(f"{SEED} {note.id}")  # noqa: S311
        spots = [match.end() for match in MODEL.finditer(note.text)]
        places = [(draw.choice(spots), draw.choice(words)) for _ in range(min(examples(1), TIMES))]
        found += left(note, [f"{note.text[:spot]}{word}{note.text[spot:]}" for spot, word in places])
    assert found == []
