"""Sample sites of single pages: the path of each, when what it says changed, and what it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from samples import openrouter
from samples.answers import Answer
from samples.documents import Document
from samples.vendors import anthropic, google, moonshot, zai


@dataclass(frozen=True)
class Alone:
    """An address of a site, and what it says."""

    path: str
    instants: Callable[[], Sequence[datetime]]
    answer: Callable[[datetime], str]
    kind: str = "text/html"
    """The type of the answer, as its header says it."""


def _kind(path: str) -> str:
    return "text/markdown" if path.endswith((".md", ".md.txt")) else "text/html"


DOCUMENTS: Mapping[str, Document] = {
    **anthropic.DOCUMENTS,
    **zai.DOCUMENTS,
    **moonshot.DOCUMENTS,
    **google.DOCUMENTS,
}
"""The pages of vendors' documentation, by the name of the source."""
ALONE: Mapping[str, Alone] = {
    "openrouter": Alone(openrouter.PATH, openrouter.change_instants, openrouter.models),
    **{
        name: Alone(page.path, page.instants, page.answer, f"{_kind(page.path)}; charset=utf-8")
        for name, page in DOCUMENTS.items()
    },
}
"""By the name of the source."""


def reply(path: str, at: datetime) -> Answer | None:
    """The answer of a site of its own at an instant; None for an address that is none of theirs."""
    return next(
        (Answer(site.answer(at).encode(), kind=site.kind) for site in ALONE.values() if site.path == path), None
    )
