"""Whether the sources agree once one of them has been recorded: those of its family, and what only checks them."""

from sqlalchemy.orm import Session

from flows.database import one_at_a_time
from models.agreement import Check, agreement, crosscheck
from models.changes import Change
from models.kinds import GOOD_OUTCOMES
from models.schema import Snapshot
from scrapers.registry import SOURCES
from scrapers.source import Source


def agreed(session: Session, source: Source, snapshot: Snapshot) -> list[Change]:
    """What a snapshot of a source that is read on a schedule changes in whether the sources agree."""
    names = family(source)
    if snapshot.outcome not in GOOD_OUTCOMES or source.name not in names:
        return []
    found = [] if source.checks else agreement(session, names, source.name, snapshot.moment)
    for one in SOURCES.values():
        if one.checks and (one.checks == source.family or one.name == source.name):
            # Both sides bring it up: at one time, each would tell it.
            one_at_a_time(session, f"what {one.name} checks")
            found += crosscheck(session, Check(one.name, one.checks), snapshot.moment)
    return found


def family(source: Source) -> list[str]:
    """The sources read on a schedule that speak of the same things."""
    return [one.name for one in SOURCES.values() if one.family == source.family]
