"""DeepSeek's change log, English and Chinese: dated entries, the newest first, EDITED in place (2026-09-11).

An entry is kept as one notice. Its statements about versions hold from its date; of several entries about the end of a
name, the newest counts. An entry that cannot be read (impossible or misplaced date, no text) is reported, and the facts
that it may be about stay as believed.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from itertools import takewhile

from models.facts import ModelVersion, Notice, Retirement
from models.readings import KeptFacts, Mention, Reading, Scope, Unread, names_model
from scrapers.deepseek.addresses import UPDATES, UPDATES_ZH
from scrapers.deepseek.docs_site import HOST, TOP_OF_PAGE, article, blocks, take_struck_texts, text_lines
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
from scrapers.parse import MONTHS, Tag, inner_tags, rows_as_text, text_of

LABEL = re.compile(r"(?:Date|Updated|Published|时间|日期|更新时间): ?", re.IGNORECASE)
NUMERIC_DATE = re.compile(r"(20[0-9]{2})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})| ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日)")
WORDED_DATE = re.compile(
    r"(?:([A-Z][a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?|([0-9]{1,2})(?:st|nd|rd|th)? ([A-Z][a-z]+)\.?),? (20[0-9]{2})"
)
NEWS = re.compile(r"/news/news([0-9]{4,6})(?:-[a-z0-9-]+)?")
LINK = re.compile(rf"(?:{re.escape(HOST)})?(?P<path>{NEWS.pattern})/?(?:[?#].*)?")
SCOPES = (Retirement, ModelVersion, Notice)
EVERYTHING = frozenset({KeptFacts.of(Retirement), KeptFacts.of(ModelVersion)})


@dataclass
class ChangelogEntry:
    """The text under one heading of one date."""

    date: date
    title: str
    place: str
    texts: list[str] = field(default_factory=list[str])

    def said(self, language: str) -> list[NoteStatement]:
        return [statement for text in (self.title, *self.texts) for statement in parse_note(text, language)]

    @property
    def since(self) -> datetime:
        """Return the instant from which its statements about versions hold."""
        return datetime.combine(self.date, time(), UTC)

    @property
    def text(self) -> str:
        return f"{self.date} {self.title}: {' '.join(self.texts)}"


def read(page: Page) -> Reading:
    """Read the English change log. Raises PageChanged."""
    return _read(page, article(page, UPDATES, "Change Log"), "en")


def read_zh(page: Page) -> Reading:
    """Read the Chinese change log. Raises PageChanged."""
    return _read(page, article(page, UPDATES_ZH, "更新日志"), "zh")


def news_links(page: Page) -> list[str]:
    """Return the news posts that the English change log links to, newest first. Raises PageChanged."""
    links = (LINK.fullmatch(link.get("href")) for link in inner_tags(article(page, UPDATES, "Change Log"), ("a",)))
    return list(dict.fromkeys(link["path"] for link in links if link))


def _read(page: Page, part: Tag, language: str) -> Reading:
    struck = struck_unread(take_struck_texts(part))
    entries, others = _entries(part)
    stating, odd = _readable(entries)
    unread = (*others, *odd, *struck)
    # A model that an unread text names stays as believed: the text may be newer than the entries.
    facts = [
        fact
        for fact in (*_newest(page.source, stating, language), *_versions(page.source, stating, language))
        if not any(names_model(item.text, fact.model) for item in unread if item.keeps)
    ]
    shown = [entry for entry in entries if entry.texts]
    notices = {entry.text: Notice.of(page.source, entry.text, entry.place) for entry in shown}.values()
    placed = (
        PlacedStatement(statement, entry.place, entry.since) for entry in shown for statement in entry.said(language)
    )
    return Reading(
        frozenset(Scope(kind, page.source) for kind in SCOPES),
        (*facts, *notices),
        unread=unread,
        mentions=(
            *unclear_mentions(placed),
            *_answering(shown, language),
            *mentions_in((item.text, item.where) for item in unread if item not in struck),
            *struck_mentions((item.text, item.where) for item in struck),
        ),
        # Entries that are no longer listed withdraw nothing.
        kept=frozenset({KeptFacts(Retirement, unless_in=text_of(part)), KeptFacts.of(ModelVersion)}),
    )


def _answering(entries: Iterable[ChangelogEntry], language: str) -> Iterator[Mention]:
    """Yield sentences that say which model answers under a name: that may be its version."""
    for entry in entries:
        for text in (entry.title, *entry.texts):
            if any(isinstance(item, Retires) and item.state == "routed" for item in parse_note(text, language)):
                yield from (replace(item, since=entry.since) for item in mentions_in([(text, entry.place)]))


def _entries(part: Tag) -> tuple[list[ChangelogEntry], list[Unread]]:
    """Return the dated entries, and the texts among them that are no entries: tables and other sections."""
    entries, others = list[ChangelogEntry](), defaultdict[str, list[str]](list)
    day, section = None, TOP_OF_PAGE
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
    """Return a text that is no entry. A section may hide an entry: ends of names and versions stay as believed."""
    return Unread(where, "\n".join(texts), len(texts), EVERYTHING if where.startswith("section") else frozenset())


def _date(text: str) -> date | None:
    """Return the date in a heading; None for any other heading, and for an impossible date."""
    shown = LABEL.sub("", text, count=1)
    if numbers := NUMERIC_DATE.fullmatch(shown):
        parts = [int(part) for part in numbers.groups() if part and part.isdecimal()]
    elif (worded := WORDED_DATE.fullmatch(shown)) and (month := (worded[1] or worded[4])[:3].lower()) in MONTHS:
        parts = [int(worded[5]), MONTHS.index(month) + 1, int(worded[2] or worded[3])]
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _readable(entries: list[ChangelogEntry]) -> tuple[list[ChangelogEntry], list[Unread]]:
    """Return the entries that state something, newest first, and the unreadable ones.

    No entry below one without text (a picture, a table) is read: it may change older ones. Raises PageChanged if most
    entries are out of order.
    """
    ordered = _in_order(entries)
    if not ordered or len(ordered) * 2 < len(entries):
        days = ", ".join(str(entry.date) for entry in entries)
        raise PageChanged("the entries do not stand in the order of their dates", days)
    odd = [Unread(entry.place, entry.text, keeps=EVERYTHING) for entry in entries if entry not in ordered]
    odd += [Unread(entry.place, entry.title or "no text", keeps=EVERYTHING) for entry in ordered if not entry.texts]
    return list(takewhile(lambda entry: entry.texts, ordered)), odd


def _in_order(entries: list[ChangelogEntry]) -> list[ChangelogEntry]:
    """Return the entries that are in the order of their dates, without those that may be misplaced."""
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
    """Return, for each key, the length of the longest ascending chain that ends there."""
    ends, lengths = list[int](), list[int]()
    for key in keys:
        at = bisect_right(ends, key)
        ends[at : at + 1] = [key]
        lengths.append(at + 1)
    return lengths


def _newest(source: str, entries: Iterable[ChangelogEntry], language: str) -> Iterator[Retirement]:
    """Yield the end of each name, from the newest entry that states it. Older entries stay on the page for ever."""
    settled: set[str] = set()
    for entry in entries:
        statements = entry.said(language)
        upgraded = {model for statement in statements if isinstance(statement, Upgraded) for model in statement.models}
        for statement in statements:
            if isinstance(statement, EndpointEnds):
                statement = Retires((statement.endpoint,), "dated", statement.at, "retired", None)
            if isinstance(statement, Retires):
                # A name just upgraded to the model that serves it (2024-09) answers as itself; an end still counts.
                yield from retirement_facts(
                    source, statement, settled | upgraded if statement.state == "routed" else settled, entry.place
                )
                settled |= set(statement.models)
        settled |= upgraded


def _versions(source: str, entries: Iterable[ChangelogEntry], language: str) -> Iterator[ModelVersion]:
    settled: set[tuple[str, datetime]] = set()
    for entry in entries:
        for statement in (statement for statement in entry.said(language) if isinstance(statement, Upgraded)):
            for model in (model for model in statement.models if (model, entry.since) not in settled):
                settled.add((model, entry.since))
                yield ModelVersion(
                    source=source,
                    model=model,
                    version=statement.version,
                    context_length=None,
                    max_output=None,
                    effective_from=entry.since,
                    locator=entry.place,
                )
