"""Lookup of phrases: the grammar words that a run of English or Chinese words may be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from scrapers.deepseek.small_print.lexicon import (
    asides_en,
    composed_en,
    composed_zh,
    general_en,
    general_zh,
    letters_en,
    letters_zh,
    manners_en,
    names_en,
    names_zh,
    prices_en,
    prices_zh,
    prose_en,
    prose_zh,
    verbs_en,
    verbs_zh,
)
from scrapers.deepseek.small_print.lexicon.patterns import Shapes, longest

UNKNOWN = "?"
"""The grammar word for a phrase that no lexicon has."""
LONGEST_PHRASE = 10
"""Words of the longest English phrase of the lexicon."""
LONGEST_HAN = 12
MANNER = 6
"""Letters that an adverb of manner exceeds; "apply" and "family" do not."""
NO_MANNER = (
    "temporarily briefly internally locally regionally partly partially selectively optionally conditionally"
    " nightly experimentally occasionally usually normally typically generally mostly mainly primarily largely"
    " nearly hourly randomly reportedly allegedly supposedly purportedly seemingly apparently ostensibly"
    " presumably probably weekly possibly potentially conceivably unlikely tentatively provisionally monthly"
    " quarterly yearly wrongly reply mistakenly incorrectly falsely accidentally erroneously previously"
    " formerly recently initially originally hopefully ideally theoretically hypothetically monopoly assembly"
    " anomaly multiply butterfly virtually practically essentially basically effectively roughly approximately"
    " currently presently repeatedly separately periodically intermittently sporadically rarely seldomly"
    " scarcely historically traditionally commonly frequently regularly ordinarily customarily nominally"
    " technically academically commercially publicly privately globally nationally externally individually"
    " manually exclusively solely merely simply especially particularly specifically notably likely early daily"
    " exceptionally unofficially informally doubtfully questionably arguably"
)
"""Adverbs that say how often, for whom, where, how surely or as what, and so change a meaning."""
NO_MANNERS = frozenset(NO_MANNER.split())
Meanings = frozenset[str]
Phrase = tuple[Meanings, str]
"""All grammar words that a phrase may be, and the phrase."""


def _index(*lexicons: Mapping[str, str]) -> dict[str, Meanings]:
    meanings: dict[str, set[str]] = {}
    for grammar_words, phrases in chain.from_iterable(lexicon.items() for lexicon in lexicons):
        for phrase in phrases.split("|"):
            meanings.setdefault(phrase.strip(), set()).add(grammar_words)
    return {phrase: frozenset(grammar_words) for phrase, grammar_words in meanings.items()}


@dataclass(frozen=True)
class PhraseLexicon:
    """The phrases of both languages by which sentences are divided."""

    english: Mapping[str, Meanings]
    chinese: Mapping[str, Meanings]
    manners: bool = False
    """True if an unknown adverb of manner changes nothing."""
    english_shapes: Shapes = ()
    chinese_shapes: Shapes = ()
    """Composed phrases, in addition to the listed ones."""


ENGLISH = (general_en.WORDS, prices_en.WORDS, names_en.WORDS)
CHINESE = (general_zh.WORDS, prices_zh.WORDS, names_zh.WORDS)
GRAMMAR_LEXICON = PhraseLexicon(_index(*ENGLISH), _index(*CHINESE))
"""For the grammars, which know the order of all words."""
ROLE_LEXICON = PhraseLexicon(
    _index(*ENGLISH, verbs_en.WORDS, prose_en.WORDS, manners_en.WORDS, letters_en.WORDS),
    _index(*CHINESE, verbs_zh.WORDS, prose_zh.WORDS, letters_zh.WORDS),
    manners=True,
    english_shapes=(*composed_en.SHAPES, *asides_en.SHAPES, *letters_en.SHAPES),
    chinese_shapes=(*composed_zh.SHAPES, *letters_zh.SHAPES),
)
"""For the readers by roles, which need only the effect of each word."""


def english_phrases(run: Sequence[str], phrases: PhraseLexicon) -> Iterator[Phrase]:
    """Yield the longest known phrases, and every other word as unknown."""
    place = 0
    meanings = phrases.english
    words = [part for word in run for part in _parts(word, meanings)]
    text, starts = f"{' '.join(words)} ", [*accumulate((len(word) + 1 for word in words), initial=0)]
    while place < len(words):
        length = _longest_run(words, place, meanings)
        taken, shape = longest(phrases.english_shapes, text, starts[place])
        phrase = " ".join(words[place : place + length])
        if taken > len(phrase):
            length = text.count(" ", starts[place], starts[place] + taken)
            phrase = text[starts[place] : starts[place] + taken - 1]
            yield from _one_by_one(shape | meanings.get(phrase, frozenset()), phrase)
        elif length:
            yield from _one_by_one(meanings[phrase], phrase)
        else:
            is_manner = phrases.manners and _is_manner(words[place])
            yield frozenset({"" if is_manner else UNKNOWN}), words[place]
        place += length or 1


def chinese_phrases(text: str, phrases: PhraseLexicon) -> Iterator[Phrase]:
    """Yield the longest known phrases, and the text between them as unknown."""
    place, unknown = 0, False
    while place < len(text):
        length = _longest(text, place, phrases.chinese)
        taken, shape = longest(phrases.chinese_shapes, text, place)
        phrase = text[place : place + (max(length, taken) or 1)]
        if taken and taken >= length:
            yield from _one_by_one(shape | phrases.chinese.get(phrase, frozenset()), phrase)
        elif length:
            yield from _one_by_one(phrases.chinese[phrase], phrase)
        elif not unknown:
            yield frozenset({UNKNOWN}), phrase
        unknown = not (length or taken)
        place += len(phrase)


def _longest_run(words: Sequence[str], place: int, meanings: Mapping[str, Meanings]) -> int:
    """Return the number of words of the longest English phrase that begins here; 0 for none."""
    lengths = range(min(LONGEST_PHRASE, len(words) - place), 0, -1)
    return next((length for length in lengths if " ".join(words[place : place + length]) in meanings), 0)


def _is_manner(word: str) -> bool:
    """Return True if an unknown word is an adverb of manner: "gracefully", "irrevocably"."""
    return len(word) > MANNER and word.endswith("ly") and word not in NO_MANNERS


def _longest(text: str, place: int, meanings: Mapping[str, Meanings]) -> int:
    """Return the length of the longest Chinese phrase that begins here; 0 for none."""
    lengths = range(min(LONGEST_HAN, len(text) - place), 0, -1)
    return next((length for length in lengths if text[place : place + length] in meanings), 0)


def _parts(word: str, meanings: Mapping[str, Meanings]) -> list[str]:
    """Split a possessive: "model's" is two words."""
    if word in meanings or word == "'s" or not word.endswith(("'s", "'")):
        return [word] if word else []
    return [part for part in (word.rstrip("s").rstrip("'") if word.endswith("'s") else word[:-1], "'s") if part]


def _one_by_one(meanings: Meanings, text: str) -> Iterator[Phrase]:
    """Yield one phrase for each grammar word that the phrase stands for."""
    split = [meaning.split(" ") for meaning in meanings]
    longest = max(map(len, split))
    for place in range(longest):
        words = {parts[place] for parts in split if len(parts) == longest}
        if place == longest - 1:
            words |= {parts[0] for parts in split if len(parts) == 1}
        yield frozenset(words), text
