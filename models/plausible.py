"""All that is hard to believe of a reading. Pure."""

from datetime import datetime

from models.board_doubt import board_doubts
from models.doubt import Case, Doubt, Held
from models.exchange import exchanges, swapped
from models.facts import Price
from models.leaps import disorder, leaps
from models.reading import BEGINNING, Reading
from models.silence import silences
from models.versions import versions


def doubts(held: Held, reading: Reading, moment: datetime, previous: datetime | None, *, gap: bool) -> list[Doubt]:
    """Why a reading at `moment` should be held, given what is believed; nothing where it is plausible.

    `previous` is the moment of the last reading that was recorded. After a `gap` of the source anything may have
    happened: captures that are months apart are not seen twice.
    """
    if BEGINNING in reading.since.values():
        return []
    reading = reading.with_kept(held, moment)
    prices = [fact for fact in reading.facts if isinstance(fact, Price)]
    found = [*disorder(prices)]
    if previous is not None and not gap:
        case = Case(held, reading, moment, previous)
        found += [*leaps(case, prices), *exchanges(case, prices), *swapped(case), *versions(case), *silences(case)]
        found += board_doubts(case)
    return list({doubt.statement: doubt for doubt in found}.values())
