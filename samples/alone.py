"""Sample sites of single pages: the path of each, when what it says changed, and what it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from samples import openrouter
from samples.answers import Answer
from samples.documents import Document
from samples.vendors import anthropic, google, mistral, moonshot, openai, xai, zai


@dataclass(frozen=True)
class Alone:
    """An address of a site, and what it says."""

    path: str
    instants: Callable[[], Sequence[datetime]]
    answer: Callable[[datetime], str]
    kind: str = "text/html"
    """The type of the answer, as its header says it."""
    key: str = ""
    """A part of the key with which it is asked, where two sites have one path."""


DOCUMENTS: Mapping[str, Document] = {
    **anthropic.DOCUMENTS,
    **zai.DOCUMENTS,
    **moonshot.DOCUMENTS,
    **google.DOCUMENTS,
    **openai.DOCUMENTS,
    **xai.DOCUMENTS,
}
"""The pages of vendors' documentation, by the name of the source."""
ANSWERS: Mapping[str, Document] = {**openai.ANSWERS, **mistral.ANSWERS}
"""The answers of vendors' APIs, by the name of the source."""
LINKED = xai.LINKED
"""Further pages that sources fetch with their own."""
MARKDOWN, HTML, JSON = "text/markdown; charset=utf-8", "text/html; charset=utf-8", "application/json"
KEYS = {"mistral_models": mistral.KEY}


def _kind(path: str) -> str:
    return MARKDOWN if path.endswith((".md", ".md.txt")) else HTML


ALONE: Mapping[str, Alone] = {
    "openrouter": Alone(openrouter.PATH, openrouter.change_instants, openrouter.models),
    **{name: Alone(page.path, page.instants, page.answer, _kind(page.path)) for name, page in DOCUMENTS.items()},
    **{name: Alone(page.path, page.instants, page.answer, JSON, KEYS.get(name, "")) for name, page in ANSWERS.items()},
}
"""By the name of the source."""


def reply(path: str, at: datetime, authorization: str = "") -> Answer | None:
    """The answer of a site of its own at an instant; None for an address that is none of theirs."""
    if linked := next((page for page in LINKED if page.path == path), None):
        return Answer(b"Not Found", 404, "text/plain") if is_missing(path, at) else _text(linked.answer(at), MARKDOWN)
    sites = [site for site in ALONE.values() if site.path == path and site.key in authorization]
    site = max(sites, key=lambda site: len(site.key), default=None)
    return site and _text(site.answer(at), site.kind)


def _text(text: str, kind: str) -> Answer:
    return Answer(text.encode(), kind=kind)


def is_missing(path: str, at: datetime) -> bool:
    """True for a linked page that is not there yet at an instant."""
    return any(page.path == path and at < page.instants()[0] for page in LINKED)
