"""Changes in the agreement of a family with a source that only checks it. The check never decides anything."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.agreement.family import AGREE, DISAGREE, LAG, Disagreement, open_disagreements
from models.agreement.overlap import Compared, Comparison, CrossCheck, overlap
from models.changes import Change, Data


def crosscheck(session: Session, check: CrossCheck, moment: datetime) -> list[Change]:
    """Return the changes in the contradictions of a family, as of a moment at which one of both sides was recorded.

    A contradiction is reported if there was one a day ago, too, as each side was known then. Its values may differ: a
    reseller's price that moves every day away from the vendor's contradicts all the time.
    """
    reported, now = _reported(session, check), overlap(session, check, moment)
    is_new = any(both.apart and thing not in reported for thing, both in now.items())
    before = overlap(session, check, moment - LAG) if is_new else {}
    changes: list[Change] = []
    for thing in sorted({*reported, *now}):
        both = now.get(thing)
        if both is None or not both.apart:
            if thing in reported:
                changes.append(_over(check, thing, reported[thing], both))
        elif thing not in reported and thing in before and before[thing].apart:
            words = f"{thing.words} {both.theirs} but {both.ours}"
            data = Data(thing.fact, thing.item, value_after=both.value)
            changes.append(Change(DISAGREE, check.source, thing.model, None, words, None, about=data))
    return changes


def _over(check: CrossCheck, thing: Compared, reported: Disagreement, both: Comparison | None) -> Change:
    """Return the change that a contradiction is over, or that only one side still states the item."""
    says = f"{both.theirs} and {both.ours}" if both else "not both speak of it any more"
    data = Data(thing.fact, thing.item, reported.value, both and both.value)
    return Change(AGREE, check.source, thing.model, reported.words, f"{thing.words} {says}", None, about=data)


def _reported(session: Session, check: CrossCheck) -> dict[Compared, Disagreement]:
    """Return the contradictions that were reported and are not over."""
    disagreements = open_disagreements(session, [check.source])
    return {Compared(model, fact, **dict(item)): each for (model, fact, item), each in disagreements.items()}
