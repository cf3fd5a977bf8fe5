"""Sentences that name something and state nothing, as a reading carries them."""

from collections.abc import Iterable, Iterator

from models.unread import Mention
from scrapers.deepseek.small_print.sentences import statements
from scrapers.deepseek.small_print.statements import Statement, Unclear
from scrapers.deepseek.terms import Said


def is_understood(statements: Iterable[Statement]) -> bool:
    """Whether anything was understood of a text."""
    return any(not isinstance(statement, Unclear) for statement in statements)


def mentions(said: Iterable[Said]) -> Iterator[Mention]:
    """Every sentence of which nothing was understood."""
    for one in said:
        if isinstance(one.statement, Unclear):
            yield _mention(one.statement, one.place)


def mentions_in(texts: Iterable[tuple[str, str]], language: str) -> Iterator[Mention]:
    """The sentences of texts that are not read as notes, each text with its place: tables by rows, headings."""
    for text, place in texts:
        for line in text.split("\n"):
            for statement in statements(line, language):
                if isinstance(statement, Unclear):
                    yield _mention(statement, place)


def _mention(unclear: Unclear, place: str) -> Mention:
    return Mention(
        text=unclear.sentence,
        where=place,
        models=frozenset(unclear.models),
        about=unclear.about,
        instants=frozenset(unclear.instants),
        days=frozenset(unclear.days),
        percents=frozenset(unclear.percents),
        windows=unclear.windows,
        looks_dated=unclear.looks_dated,
    )
