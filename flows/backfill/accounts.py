"""Archived accounts: backfills without a web page, whose pages the almanac makes itself."""

from sqlalchemy import select

from flows.database import Store
from flows.ingest import page_of, source_row
from flows.replay import is_behind
from models.schema import Snapshot
from scrapers.page import Page
from scrapers.source import Source


def add_source(store: Store, source: Source) -> None:
    """Add a source to its table, because the views need its rank."""
    with store.writing() as session:
        session.merge(source_row(source, source.url({})))


def is_record_behind(store: Store, source: Source) -> bool:
    """Return True if a source was last recorded by an earlier reader release than today's."""
    with store.reading() as session:
        return is_behind(session, source)


def newest_account(store: Store, source: Source) -> Page | None:
    """Return the last archived account of a source as a page; None if there is none."""
    query = select(Snapshot).where(Snapshot.source == source.name)
    with store.reading() as session:
        snapshot = session.scalar(query.order_by(Snapshot.moment.desc(), Snapshot.id.desc()).limit(1))
        return None if snapshot is None else page_of(session, snapshot)
