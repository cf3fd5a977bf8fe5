"""The page that a fact cites: its address, when it was seen, and the place of the fact with the text around it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from flows.ingest import BytesLost, page_of
from flows.page_reader import call_limited, read_page
from models.facts import Notice
from models.schema import Snapshot
from scrapers.page import Page, PageChanged
from scrapers.passages import Passage, find_name, find_passage
from scrapers.registry import BACKFILLS, REGISTERED
from scrapers.source import Source

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)|(?<=[。！？])")
LARGE = 256 << 10
"""Bytes of a page that is not searched in this process: most are smaller, and to start another one takes 0.3 s."""
LONG = 400
"""Characters of a text that is shown whole; of a longer one only the sentences that have the name."""


@dataclass(frozen=True)
class CitedPage:
    """A page that a fact cites."""

    snapshot_id: int
    url: str
    """The address of the page that a person opens."""
    seen_at: datetime
    passage: Passage | None
    """The place of the fact; None if it is not found."""
    problem: str | None
    """The reason why there is no passage; None if there is one."""


def cited_page(
    session: Session, snapshot_id: int, locator: str | None, name: str, beside: Sequence[str] = ()
) -> CitedPage:
    """Return the page of a snapshot with the passage at a locator.

    `name` is the model that the fact is about, and `beside` are words that stand beside it where the fact is stated.
    """
    snapshot = session.get_one(Snapshot, snapshot_id)
    source = REGISTERED.get(snapshot.source)
    passage, problem = None, None
    try:
        page = page_of(session, snapshot)
        if source is None or page is None or locator is None:
            problem = "no page is kept"
        elif source.name in BACKFILLS:
            problem = "the account has no page: its evidence is named beside the snapshot"
        else:
            passage = _passage(source, page, locator, name, beside)
            problem = None if passage else "the place is not found on the page"
    except BytesLost as lost:
        problem = str(lost)
    url = source.page if source and source.page else snapshot.url
    return CitedPage(snapshot_id, url, snapshot.moment, passage, problem)


def _passage(source: Source, page: Page, locator: str, name: str, beside: Sequence[str]) -> Passage | None:
    """Return the row of a table, else the text that the reader keeps as a notice of that place, else what names it."""
    try:
        if (row := _limited(partial(find_passage, locator=locator, find_place=source.find_place), page)) is not None:
            return row
        notices = (fact for fact in read_page(source, page).every() if isinstance(fact, Notice))
        text = next((notice.text for notice in notices if notice.locator == locator and notice.text), None)
        if text is None:
            return _limited(partial(find_name, name=name, beside=beside), page)
    except PageChanged:
        return None
    return _shortened(Passage(cells=(text,)), name)


def _limited(find: Callable[[Page], Passage | None], page: Page) -> Passage | None:
    """Return what is found on a page; a large one is searched in a process with limits. Raises PageChanged beyond them.

    A page that was read once within the limits may take its reader longer today, and a search is another function.
    """
    found = call_limited(find, page) if len(page.body) > LARGE else find(page)
    assert found is None or isinstance(found, Passage)  # noqa: S101 (what both finders return)
    return found


def _shortened(passage: Passage, name: str) -> Passage:
    """Return a long text without the sentences that are not about a name, as long as some are."""
    (text,) = passage.cells
    about = list(_about(text, name))
    return replace(passage, cells=(" … ".join(about),)) if len(text) > LONG and about else passage


def _about(text: str, name: str) -> Iterator[str]:
    return (sentence for sentence in SENTENCE.split(text) if name in sentence)
