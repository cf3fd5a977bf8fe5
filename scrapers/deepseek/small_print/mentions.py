"""Sentences that name something and state nothing, as a reading carries them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.unread import Mention, Unread
from scrapers.deepseek.small_print.statements import NoteStatement, Unclear
from scrapers.deepseek.small_print.to_facts import PlacedStatement
from scrapers.deepseek.small_print.unclear import unclear_sentences

STRUCK = "struck through"
"""Where a text stands that is struck through."""


def is_understood(statements: Iterable[NoteStatement]) -> bool:
    """Whether anything was understood of a text."""
    return any(not isinstance(statement, Unclear) for statement in statements)


def unclear_mentions(said: Iterable[PlacedStatement]) -> Iterator[Mention]:
    """Every sentence of which nothing was understood."""
    for one in said:
        if isinstance(one.statement, Unclear):
            yield replace(mention_of(one.statement, one.place), since=one.since)


def mentions_in(texts: Iterable[tuple[str, str]]) -> Iterator[Mention]:
    """The sentences of texts that are not read as notes, each text with its place: tables by rows, cells, headings."""
    for text, place in texts:
        for line in text.split("\n"):
            yield from (mention_of(one, place) for one in unclear_sentences(line))


def mention_of(unclear: Unclear, place: str) -> Mention:
    """An unclear sentence as a reading carries it."""
    return Mention(
        text=unclear.sentence,
        where=place,
        models=frozenset(unclear.models),
        about=unclear.about,
        instants=frozenset(unclear.instants),
        days=frozenset(unclear.days),
        percents=frozenset(unclear.percents),
        windows=unclear.windows,
        weekdays=frozenset(unclear.weekdays),
        holidays_rest=unclear.holidays_rest,
        looks_dated=unclear.looks_dated,
        denies=unclear.denies,
        elsewhere=unclear.elsewhere,
    )


def struck_mentions(texts: Iterable[tuple[str, str]]) -> Iterator[Mention]:
    """The sentences of texts that are struck through: what they say is taken back, and a person has to read it."""
    for one in mentions_in(texts):
        yield replace(one, text=f"{STRUCK}: {one.text}", denies=one.denies | {"withdrawn"})


def struck_unread(texts: Iterable[str]) -> list[Unread]:
    """Texts that are struck through, as they are named."""
    return [Unread(STRUCK, text) for text in dict.fromkeys(texts)]
