"""The outcome of a damaged page an hour after the whole one was recorded: without a database, by the same rules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from operator import itemgetter

from bench.harness.damage.base import bases
from bench.harness.damage.pages import IN_NAMES, SAID, Damaged
from models.bitemporal.belief import Amendment, Beliefs, Contradiction, Span, value_at
from models.facts.base import Fact, FactKey, FactValue, value_columns
from models.facts.kinds import ModelCard, Notice, Price, Retirement, Score
from models.history.record import amend
from models.plausibility.check import judge
from models.plausibility.prices import MOST
from models.plausibility.scores import FEWEST
from models.readings.reading import Reading, Scope
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES

OUTCOMES = ("refused", "held", "same", "said", "wrong")
HOUR = timedelta(hours=1)
SURE = itemgetter(*(list(value_columns(ModelCard)).index(name) for name in ("licence", "gated")))
"""The parts of a card that no damage changes."""
SCORE = list(value_columns(Score)).index("score")


@dataclass(frozen=True)
class Judged:
    """One of OUTCOMES, and why: the reason, or what was told."""

    outcome: str
    why: str = ""


@dataclass(frozen=True)
class KeyAmendment:
    """The amendment that a page would have written about one key."""

    kind: type[Fact]
    key: FactKey
    before: tuple[Span, ...]
    amendment: Amendment


def judged(one: Damaged) -> Judged:
    """Refused, held, nothing new, told as the page says, or wrong. Whatever else a reader raises is an error."""
    beliefs_by_scope, at = believed(one.base.source, one.base.at), one.base.at
    try:
        reading = read(one.base.source, one.body, at + HOUR)
        source = SOURCES[one.base.source]
        judgement = judge(beliefs_by_scope, reading, at + HOUR, at, rules=source.plausibility, boards=source.boards)
        if judgement.doubts:
            return Judged("held", judgement.doubts[0].why)
        _refuse_older(one.base.source, at, reading)
        told = list(_told(beliefs_by_scope, judgement.reading, at + HOUR, at))
    except (PageChanged, Contradiction) as error:
        return Judged("refused", str(error))
    if not told:
        return Judged("same")
    said = SAID.get(one.damage, ())
    wrong = [new for new in told if new.kind not in said or _leaps(new, at + HOUR) or _ends_known(one.damage, new)]
    wrong += fallen(beliefs_by_scope, told, at + HOUR)
    return Judged("wrong" if wrong else "said", f"{(wrong or told)[0]}")


def read(source: str, body: bytes, moment: datetime) -> Reading:
    return SOURCES[source].reading(Page(source, "sample", body, moment))


def _refuse_older(source: str, at: datetime, reading: Reading) -> None:
    """As `models.history.record` does: a publish older than the last is none."""
    last = published(source, at)
    if any(since < last.get(scope, since) for scope, since in reading.since.items()):
        raise Contradiction("published before what has been read")


@cache
def published(source: str, at: datetime) -> dict[Scope, datetime]:
    """The last publish of each scope by an instant."""
    found: dict[Scope, datetime] = {}
    for number in range(_pages_by(source, at)):
        found |= read_whole(source, number).since
    return found


def believed(source: str, at: datetime) -> dict[Scope, Beliefs]:
    """The beliefs that a source's pages had left by an instant, recorded in order."""
    return _left_by(source, _pages_by(source, at))


def _pages_by(source: str, at: datetime) -> int:
    return sum(base.at <= at for base in bases(source))


@cache
def read_whole(source: str, number: int) -> Reading:
    """The reading of a page of `bases`."""
    base = bases(source)[number]
    return read(source, base.body, base.at)


@cache
def _left_by(source: str, pages: int) -> dict[Scope, Beliefs]:
    """The beliefs that the first `pages` pages of a source had left."""
    if not pages:
        return {}
    *_, before, base = (None, *bases(source)[:pages])
    beliefs_by_scope, reading = _left_by(source, pages - 1), read_whole(source, pages - 1)
    return {
        scope: _recorded(scope, reading, beliefs_by_scope, base.at, before and before.at) for scope in reading.scopes
    }


def _recorded(
    scope: Scope, reading: Reading, beliefs_by_scope: dict[Scope, Beliefs], moment: datetime, previous: datetime | None
) -> Beliefs:
    before = beliefs_by_scope.get(scope, {})
    (amendment,) = amend(reading, {scope: before}, moment, {scope: previous}, {})
    return {key: spans for key, spans in {**before, **amendment.after}.items() if spans}


def _told(
    beliefs_by_scope: dict[Scope, Beliefs], reading: Reading, moment: datetime, previous: datetime
) -> Iterator[KeyAmendment]:
    believed = {scope: beliefs_by_scope.get(scope, {}) for scope in reading.scopes}
    for each in amend(reading, believed, moment, dict.fromkeys(believed, previous), {}):
        for key, amendment in each.by_key.items():
            told = KeyAmendment(each.scope.fact, key, tuple(each.before.get(key, ())), amendment)
            if each.scope.fact is not Notice and amendment != Amendment() and not _forgets_what_was_withdrawn(told):
                yield told


def _forgets_what_was_withdrawn(told: KeyAmendment) -> bool:
    """A withdrawn retirement of which nothing is said any more is none, either way (2026-10-06)."""
    last = told.before[-1].value if told.before else None
    ends = not told.amendment.close and [value for _, value in told.amendment.insert] == [None]
    return told.kind is Retirement and ends and last is not None and last[0] == "cancelled"


def _leaps(told: KeyAmendment, moment: datetime) -> bool:
    """True if a price is reported that is further than the band from the believed one, and was never believed.

    Of a score the band is the same, and none falls to 0. A card may state another commit, or another name of a licence:
    the licence stands there twice, and its gating is one of few words, so no damage makes another one.
    """
    if told.kind is ModelCard:
        believed_values = {span.value for span in told.before}
        now = value_at(told.before, moment)
        return any(
            value not in believed_values and (value is None or now is None or SURE(value) != SURE(now))
            for _, value in told.amendment.insert
        )
    if told.kind is Score:
        return any(_far(value_at(told.before, moment), value) for _, value in told.amendment.insert)
    if told.kind is not Price:
        return False
    known = {span.value[0] for span in told.before if span.value}
    for start, value in told.amendment.insert:
        was = value_at(told.before, max(start, moment))
        if value and was and value[0] not in known and not was[0] / MOST <= value[0] <= was[0] * MOST:
            return True
    return False


def _ends_known(damage: str, told: KeyAmendment) -> bool:
    """True if a name that was known before ends otherwise, by damage that may make another name of one only."""
    known = {span.value and span.value[:2] for span in told.before}
    return (
        damage in IN_NAMES
        and told.kind is Retirement
        and bool(known)
        and any((value and value[:2]) not in known for _, value in told.amendment.insert)
    )


def score_of(value: FactValue) -> Decimal | None:
    found = value and value[SCORE]
    return found if isinstance(found, Decimal) else None


def _far(was: FactValue, now: FactValue) -> bool:
    before, after = score_of(was), score_of(now)
    if before is None or after is None or before <= 0 or after < 0:
        return False
    return not before / MOST <= after <= before * MOST


def fallen(
    beliefs_by_scope: dict[Scope, Beliefs], told: Iterable[KeyAmendment], moment: datetime
) -> list[KeyAmendment]:
    """The changes of a category of ten or more that loses more than a fifth, exchanges half, or has a score far off."""
    by_category: dict[str, list[KeyAmendment]] = defaultdict(list)
    for new in told:
        if new.kind is Score:
            by_category[new.key[1]].append(new)
    found: list[KeyAmendment] = []
    for scope, beliefs in beliefs_by_scope.items():
        its = by_category.get(scope.part, []) if scope.fact is Score else []
        scores = [score for spans in beliefs.values() if (score := score_of(value_at(spans, moment))) is not None]
        if len(scores) >= FEWEST and its:
            gone = [new for new in its if any(value is None for _, value in new.amendment.insert)]
            width = max(scores) - min(scores)
            new = [one for one in its if not value_at(one.before, moment) and one.amendment.insert]
            found += gone if (len(gone) - len(new)) * 5 > len(scores) or len(gone) * 2 > len(scores) else []
            found += [
                one
                for one in its
                for _, value in one.amendment.insert
                if (score := score_of(value)) is not None and not min(scores) - width <= score <= max(scores) + width
            ]
    return found
