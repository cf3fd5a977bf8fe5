"""Whether the sources agree once one of them has been recorded: those of its family, and what only checks them."""

from sqlalchemy.orm import Session

from flows.database import one_at_a_time
from models.agreement import CrossCheck, agreement, crosscheck
from models.changes import Change
from models.readings import own_name
from models.schema import GOOD, Snapshot
from scrapers.registry import SOURCES
from scrapers.source import Source


def agreed(session: Session, source: Source, snapshot: Snapshot) -> list[Change]:
    """What a snapshot of a source that is read on a schedule changes in whether the sources agree."""
    names = family(source)
    if snapshot.outcome not in GOOD or source.name not in names:
        return []
    found = [] if source.checks else agreement(session, names, source.name, snapshot.moment)
    for one in SOURCES.values():
        if one.checks and (one.checks == source.family or one.name == source.name):
            # Either side reports a contradiction: at the same time, both would.
            one_at_a_time(session, f"what {one.name} checks")
            found += crosscheck(session, check_of(one, one.checks), snapshot.moment)
    return found


def check_of(source: Source, checked: str) -> CrossCheck:
    """Return the check of a family by a source."""
    rules = (other.canonical_name for other in SOURCES.values() if other.family == checked)
    return CrossCheck(source.name, checked, source.aliases, next(rules, own_name))


def family(source: Source) -> list[str]:
    """The sources read on a schedule that speak of the same things."""
    return [one.name for one in SOURCES.values() if one.family == source.family]
