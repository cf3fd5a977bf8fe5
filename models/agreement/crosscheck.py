"""Whether a source that only checks a family contradicts it, told once and late enough. It never decides anything."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.agreement.family import AGREE, DISAGREE, LAG, Disagreement, open_disagreements
from models.agreement.overlap import Compared, Comparison, CrossCheck, overlap
from models.changes import Change, Data


def crosscheck(session: Session, check: CrossCheck, moment: datetime) -> list[Change]:
    """What changes in whether a family is contradicted, as of a moment at which it or what checks it was recorded.

    Told is what is apart and was apart a day ago, as each side was known then: a reseller's price that moves every day
    beside the vendor's is apart all the time.
    """
    told, now = _told(session, check), overlap(session, check, moment)
    is_new = any(both.apart and thing not in told for thing, both in now.items())
    before = overlap(session, check, moment - LAG) if is_new else {}
    found: list[Change] = []
    for thing in sorted({*told, *now}):
        both = now.get(thing)
        if both is None or not both.apart:
            if thing in told:
                found.append(_over(check, thing, told[thing], both))
        elif thing not in told and thing in before and before[thing].apart:
            words = f"{thing.words} {both.theirs} but {both.ours}"
            data = Data(thing.fact, thing.item, value_after=both.value)
            found.append(Change(DISAGREE, check.source, thing.model, None, words, None, about=data))
    return found


def _over(check: CrossCheck, thing: Compared, told: Disagreement, both: Comparison | None) -> Change:
    """That a contradiction is over, or that only one side speaks of it any more."""
    says = f"{both.theirs} and {both.ours}" if both else "not both speak of it any more"
    data = Data(thing.fact, thing.item, told.value, both and both.value)
    return Change(AGREE, check.source, thing.model, told.words, f"{thing.words} {says}", None, about=data)


def _told(session: Session, check: CrossCheck) -> dict[Compared, Disagreement]:
    """The contradictions that were told and are not over."""
    found = open_disagreements(session, [check.source])
    return {Compared(model, fact, **dict(item)): told for (model, fact, item), told in found.items()}
