"""Lookup of phrases of the tariff and their roles, English and Chinese: the longest known phrase counts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from scrapers.deepseek.small_print.lexicon import UNKNOWN
from scrapers.deepseek.small_print.tariff_roles.lexicon import (
    doubts_en,
    fillers_en,
    fillers_zh,
    general_en,
    general_zh,
    hours_en,
)
from scrapers.deepseek.small_print.tariff_roles.lexicon.inflections import stem

LONGEST_PHRASE, LONGEST_HAN = 6, 12


@dataclass(frozen=True)
class RoleWord:
    """A word with its role, or a value with its index among the note's values of its kind."""

    role: str
    text: str


OWNER = re.compile("(?<=[a-z])'s\\b")
"""A word of its own in a run."""


class Phrases:
    """Roles by phrase, and for English by the stems of its words."""

    def __init__(self, *lexicons: Mapping[str, str]) -> None:
        self.exact: dict[str, str] = {}
        self.bases: dict[str, str] = {}
        for role, phrases in chain.from_iterable(words.items() for words in lexicons):
            for phrase in phrases.split("|"):
                phrase = OWNER.sub(" 's", phrase)
                self.exact.setdefault(phrase.removeprefix("="), role)
                if not phrase.startswith("="):
                    self.bases.setdefault(_bases(phrase), role)

    def role(self, phrase: str) -> str | None:
        """Return the role of a phrase, as printed or by the stems of its words; None for an unknown one."""
        exact = self.exact.get(phrase)
        return self.bases.get(_bases(phrase)) if exact is None else exact


def _bases(phrase: str) -> str:
    return " ".join(stem(word) for word in phrase.split(" "))


ENGLISH = Phrases(general_en.WORDS, hours_en.WORDS, doubts_en.WORDS, fillers_en.WORDS)
CHINESE = Phrases(general_zh.WORDS, fillers_zh.WORDS)


def with_owners(word: str) -> list[str]:
    """Return a word as printed, and a final 's as a word of its own."""
    return [part for part in re.split("(?='s$)", word.replace("’", "'")) if part]


def english_words(run: Sequence[str]) -> Iterator[RoleWord]:
    """Yield the longest known phrases with their roles, and every other word as unknown."""
    place, printed = 0, run
    run = [word.lower() for word in run]
    while place < len(run):
        for length in range(min(LONGEST_PHRASE, len(run) - place), 0, -1):
            phrase = " ".join(run[place : place + length])
            if (role := ENGLISH.role(phrase)) is not None:
                yield RoleWord(role, phrase)
                break
        else:
            length = 1
            yield RoleWord(UNKNOWN, printed[place])
        place += length


def chinese_words(text: str) -> Iterator[RoleWord]:
    """Yield the longest known phrases with their roles, and every other character as unknown."""
    place = 0
    while place < len(text):
        for length in range(min(LONGEST_HAN, len(text) - place), 0, -1):
            phrase = text[place : place + length]
            if (role := CHINESE.exact.get(phrase)) is not None:
                yield RoleWord(role, phrase)
                break
        else:
            length = 1
            yield RoleWord(UNKNOWN, text[place])
        place += length
