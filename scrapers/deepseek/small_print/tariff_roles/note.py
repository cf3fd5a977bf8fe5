"""A note about the tariff word by word: every word is a value, has one role, or is unknown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from scrapers.deepseek.small_print.syntax import HAN_STOPS, MODEL, Sentence, mark_note, split_sentences
from scrapers.deepseek.small_print.tariff_roles.lexicon import (
    UNKNOWN,
    RoleWord,
    chinese_words,
    english_words,
    with_owners,
)
from scrapers.deepseek.small_print.tariff_roles.rewriting import respell
from scrapers.deepseek.small_print.values import DAY_RANGE, FRACTION, PERCENT, SHARE, WINDOW
from scrapers.parse import SOME_TIME, ZONE

VALUES = frozenset("THDZMSKPVUN")
PIECE = re.compile(
    r"⟦(?P<T>[0-9]+)⟧|(?P<U>https?://\S+)"
    rf"|(?P<M>{MODEL})|(?P<H>{WINDOW})|(?P<D>{DAY_RANGE})|(?P<Z>{ZONE})|(?P<V>{SOME_TIME})|(?P<S>{SHARE})"
    rf"|(?P<K>{FRACTION})|(?P<P>{PERCENT})"
    r"|(?P<latin>['’]s\b|(?:[A-Za-z]+(?:['’.][A-Za-z]+)*))"
    rf"|(?P<han>[\u3400-\u9fff×](?:(?!{HAN_STOPS})[\u3400-\u9fff×])*)"
    r"|(?P<N>[0-9]\S*)"
    r"|(?P<hard>[.;!?。|]|(?:^|(?<= ))-(?= ))"
    r"|(?P<soft>[,:()\[\]【】〔〕→—–-]|(?<=[ (])[=/](?= ))|(?P<and>[、&/+])|(?P<mark>[*†‡•'’…]+)"
    r"|(?P<other>\S)"
)


A_DAY = timedelta(days=1)
HEADS = (":", "—", "–", "-")
HEAD = RoleWord("", ":")
"""Ends a bit that may be a headline."""
Bit = tuple[RoleWord, ...]
"""The words between two punctuation marks."""


@dataclass
class NoteLine:
    """A sentence, or the part of one before a semicolon."""

    bits: list[Bit] = field(default_factory=list[Bit])
    asks: bool = False

    @property
    def words(self) -> list[RoleWord]:
        return [word for bit in self.bits for word in bit]

    def has(self, *roles: str) -> bool:
        return any(word.role in roles for word in self.words)


@dataclass
class TariffNote:
    """A note in lines, with its values."""

    lines: list[NoteLine]
    sentence: Sentence
    values: dict[str, list[str]]

    @property
    def words(self) -> list[RoleWord]:
        return [word for line in self.lines for word in line.words]

    def has(self, *roles: str) -> bool:
        return any(line.has(*roles) for line in self.lines)

    @property
    def printed(self) -> str:
        return self.sentence.text

    @property
    def is_dated_by_day(self) -> bool:
        """Return True if all its instants are days, so that a zone adds nothing."""
        return all(instant.day_only for instant in self.sentence.instants)

    def joined(self, ends: set[datetime]) -> set[datetime]:
        """Return a day and the next day as the one end that they are: "through 31 May; from 1 June"."""
        is_one = len(ends) == 2 and self.is_dated_by_day and max(ends) - min(ends) == A_DAY
        return {min(ends)} if is_one else ends

    def at(self, word: RoleWord) -> datetime:
        """Return the instant of a word."""
        return self.sentence.instants[int(word.text)].at


@lru_cache(maxsize=64)
def divide_note(text: str) -> TariffNote:
    """Divide a note into lines of bits. `text` is normalised by `plain_text`."""
    note = TariffNote([], mark_note(respell(text)), {})
    for sentence in split_sentences(note.sentence):
        lines = _Lines(note)
        for match in PIECE.finditer(sentence.marked):
            lines.add(match)
        lines.end()
    return note


class _Lines:
    """Lines in progress: a punctuation mark ends a bit, the end of a sentence a line."""

    def __init__(self, note: TariffNote) -> None:
        self.note = note
        self.line, self.bit, self.run = NoteLine(), list[RoleWord](), list[str]()

    def add(self, match: re.Match[str]) -> None:
        kind, text = match.lastgroup or "", match[0]
        if kind == "latin":
            self.run += with_owners(text)
        elif kind == "soft":
            if not _joins(match):
                self.end_bit(is_head=text in HEADS)
        elif kind == "hard":
            self.line.asks = text == "?"
            self.end()
        elif kind != "mark":
            self.end_run()
            self.bit += _others(kind, match, self.note)

    def end_run(self) -> None:
        self.bit += english_words(self.run)
        self.run = []

    def end_bit(self, *, is_head: bool = False) -> None:
        self.end_run()
        if self.bit:
            self.line.bits.append((*self.bit, HEAD) if is_head else tuple(self.bit))
        self.bit = []

    def end(self) -> None:
        self.end_bit()
        if self.line.bits:
            self.note.lines.append(self.line)
        self.line = NoteLine()


def _joins(match: re.Match[str]) -> bool:
    """Return True if a hyphen stands inside a word."""
    text = match.string
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return match[0] == "-" and before.isalnum() and after.isalnum()


def _others(kind: str, match: re.Match[str], note: TariffNote) -> Iterator[RoleWord]:
    if kind == "han":
        yield from chinese_words(match[0])
    elif kind == "T":
        yield RoleWord(*_instant(match["T"], note))
    elif kind == "and":
        yield RoleWord("and", match[0])
    elif kind in VALUES:
        if kind == "H":
            yield from (_value("Z", zone, note) for zone in re.findall(f"(?<=[0-9Mm.时点分半整]) ?({ZONE})", match[0]))
        yield _value(kind, match[0].strip(), note)
    else:
        yield RoleWord(UNKNOWN, match[0])


def _instant(number: str, note: TariffNote) -> tuple[str, str]:
    """Return role and index of an instant; no role if it repeats the one before on another clock."""
    place, instants = int(number), note.sentence.instants
    is_same = place > 0 and not instants[place].day_only and instants[place].at == instants[place - 1].at
    return ("", "same") if is_same else ("T", number)


def _value(kind: str, text: str, note: TariffNote) -> RoleWord:
    texts = note.values.setdefault(kind, [])
    texts.append(text.strip())
    return RoleWord(kind, f"{kind}{len(texts) - 1}")
