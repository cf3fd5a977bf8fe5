"""The lines of `doctor` about the size of the record and its growth."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from cli.alerting import DoctorCheck
from flows.audit import SourceGrowth, growth, megabytes, sizes
from flows.clock import utc_now
from flows.database import Store

NAMED = 3
"""Number of sources that a table names; JSON has a line for each."""


def checked_sizes(session: Session, store: Store, for_programs: bool) -> Iterator[DoctorCheck]:
    """Yield the size of the record, and what each source has brought within 30 days."""
    found, grown = sizes(session, store), [*growth(session, utc_now())]
    if for_programs:
        yield "size", "ok", str(found)
        yield from ((f"{each.source} size", "ok", _words(each)) for each in grown)
        return
    if not grown:
        yield "size", "ok", str(found)
        return
    most = sorted(grown, key=lambda each: each.page_bytes, reverse=True)[:NAMED]
    named = ", ".join(f"{each.source} {megabytes(each.page_bytes)}" for each in most)
    brought = megabytes(sum(each.page_bytes for each in grown))
    attempts = sum(each.attempts for each in grown)
    tried = f"{attempts:,} attempt{'' if attempts == 1 else 's'}"
    yield "size", "ok", f"{found}; in 30 days {tried} brought {brought} of pages, most of it {named}"


def _words(of: SourceGrowth) -> str:
    return f"within 30 days: attempts {of.attempts}, pages {of.pages}, {megabytes(of.page_bytes)}"
