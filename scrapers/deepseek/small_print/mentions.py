"""Mentions: sentences that name something and state nothing, in the form that a reading carries."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.readings import Mention, Unread
from scrapers.deepseek.small_print.statements import NoteStatement, Unclear
from scrapers.deepseek.small_print.to_facts import PlacedStatement
from scrapers.deepseek.small_print.unclear import unclear_sentences

STRUCK = "struck through"
"""The place of a text that is struck through."""


def is_understood(statements: Iterable[NoteStatement]) -> bool:
    """Return True if any statement of a text was understood."""
    return any(not isinstance(statement, Unclear) for statement in statements)


def unclear_mentions(placed_statements: Iterable[PlacedStatement]) -> Iterator[Mention]:
    """Yield every sentence of which nothing was understood."""
    for placed in placed_statements:
        if isinstance(placed.statement, Unclear):
            yield replace(mention_of(placed.statement, placed.place), since=placed.since)


def mentions_in(texts: Iterable[tuple[str, str]]) -> Iterator[Mention]:
    """Yield the sentences of texts that are not read as notes (tables, cells, headings), each with its place."""
    for text, place in texts:
        for line in text.split("\n"):
            yield from (mention_of(sentence, place) for sentence in unclear_sentences(line))


def mention_of(unclear: Unclear, place: str) -> Mention:
    """Return an unclear sentence as a mention."""
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
    """Yield the sentences of struck texts: their content is withdrawn, and a person has to read them."""
    for mention in mentions_in(texts):
        yield replace(mention, text=f"{STRUCK}: {mention.text}", denies=mention.denies | {"withdrawn"})


def struck_unread(texts: Iterable[str]) -> list[Unread]:
    """Return struck texts as unread."""
    return [Unread(STRUCK, text) for text in dict.fromkeys(texts)]
