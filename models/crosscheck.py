"""Whether a source that only checks a family contradicts it, told once and late enough. It never decides anything."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreement import AGREE, AGREEMENT, DISAGREE, LAG
from models.changes import Change
from models.overlap import Check, Thing, overlap
from models.tables import ChangeRow

WHAT = re.compile(r"retirement:|price: \S+ \S+")
"""How the words of a contradiction begin: what it is about."""


def crosscheck(session: Session, check: Check, moment: datetime) -> list[Change]:
    """What changes in whether a family is contradicted, as of a moment at which it or what checks it was recorded.

    Told is what is apart and was apart a day ago, as each side was known then: a reseller's price that moves every day
    beside the vendor's is apart all the time.
    """
    told, now = _told(session, check), overlap(session, check, moment)
    is_new = any(both.apart and thing not in told for thing, both in now.items())
    before = overlap(session, check, moment - LAG) if is_new else {}
    found: list[Change] = []
    for thing in sorted({*told, *now}):
        (subject, what), both = thing, now.get(thing)
        if both is None or not both.apart:
            if thing in told:
                words = f"{what} {both.theirs} and {both.ours}" if both else f"{what} not both speak of it any more"
                found.append(Change(AGREE, check.source, subject, told[thing], words, None))
        elif thing not in told and thing in before and before[thing].apart:
            found.append(Change(DISAGREE, check.source, subject, None, f"{what} {both.theirs} but {both.ours}", None))
    return found


def _told(session: Session, check: Check) -> dict[Thing, str]:
    """The contradictions that were told and are not over, each in the words in which it was told."""
    rows = select(ChangeRow.kind, ChangeRow.subject, ChangeRow.after).where(
        ChangeRow.source == check.source, ChangeRow.kind.in_(AGREEMENT)
    )
    told: dict[Thing, str] = {}
    for kind, subject, words in session.execute(rows.order_by(ChangeRow.id)).tuples():
        if what := WHAT.match(str(words)):
            told.pop((subject, what[0]), None)
            if kind == DISAGREE:
                told[subject, what[0]] = str(words)
    return told
