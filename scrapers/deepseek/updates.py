"""DeepSeek's change log, English and Chinese: dated entries, the newest first, EDITED in place (2026-09-11).

An entry is kept as one notice. What it says of versions holds from its date; of what several entries say about the end
of a name, the newest holds.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from bs4.element import Tag

from models.fact import Fact
from models.facts import ModelVersion, Notice, Retirement
from models.reading import Reading, Scope
from models.unread import Keep, Mention, Unread
from scrapers.deepseek.docs import HOST, article, blocks, lines
from scrapers.deepseek.mentions import mentions, mentions_in
from scrapers.deepseek.small_print.sentences import statements
from scrapers.deepseek.small_print.statements import EndpointEnds, Retires, Statement, Upgraded
from scrapers.deepseek.terms import Said, retirements
from scrapers.page import Page, PageChanged
from scrapers.tables import rows_as_text, text_of

READER = 2
DATED = re.compile(r"Date|时间|.*20[0-9]{2}")
"""How a heading begins that is meant as a date."""
TOP = "the top of the page"
DATE = re.compile(r"(?:Date|时间): ?(20[0-9]{2}-[0-9]{2}-[0-9]{2})")
PATH, ZH_PATH = "/updates", "/zh-cn/updates"
NEWS = re.compile(r"/news/news[0-9]{4,6}")
LINK = re.compile(rf"(?:{re.escape(HOST)})?(?P<path>{NEWS.pattern})/?(?:[?#].*)?")
SCOPES = (Retirement, ModelVersion, Notice)


@dataclass
class Entry:
    """What stands under one heading of one date."""

    date: date
    title: str
    place: str
    texts: list[str] = field(default_factory=list[str])

    def said(self, language: str) -> list[Statement]:
        return [statement for text in (self.title, *self.texts) for statement in statements(text, language)]

    @property
    def since(self) -> datetime:
        """From when on holds what it says of versions."""
        return datetime.combine(self.date, time(), UTC)

    @property
    def text(self) -> str:
        return f"{self.date} {self.title}: {' '.join(self.texts)}"


def read(page: Page) -> Reading:
    """What the English change log states. Raises PageChanged."""
    return _read(page, article(page, PATH, "Change Log"), "en")


def read_zh(page: Page) -> Reading:
    """What the Chinese change log states. Raises PageChanged."""
    return _read(page, article(page, ZH_PATH, "更新日志"), "zh")


def news_links(page: Page) -> list[str]:
    """The news posts that the English change log links to, the newest first. Raises PageChanged."""
    links = (LINK.fullmatch(str(link.get("href"))) for link in article(page, PATH, "Change Log").find_all("a"))
    return list(dict.fromkeys(link["path"] for link in links if link))


def _read(page: Page, part: Tag, language: str) -> Reading:
    entries, unread = _entries(part)
    facts: list[Fact] = [
        *_newest(page.source, entries, language),
        *_versions(page.source, entries, language),
        *{entry.text: Notice.of(page.source, entry.text, entry.place) for entry in entries}.values(),
    ]
    said = (Said(statement, entry.place, entry.since) for entry in entries for statement in entry.said(language))
    scopes = frozenset(Scope(kind, page.source) for kind in SCOPES)
    texts = ((part.text, part.where) for part in unread)
    named = (*mentions(said), *_answering(entries, language), *mentions_in(texts))
    return Reading(scopes, tuple(facts), unread=tuple(unread), mentions=named)


def _answering(entries: Iterable[Entry], language: str) -> Iterator[Mention]:
    """The sentences of texts that say what answers under a name: that may be its version."""
    for entry in entries:
        for text in (entry.title, *entry.texts):
            if any(isinstance(one, Retires) and one.state == "routed" for one in statements(text, language)):
                yield from (replace(one, since=entry.since) for one in mentions_in([(text, entry.place)]))


def _entries(part: Tag) -> tuple[list[Entry], list[Unread]]:
    """The dated entries, and what stands among them: tables, and sections that are no entries."""
    entries, others = list[Entry](), defaultdict[str, list[str]](list)
    day, section = None, TOP
    for tag in blocks(part):
        if tag.name in ("h1", "h2"):
            day, section = _date(text_of(tag)), text_of(tag)
            entries += [] if day is None else [Entry(day, "", f"entry of {day}")]
        elif day is None:
            others[f"section {section}"] += [text_of(tag)]
        elif tag.name == "h3":
            if entries[-1].title or entries[-1].texts:
                entries.append(Entry(day, "", f"entry of {day}, {text_of(tag)}"))
            entries[-1].title = text_of(tag)
        elif tag.name == "table":
            others[f"{entries[-1].place}, table"] += rows_as_text(tag)
        else:
            entries[-1].texts += lines(tag)
    _refuse_disorder(entries)
    return entries, [_unread(where, texts) for where, texts in others.items() if any(texts)]


def _unread(where: str, texts: list[str]) -> Unread:
    """What is no entry. A whole section may hide one: ends of names and versions stay as they are believed."""
    everything = (Keep.of(Retirement), Keep.of(ModelVersion)) if where.startswith("section") else ()
    return Unread(where, "\n".join(texts), len(texts), frozenset(everything))


def _date(text: str) -> date | None:
    """The date in a heading; None for a heading of something else. Raises PageChanged for a date that is none."""
    found = DATE.fullmatch(text)
    if found is None and not DATED.match(text):
        return None
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise PageChanged("not the date of an entry", text) from None


def _refuse_disorder(entries: list[Entry]) -> None:
    days = [entry.date for entry in entries]
    if not days or days != sorted(days, reverse=True):
        raise PageChanged("the entries do not stand in the order of their dates", ", ".join(map(str, days)))
    if empty := [entry for entry in entries if not entry.texts]:
        raise PageChanged("an entry without a text", empty[0].text)


def _newest(source: str, entries: Iterable[Entry], language: str) -> Iterator[Fact]:
    """What becomes of a name: the newest entry that says so; older ones stand there for ever."""
    told: set[str] = set()
    for entry in entries:
        said = entry.said(language)
        upgraded = {model for one in said if isinstance(one, Upgraded) for model in one.models}
        for one in said:
            if isinstance(one, EndpointEnds):
                one = Retires((one.endpoint,), "dated", one.at, "retired", None)
            if isinstance(one, Retires):
                # A name that is served by what it was just upgraded to (2024-09) answers as itself; an end is an end.
                yield from retirements(source, one, told | upgraded if one.state == "routed" else told, entry.place)
                told |= set(one.models)
        told |= upgraded


def _versions(source: str, entries: Iterable[Entry], language: str) -> Iterator[ModelVersion]:
    told: set[tuple[str, datetime]] = set()
    for entry in entries:
        for one in (one for one in entry.said(language) if isinstance(one, Upgraded)):
            for model in (model for model in one.models if (model, entry.since) not in told):
                told.add((model, entry.since))
                yield ModelVersion(
                    source=source,
                    model=model,
                    version=one.version,
                    context_length=None,
                    max_output=None,
                    effective_from=entry.since,
                    locator=entry.place,
                )
