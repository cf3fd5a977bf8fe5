"""One word that changes the meaning of a note: what was stated of names is stated no more, or otherwise."""

import json
import random
import re

import pytest

from bench.sentences import CORPUS, Note, judge, notes

SEED = 20261128
TIMES = 3
"""How often a change is tried at another place of each note."""
ABOUT = {"retirement", "route", "withdrawal", "announcement", "endpoint"}
KINDS = {"retires", "endpoint_ends"}
READ = [
    note
    for note in notes(sorted(CORPUS.glob("*.jsonl")))
    if note.about in ABOUT
    and any(meaning["kind"] in KINDS for meaning in note.means)
    and judge(note).outcome == "right"
]
SINGLE = [note for note in READ if not re.search(r"[.!?;] (?=\S)|[;。!?！？；](?=\S)", note.text)]
"""Those of one sentence: what is put before it holds for all of it."""
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


def states(note: Note, text: str) -> set[str]:
    """What is understood of the note with another text."""
    changed = judge(Note(note.id, note.language, note.about, text, note.means))
    return {json.dumps(meaning, sort_keys=True) for meaning in changed.understood}


def left(note: Note, text: str) -> set[str]:
    """What is stated of a changed note that was stated before the change."""
    return states(note, text) & states(note, note.text)


@pytest.mark.parametrize("note", SINGLE, ids=lambda note: note.id)
def test_a_condition_a_rumour_or_a_scope_before_it_leaves_nothing(note: Note) -> None:
    first = note.text[0]
    rest = note.text if not first.isupper() or MODEL.match(note.text) else first.lower() + note.text[1:]
    for head in HEADS[note.language]:
        assert left(note, head + rest) == set(), head + rest


@pytest.mark.parametrize("note", [note for note in READ if MODEL.search(note.text)], ids=lambda note: note.id)
def test_a_part_or_another_vendors_copy_of_the_model_is_not_the_model(note: Note) -> None:
    for owner in OWNERS[note.language]:
        changed = MODEL.sub(lambda match, owner=owner: owner + match[0], note.text)
        assert left(note, changed) == set(), changed


@pytest.mark.parametrize(
    "note",
    [note for note in SINGLE if len(VERBS.findall(note.text)) == 1 and not re.search("[,，;；]", note.text)],
    ids=lambda note: note.id,
)
def test_what_may_happen_or_will_not_is_not_what_will(note: Note) -> None:
    words = {"en": ["may", "might", "will not", "would probably"], "zh": ["可能", "或将", "不会", "据说将"]}
    for word in words[note.language]:
        changed = VERBS.sub(word, note.text)
        assert left(note, changed) == set(), changed


@pytest.mark.parametrize("note", SINGLE, ids=lambda note: note.id)
def test_a_hedge_beside_a_word_of_the_event_leaves_nothing(note: Note) -> None:
    draw = random.Random(f"{SEED} {note.id}")  # noqa: S311
    for _ in range(TIMES):
        spots = [match.end() for match in MODEL.finditer(note.text)]
        if not spots:
            return
        spot = draw.choice(spots)
        word = draw.choice([" supposedly", " allegedly"] if note.language == "en" else ["据传", "疑似"])
        changed = f"{note.text[:spot]}{word}{note.text[spot:]}"
        assert left(note, changed) == set(), changed
