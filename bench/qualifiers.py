"""Count the changed notes about the tariff that are still read as the notes that they were made of.

`python -m bench.qualifiers [SHARE]`: a negation, a limit or a scope is put at every place between the words (Chinese:
between the characters) of each note of the corpus that states something of the tariff. SHARE is the part of the
changes that is tried, 0.02 by default; 1 takes an hour. The changed notes that are read as before are listed.
"""

import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench.harness.arguments import arguments
from bench.sentences import CORPUS, CorpusNote, notes
from samples.deepseek.notes import NOTES
from samples.deepseek.notes_zh import NOTES_ZH
from scrapers.deepseek import TARIFF, NoteStatement, Peaks, is_known_phrase, parse_note
from scrapers.parse import plain_text

SEED = 20261129
WORDS = {
    "en": (
        "not", "never", "no longer", "only", "except", "unless", "without", "for cache hits", "for cache hits only",
        "for new users only", "for output tokens", "in Europe",
    ),
    "zh": ("不", "不会", "不再", "并不", "并未", "未", "仅", "只", "除特殊情况外", "(仅对缓存命中)", "(新用户)"),
}  # fmt: skip
ABOUT = {"free", "free_window", "holiday", "hours", "prices", "promotion"}
"""Classes of notes of the corpus about the tariff."""
SPOTS = {"en": re.compile(r"(?<= )(?=\S)|^|(?=[.,;:!]?$)|(?=[,;:] )"), "zh": re.compile("")}


@dataclass(frozen=True)
class ChangedNote:
    """A note with one word more."""

    note: CorpusNote
    text: str
    start: int
    end: int
    """The place of the word in the text."""

    @property
    def is_known(self) -> bool:
        """Return True if the word makes a phrase that only repeats what the note states."""
        return is_known_phrase(self.text, self.start, self.end)

    @property
    def is_read_as_before(self) -> bool:
        return tariff(self.text, self.note.language) == tariff(plain_text(self.note.text), self.note.language)


def tariff(text: str, language: str) -> frozenset[NoteStatement]:
    """Return what a note states of the tariff, whatever its sentences."""
    stated = (statement for statement in parse_note(text, language) if isinstance(statement, TARIFF))
    return frozenset(
        replace(statement, sentence="") if isinstance(statement, Peaks) else statement for statement in stated
    )


def changed_notes(note: CorpusNote) -> list[ChangedNote]:
    """Return a note with each word at each place."""
    text = plain_text(note.text)
    return [
        ChangedNote(note, *_insert(text, spot.start(), word))
        for spot in SPOTS[note.language].finditer(text)
        for word in WORDS[note.language]
    ]


def _insert(text: str, at: int, word: str) -> tuple[str, int, int]:
    """Return a text with a word at a place, set off by spaces if it is English, and the place of the word."""
    lead = " " if word.isascii() and text[:at][-1:] not in ("", " ") else ""
    tail = " " if word.isascii() and text[at : at + 1] not in ("", " ", *".,;:!") else ""
    start = at + len(lead)
    return f"{text[:at]}{lead}{word}{tail}{text[at:]}", start, start + len(word)


def tariff_notes() -> Iterator[CorpusNote]:
    """Yield the notes of the corpus and of the sample pages of which something is read about the tariff."""
    of_tariff = (note for note in notes(sorted(CORPUS.glob("*.jsonl"))) if note.about in ABOUT)
    for note in (*of_tariff, *_sample_notes()):
        if tariff(plain_text(note.text), note.language):
            yield note


def _sample_notes() -> Iterator[CorpusNote]:
    for language, sample_notes in (("en", NOTES), ("zh", NOTES_ZH)):
        for number, note in enumerate(sample_notes):
            yield CorpusNote(f"sample-{language}-{number}", language, note.mark, re.sub("<[^>]*>", "", note.text), [])


def main(share: float = 0.02) -> int:
    draw = random.Random(SEED)  # noqa: S311
    tried = known = read = 0
    for note in tariff_notes():
        changes = changed_notes(note)
        for changed in draw.sample(changes, round(share * len(changes))):
            tried += 1
            if changed.is_read_as_before:
                known += changed.is_known
                read += not changed.is_known
                if not changed.is_known:
                    sys.stdout.write(f"READ  {json.dumps([note.id, changed.text], ensure_ascii=False)}\n")
    sys.stdout.write(f"{json.dumps({'tried': tried, 'says the same': known, 'read as before': read})}\n")
    return 1 if read else 0


if __name__ == "__main__":
    sys.exit(main(*map(float, arguments())))
