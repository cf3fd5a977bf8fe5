"""The page that a fact cites: its address, when it was seen, and the place of the fact with the text around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from flows.ingest import BytesLost, page_of
from flows.page_reader import read_page
from models.facts import Notice
from models.schema import Snapshot
from scrapers.page import Page, PageChanged
from scrapers.passages import Passage, find_name, find_passage
from scrapers.registry import BACKFILLS, REGISTERED
from scrapers.source import Source

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)|(?<=[。！？])")
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
    if (row := find_passage(page, locator, source.find_place)) is not None:
        return row
    try:
        reading = read_page(source, page)
    except PageChanged:
        return None
    notices = (fact for fact in reading.every() if isinstance(fact, Notice) and fact.locator == locator and fact.text)
    text = next((notice.text for notice in notices if notice.text), None)
    if text is None:
        return find_name(page, name, beside)
    return _shortened(Passage(cells=(text,)), name)


def _shortened(passage: Passage, name: str) -> Passage:
    """Return a long text without the sentences that are not about a name, as long as some are."""
    (text,) = passage.cells
    about = list(_about(text, name))
    return replace(passage, cells=(" … ".join(about),)) if len(text) > LONG and about else passage


def _about(text: str, name: str) -> Iterator[str]:
    return (sentence for sentence in SENTENCE.split(text) if name in sentence)
