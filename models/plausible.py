"""What to make of a reading: what stands, what is recorded, and what is hard to believe. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.board_doubt import board_doubts
from models.doubt import Case, Doubt, Held
from models.exchange import exchanges, swapped
from models.facts import Price
from models.leaps import disorder, leaps
from models.omissions import Omissions, Stands, omissions
from models.reading import BEGINNING, Reading
from models.silence import silences
from models.versions import versions


@dataclass(frozen=True)
class Judgement:
    """A reading as it can be recorded, what of it stands though it is not stated, and why to hold it."""

    reading: Reading
    stands: Sequence[Stands] = ()
    doubts: Sequence[Doubt] = ()


def judge(held: Held, reading: Reading, moment: datetime, previous: datetime | None, *, gap: bool) -> Judgement:
    """What to make of a reading at `moment`, given what is believed.

    `previous` is the moment of the last reading that was recorded. After a `gap` of the source anything may have
    happened: captures that are months apart are not seen twice.
    """
    if BEGINNING in reading.since.values():
        return Judgement(reading)
    omitted = Omissions()
    if previous is not None:
        omitted = omissions(Case(held, reading, moment, previous))
    kept = omitted.apply(reading)
    stated = kept.with_kept(held, moment)
    prices = [fact for fact in stated.facts if isinstance(fact, Price)]
    found = [*omitted.doubts, *disorder(prices)]
    if previous is not None and not gap:
        case = Case(held, stated, moment, previous)
        found += [*leaps(case, prices), *exchanges(case, prices), *swapped(case), *versions(case)]
        found += [one for one in silences(case) if (one.fact, one.key) not in omitted.keys]
        found += board_doubts(case)
    return Judgement(kept, omitted.stands, list({doubt.statement: doubt for doubt in found}.values()))


def doubts(held: Held, reading: Reading, moment: datetime, previous: datetime | None, *, gap: bool) -> Sequence[Doubt]:
    """Why a reading should be held; nothing where it is plausible. As of `judge`."""
    return judge(held, reading, moment, previous, gap=gap).doubts
