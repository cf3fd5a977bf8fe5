"""Whether a source that only checks a family contradicts it: it detects, and never decides.

Compared are the dates of retirements and the prices of models that both of them speak of: the checking source's key is a
canonical model (models/aliases.py), which the family's most trusted source says is behind one of its names. A name is
what its version says; without one it stands for itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreement import AGREE, AGREEMENT, DISAGREE, LAG, near
from models.aliases import canonical
from models.ask import as_of, facts_of, held
from models.changes import Change
from models.fact import Fact
from models.facts import ModelVersion, Price, Retirement
from models.lifecycle import words
from models.tables import HISTORY, ChangeRow, Recorded, Source

FACTOR = Decimal(2)
"""Resellers' prices follow their routing; further than this from every price of the vendor's list, one of them is wrong.

By 2026-08-22 OpenRouter's were 0.6 to 1.8 times DeepSeek's where both had the same weights from DeepSeek itself.
"""
THING = re.compile(r"retirement|price: \S+ \S+")
Thing = tuple[str, str]
"""The vendor's name of a model, and what of it is compared: `retirement`, `price: output USD`."""
Stated = TypeVar("Stated", bound=Fact)


@dataclass(frozen=True)
class Check:
    """The source that checks, which the aliases know by its name, and the family that it checks."""

    source: str
    family: str


@dataclass(frozen=True)
class Compared:
    """What both say of one thing, and whether that is a contradiction."""

    theirs: str
    ours: str
    apart: bool


def crosscheck(session: Session, check: Check, moment: datetime) -> list[Change]:
    """What changes in whether a family is contradicted, as of a moment at which it or what checks it was recorded.

    A contradiction is told where it stands and stood a day ago, as each side was known then.
    """
    told, now = _told(session, check), _compared(session, check, moment)
    before = _compared(session, check, moment - LAG)
    found: list[Change] = []
    for thing in sorted({*told, *now}):
        (subject, what), both = thing, now.get(thing)
        if thing in told and not (both and both.apart):
            said = f"{both.theirs} and {both.ours}" if both else "not both speak of it any more"
            found.append(Change(AGREE, check.source, subject, told[thing], f"{what} {said}", None))
        elif thing not in told and both and both.apart and thing in before and before[thing].apart:
            found.append(Change(DISAGREE, check.source, subject, None, f"{what} {both.theirs} but {both.ours}", None))
    return found


def _told(session: Session, check: Check) -> dict[Thing, str]:
    """The contradictions that were told and are not over, each in the words in which it was told."""
    rows = select(ChangeRow.kind, ChangeRow.subject, ChangeRow.after).where(
        ChangeRow.source == check.source, ChangeRow.kind.in_(AGREEMENT)
    )
    told: dict[Thing, str] = {}
    for kind, subject, said in session.execute(rows.order_by(ChangeRow.id)).tuples():
        what = THING.match(str(said))
        thing = (subject, what[0] if what else "")
        told.pop(thing, None)
        if kind == DISAGREE:
            told[thing] = str(said)
    return told


def _compared(session: Session, check: Check, at: datetime) -> dict[Thing, Compared]:
    """Everything of which both spoke at an instant, as known then."""
    names = _names(session, check.family, at)
    prices, retirements = (
        [(name, fact) for fact in _theirs(session, kind, check, at) for name in names.get(_model(check, fact, at), ())]
        for kind in (Price, Retirement)
    )
    return {
        **_retirements(retirements, _ours(session, Retirement, check.family, at), _speaker(session, check.family, at)),
        **_prices(prices, _ours(session, Price, check.family, at)),
    }
