"""DeepSeek's change log, English and Chinese: dated entries, the newest first, EDITED in place (2026-09-11).

An entry is kept as one notice. What it says of versions holds from its date; of what several entries say about the end
of a name, the newest holds. An entry that cannot be read (its date is none, or out of order; it has no text) is named,
and what it may be about stays as it is believed.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from itertools import takewhile

from bs4.element import Tag

from models.facts import ModelVersion, Notice, Retirement
from models.reading import Reading, Scope
from models.unread import Keep, Mention, Unread, names_it
from scrapers.deepseek.docs_site import HOST, article, blocks, take_struck_texts, text_lines
from scrapers.deepseek.small_print import (
    EndpointEnds,
    NoteStatement,
    PlacedStatement,
    Retires,
    Upgraded,
    mentions_in,
    parse_note,
    retirement_facts,
    struck_mentions,
    struck_unread,
    unclear_mentions,
)
from scrapers.page import Page, PageChanged
from scrapers.parse import rows_as_text, text_of

READER = 4
TOP = "the top of the page"
LABEL = re.compile(r"(?:Date|Updated|Published|时间|日期|更新时间): ?", re.IGNORECASE)
NUMERIC_DATE = re.compile(r"(20[0-9]{2})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})| ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日)")
WORDED_DATE = re.compile(
    r"(?:([A-Z][a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?|([0-9]{1,2})(?:st|nd|rd|th)? ([A-Z][a-z]+)\.?),? (20[0-9]{2})"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PATH, ZH_PATH = "/updates", "/zh-cn/updates"
NEWS = re.compile(r"/news/news([0-9]{4,6})(?:-[a-z0-9-]+)?")
LINK = re.compile(rf"(?:{re.escape(HOST)})?(?P<path>{NEWS.pattern})/?(?:[?#].*)?")
SCOPES = (Retirement, ModelVersion, Notice)
EVERYTHING = frozenset({Keep.of(Retirement), Keep.of(ModelVersion)})


@dataclass
class ChangelogEntry:
    """What stands under one heading of one date."""

    date: date
    title: str
    place: str
    texts: list[str] = field(default_factory=list[str])

    def said(self, language: str) -> list[NoteStatement]:
        return [statement for text in (self.title, *self.texts) for statement in parse_note(text, language)]

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
    struck = struck_unread(take_struck_texts(part))
    entries, others = _entries(part)
    stating, odd = _readable(entries)
    unread = (*others, *odd, *struck)
    # What an unread text names stays as it is believed: it may be newer than what an entry says.
    facts = [
        fact
        for fact in (*_newest(page.source, stating, language), *_versions(page.source, stating, language))
        if not any(names_it(one.text, fact.model) for one in unread if one.keeps)
    ]
    shown = [entry for entry in entries if entry.texts]
    notices = {entry.text: Notice.of(page.source, entry.text, entry.place) for entry in shown}.values()
    said = (
        PlacedStatement(statement, entry.place, entry.since) for entry in shown for statement in entry.said(language)
    )
    return Reading(
        frozenset(Scope(kind, page.source) for kind in SCOPES),
        (*facts, *notices),
        unread=unread,
        mentions=(
            *unclear_mentions(said),
            *_answering(shown, language),
            *mentions_in((one.text, one.where) for one in unread if one not in struck),
            *struck_mentions((one.text, one.where) for one in struck),
        ),
        # Entries that are no longer listed take nothing back.
        kept=frozenset({Keep(Retirement, unless_in=text_of(part)), Keep.of(ModelVersion)}),
    )


def _answering(entries: Iterable[ChangelogEntry], language: str) -> Iterator[Mention]:
    """The sentences of texts that say what answers under a name: that may be its version."""
    for entry in entries:
        for text in (entry.title, *entry.texts):
            if any(isinstance(one, Retires) and one.state == "routed" for one in parse_note(text, language)):
                yield from (replace(one, since=entry.since) for one in mentions_in([(text, entry.place)]))


def _entries(part: Tag) -> tuple[list[ChangelogEntry], list[Unread]]:
    """The dated entries, and what stands among them: tables, and sections that are no entries."""
    entries, others = list[ChangelogEntry](), defaultdict[str, list[str]](list)
    day, section = None, TOP
    for tag in blocks(part):
        if tag.name in ("h1", "h2"):
            day, section = _date(text_of(tag)), text_of(tag)
            entries += [] if day is None else [ChangelogEntry(day, "", f"entry of {day}")]
        elif day is None:
            others[f"section {section}"] += [text_of(tag)]
        elif tag.name == "h3":
            if entries[-1].title or entries[-1].texts:
                entries.append(ChangelogEntry(day, "", f"entry of {day}, {text_of(tag)}"))
            entries[-1].title = text_of(tag)
        elif tag.name == "table":
            others[f"{entries[-1].place}, table"] += rows_as_text(tag)
        else:
            entries[-1].texts += text_lines(tag)
    return entries, [_unread(where, texts) for where, texts in others.items() if any(texts)]


def _unread(where: str, texts: list[str]) -> Unread:
    """What is no entry. A whole section may hide one: ends of names and versions stay as they are believed."""
    return Unread(where, "\n".join(texts), len(texts), EVERYTHING if where.startswith("section") else frozenset())


def _date(text: str) -> date | None:
    """The date in a heading; None for a heading of something else, and for a day that is none."""
    shown = LABEL.sub("", text, count=1)
    if numbers := NUMERIC_DATE.fullmatch(shown):
        parts = [int(part) for part in numbers.groups() if part and part.isdecimal()]
    elif (words := WORDED_DATE.fullmatch(shown)) and (month := (words[1] or words[4])[:3].lower()) in MONTHS:
        parts = [int(words[5]), MONTHS.index(month) + 1, int(words[2] or words[3])]
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _readable(entries: list[ChangelogEntry]) -> tuple[list[ChangelogEntry], list[Unread]]:
    """The entries that state something, the newest first, and those that cannot be read.

    Below an entry without a text (a picture, a table) none is read: nobody knows what it changes of older ones.
    Raises PageChanged where most entries are in no order.
    """
    ordered = _in_order(entries)
    if not ordered or len(ordered) * 2 < len(entries):
        days = ", ".join(str(entry.date) for entry in entries)
        raise PageChanged("the entries do not stand in the order of their dates", days)
    odd = [Unread(entry.place, entry.text, keeps=EVERYTHING) for entry in entries if entry not in ordered]
    odd += [Unread(entry.place, entry.title or "no text", keeps=EVERYTHING) for entry in ordered if not entry.texts]
    return list(takewhile(lambda entry: entry.texts, ordered)), odd


def _in_order(entries: list[ChangelogEntry]) -> list[ChangelogEntry]:
    """The entries that stand in the order of their dates, whichever of the others may be the wrong one."""
    days = [entry.date.toordinal() for entry in entries]
    chains = list(zip(_lengths([-day for day in days]), reversed(_lengths(days[::-1])), strict=True))
    longest = max((above for above, _ in chains), default=0)
    times = Counter(above for above, below in chains if above + below - 1 == longest)
    return [
        entry
        for entry, (above, below) in zip(entries, chains, strict=True)
        if above + below - 1 == longest and times[above] == 1
    ]


def _lengths(keys: list[int]) -> list[int]:
    """For each key, how long the longest ascending chain is that ends there."""
    ends, found = list[int](), list[int]()
    for key in keys:
        at = bisect_right(ends, key)
        ends[at : at + 1] = [key]
        found.append(at + 1)
    return found


def _newest(source: str, entries: Iterable[ChangelogEntry], language: str) -> Iterator[Retirement]:
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
                yield from retirement_facts(
                    source, one, told | upgraded if one.state == "routed" else told, entry.place
                )
                told |= set(one.models)
        told |= upgraded


def _versions(source: str, entries: Iterable[ChangelogEntry], language: str) -> Iterator[ModelVersion]:
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
