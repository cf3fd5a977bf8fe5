"""A page before it is damaged, and what the kinds of damage have in common."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from random import Random
from typing import TypeVar

from bench.harness.sample_pages import page_of
from samples import visits as samples
from samples.alone import ALONE
from samples.boards import visits as boards
from samples.deepseek.news import news
from samples.visits import SOURCES as SAMPLED
from scrapers.deepseek.docs_site.page_checks import HOST
from scrapers.deepseek.news import bundle

PAIRS = {
    "deepseek_pricing": "deepseek_pricing_zh",
    "deepseek_pricing_zh": "deepseek_pricing",
    "deepseek_updates": "deepseek_updates_zh",
    "deepseek_updates_zh": "deepseek_updates",
}
"""The same page in the other language."""
BOARDS = ("arena_webdev", "arena_page_text", "arena_page_code", "artificial_analysis", "artificial_analysis_page")
"""A file with two categories and two contenders of one name, a page with data, a table, an answer, and another page."""
DAMAGED = (*SAMPLED, "deepseek_models_api", *ALONE, *BOARDS)
"""The sources whose pages are damaged here."""
SCRIPT = re.compile(rb"<script\b.*?</script>", re.DOTALL)
ARTICLE = re.compile(r'<div class="theme-doc-markdown.*?(?=</article>)', re.DOTALL)
PARAGRAPH = re.compile(r"<(p|li)>(.*?)</\1>", re.DOTALL)
Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Base:
    """A sample page of a source at an instant at which it changed."""

    source: str
    at: datetime
    body: bytes

    @cached_property
    def text(self) -> str:
        return self.body.decode()

    @cached_property
    def other_language(self) -> str:
        if self.source == "deepseek_news":
            return bundle([(f"{HOST}{path}", post.encode()) for path, post in news(self.at, "zh").items()]).decode()
        return page_of(PAIRS.get(self.source, self.source), self.at).decode()

    def of_another_day(self, rng: Random) -> str:
        return rng.choice(bases(self.source)).text


Damage = Callable[[Base, Random], str | bytes | None]
"""Makes one damaged page; None where the page has nothing that can be damaged so."""


@cache
def bases(source: str) -> tuple[Base, ...]:
    """A page per instant at which the source changed, or a file."""
    if source == "arena_page_code":
        # Its table is what is damaged here, which is read where the page has no data.
        return tuple(Base(source, at, SCRIPT.sub(b"", page_of(source, at))) for at in boards.instants(source))
    whole = boards if source in boards.SOURCES else samples
    return tuple(Base(source, at, page_of(source, at)) for at in whole.instants(source))


def shown(source: str, at: datetime) -> Base:
    """The page as it was last edited before an instant."""
    return [base for base in bases(source) if base.at <= at][-1]


def pick(rng: Random, found: Sequence[Choice]) -> Choice | None:
    return rng.choice(found) if found else None


def two(rng: Random, found: Sequence[Choice]) -> tuple[Choice, Choice] | None:
    """Two of them, the first standing before the second."""
    if len(found) < 2:
        return None
    one, other = sorted(rng.sample(range(len(found)), 2))
    return found[one], found[other]


def put(text: str, match: re.Match[str], new: str, group: int = 0) -> str:
    return text[: match.start(group)] + new + text[match.end(group) :]


def exchanged(text: str, one: re.Match[str], other: re.Match[str], group: int = 0) -> str:
    """With two matches in each other's place; `one` stands before `other`."""
    return put(put(text, other, one[group], group), one, other[group], group)


def paragraphs(text: str) -> list[re.Match[str]]:
    return list(PARAGRAPH.finditer(text))
