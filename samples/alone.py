"""Sample sites of single pages: the path of each, when what it says changed, and what it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from samples import openrouter
from samples.documents import Document
from samples.vendors import anthropic


@dataclass(frozen=True)
class Alone:
    """An address of a site, and what it says."""

    path: str
    instants: Callable[[], Sequence[datetime]]
    answer: Callable[[datetime], str]


DOCUMENTS: Mapping[str, Document] = {**anthropic.DOCUMENTS}
"""The pages of vendors' documentation, by the name of the source."""
ALONE: Mapping[str, Alone] = {
    "openrouter": Alone(openrouter.PATH, openrouter.change_instants, openrouter.models),
    **{name: Alone(page.path, page.instants, page.answer) for name, page in DOCUMENTS.items()},
}
"""By the name of the source."""


def answer(path: str, at: datetime) -> str | None:
    """The answer of a site of its own at an instant; None for an address that is none of theirs."""
    return next((site.answer(at) for site in ALONE.values() if site.path == path), None)
