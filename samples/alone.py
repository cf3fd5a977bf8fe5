"""Sample sites with a module each: the pages of their sources at any instant, and the answers of their addresses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from samples import epoch, huggingface, litellm, openrouter
from samples.answers import Answer
from samples.documents import Document
from samples.vendors import alibaba, anthropic, google, mistral, moonshot, openai, xai, zai


@dataclass(frozen=True)
class Alone:
    """The page of one source, as it is kept: of several answers all of them, of an archive the one file."""

    instants: Callable[[], Sequence[datetime]]
    """Every instant at which it changed, the first one included."""
    page: Callable[[datetime], bytes]


DOCUMENTS: Mapping[str, Document] = {
    **anthropic.DOCUMENTS,
    **zai.DOCUMENTS,
    **moonshot.DOCUMENTS,
    **google.DOCUMENTS,
    **openai.DOCUMENTS,
    **xai.DOCUMENTS,
    **alibaba.DOCUMENTS,
}
"""The pages of vendors' documentation, by the name of the source."""
ANSWERS: Mapping[str, Document] = {**openai.ANSWERS, **mistral.ANSWERS}
"""The answers of vendors' APIs, by the name of the source."""
LINKED = xai.LINKED
"""Further pages that sources fetch with their own."""
MARKDOWN, HTML, JSON = "text/markdown; charset=utf-8", "text/html; charset=utf-8", "application/json"
KEYS = {"mistral_models": mistral.KEY}
"""A part of the key with which a source asks, where two sites have one path."""


def _page(document: Document) -> Callable[[datetime], bytes]:
    return lambda at: document.answer(at).encode()


ALONE: Mapping[str, Alone] = {
    "litellm_map": Alone(litellm.change_instants, lambda at: litellm.prices(at).encode()),
    "openrouter": Alone(openrouter.change_instants, lambda at: openrouter.models(at).encode()),
    **{name: Alone(page.instants, _page(page)) for name, page in (DOCUMENTS | ANSWERS).items()},
    "huggingface_cards": Alone(huggingface.card_instants, huggingface.cards),
    "huggingface_boards": Alone(huggingface.board_instants, huggingface.leaderboards),
    **{
        f"epoch_{benchmark}": Alone(partial(epoch.instants, benchmark), partial(epoch.table, benchmark))
        for benchmark in epoch.BENCHMARKS
    },
}
"""By the name of the source."""


def reply(target: str, at: datetime, authorization: str = "") -> Answer | None:
    """The answer of an address, with its query, at an instant; None for an address that is none of theirs."""
    if urlsplit(target).path == litellm.PATH:
        return Answer(litellm.prices(at).encode(), kind="text/plain; charset=utf-8")
    others = openrouter.reply(target, at) or huggingface.reply(target, at) or epoch.reply(target, at)
    return others or _document(urlsplit(target).path, at, authorization)


def _document(path: str, at: datetime, authorization: str) -> Answer | None:
    if any(page.path == path for page in LINKED) and is_missing(path, at):
        return Answer(b"Not Found", 404, "text/plain")
    pages = [(page, _kind(path), "") for page in (*DOCUMENTS.values(), *LINKED)]
    pages += [(page, JSON, KEYS.get(name, "")) for name, page in ANSWERS.items()]
    found = [(page, kind, key) for page, kind, key in pages if page.path == path and key in authorization]
    page, kind, _ = max(found, key=lambda each: len(each[2]), default=(None, "", ""))
    return Answer(page.answer(at).encode(), kind=kind) if page else None


def _kind(path: str) -> str:
    return MARKDOWN if path.endswith((".md", ".md.txt")) else HTML


def is_missing(path: str, at: datetime) -> bool:
    """True for a linked page that is not there yet at an instant."""
    return any(page.path == path and at < page.instants()[0] for page in LINKED)
