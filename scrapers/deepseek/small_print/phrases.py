"""Words and phrases of the lexicons: a run of English or Chinese words as the words of the grammar that it may be."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from scrapers.deepseek.small_print import (
    lexicon_en,
    lexicon_prices_en,
    lexicon_prices_zh,
    lexicon_zh,
    names_words_en,
    names_words_zh,
)

UNKNOWN = "?"
"""The word of the grammar for what no lexicon has."""
LONGEST_PHRASE = 8
"""Words of the longest English phrase of the lexicon."""
LONGEST_HAN = 10
Meanings = frozenset[str]
Phrase = tuple[Meanings, str]
"""All words of the grammar that a phrase may be, and the phrase."""


def _index(*lexicons: Mapping[str, str]) -> dict[str, Meanings]:
    meanings: dict[str, set[str]] = {}
    for words, phrases in chain.from_iterable(lexicon.items() for lexicon in lexicons):
        for phrase in phrases.split("|"):
            meanings.setdefault(phrase.strip(), set()).add(words)
    return {phrase: frozenset(words) for phrase, words in meanings.items()}


ENGLISH = _index(lexicon_en.WORDS, lexicon_prices_en.WORDS, names_words_en.WORDS)
CHINESE = _index(lexicon_zh.WORDS, lexicon_prices_zh.WORDS, names_words_zh.WORDS)


def english(run: Sequence[str]) -> Iterator[Phrase]:
    """The longest phrases that the lexicon has, and every other word as unknown."""
    place = 0
    words = [part for word in run for part in _parts(word)]
    while place < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - place), 0, -1):
            phrase = " ".join(words[place : place + length])
            if phrase in ENGLISH:
                yield from _one_by_one(ENGLISH[phrase], phrase)
                break
        else:
            length = 1
            yield frozenset({UNKNOWN}), words[place]
        place += length


def chinese(text: str) -> Iterator[Phrase]:
    """The longest phrases that the lexicon has; what stands between them is unknown."""
    place, unknown = 0, False
    while place < len(text):
        length = _longest(text, place)
        phrase = text[place : place + (length or 1)]
        if length:
            yield from _one_by_one(CHINESE[phrase], phrase)
        elif not unknown:
            yield frozenset({UNKNOWN}), phrase
        unknown = not length
        place += length or 1


def _longest(text: str, place: int) -> int:
    """How long the longest Chinese phrase is that begins here; 0 for none."""
    lengths = range(min(LONGEST_HAN, len(text) - place), 0, -1)
    return next((length for length in lengths if text[place : place + length] in CHINESE), 0)


def _parts(word: str) -> list[str]:
    """ "model's" is two words."""
    if word in ENGLISH or word == "'s" or not word.endswith(("'s", "'")):
        return [word] if word else []
    return [part for part in (word.rstrip("s").rstrip("'") if word.endswith("'s") else word[:-1], "'s") if part]


def _one_by_one(meanings: Meanings, text: str) -> Iterator[Phrase]:
    """One, or for a phrase that stands for several words of the grammar so many."""
    split = [meaning.split(" ") for meaning in meanings]
    longest = max(map(len, split))
    for place in range(longest):
        words = {parts[place] for parts in split if len(parts) == longest}
        if place == longest - 1:
            words |= {parts[0] for parts in split if len(parts) == 1}
        yield frozenset(words), text
