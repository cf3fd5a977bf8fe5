"""What a sentence that was not understood says of a fact: nothing, the same, or another value. Pure."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from models.facts import Fact, FactKey, FactValue, PeakHours, Promotion, Retirement
from models.readings.unread import Mention

MIDNIGHT = time()
CLOCK = re.compile(r"[0-9]:[0-9]{2}|[0-9] ?(?:[ap]\.?m\b|点|时)", re.IGNORECASE)
"""A time of day, on whichever clock."""
ENDS: dict[type[Fact], int] = {Retirement: 1, Promotion: 2}
"""Where in the value of a kind the instant of its end stands."""
VENDOR_CLOCKS = (timedelta(0), timedelta(hours=8))
"""How far the clocks on which days are printed are ahead of UTC."""
HOURS = {"peak_hours", "hours"}
DENIALS = {"not", "withdrawn", "unsure", "past"}
OWN_DENIALS: dict[type[Fact], str] = {Retirement: "stay", Promotion: "forever", PeakHours: "some"}
"""What words of a sentence make another statement of a value that stands in it: of every kind, and of one."""


def thing(kind: type[Fact]) -> str:
    """What a fact is called in a sentence."""
    return kind.table.replace("_", " ")


def days_of(instant: datetime) -> set[date]:
    """The calendar days that an instant is on, on the vendor's clocks."""
    return {(instant + ahead).date() for ahead in VENDOR_CLOCKS}


def is_same_day(instant: datetime, other: datetime) -> bool:
    """Whether two instants are on one day on the vendor's clocks."""
    return bool(days_of(instant) & days_of(other))


def is_day_of(day: datetime, instant: datetime) -> bool:
    """Whether one is the day, without a clock, on which the other is."""
    return day.time() == MIDNIGHT != instant.time() and day.date() in days_of(instant)


def is_ahead(instant: datetime | None, moment: datetime) -> bool:
    return instant is not None and instant > moment


def instants_ahead(mention: Mention, moment: datetime) -> list[datetime]:
    return [instant for instant in mention.instants if instant > moment]


def is_about(mention: Mention, kind: type[Fact], key: FactKey, moment: datetime) -> bool:
    """Whether a sentence may be about this fact."""
    if kind is PeakHours:
        return bool(mention.windows) or not HOURS.isdisjoint(mention.about)
    # "These names go dark on …" names none, and stands where the names were.
    names_it = key[1] in mention.models or not mention.models
    dated = mention.looks_dated or bool(instants_ahead(mention, moment))
    if kind is Promotion:
        return names_it and ("promotion" in mention.about or bool(mention.percents) or (dated and not mention.about))
    others = mention.about - {"retirement"}
    return names_it and (("retirement" in mention.about and bool(mention.models)) or (dated and not others))


def says_the_same(mention: Mention, kind: type[Fact], value: FactValue, moment: datetime) -> bool:
    """Whether the value's instant, hours or share stands in the sentence, and no other one beside it."""
    if value is None:
        return False
    if kind is PeakHours:
        return mention.windows == value[2] and has_its_days(mention, value)
    instant = value[1] if kind is Retirement else value[2]
    share = value[0] if kind is Promotion else None
    if isinstance(share, Decimal) and mention.percents - {share}:
        return False
    ahead = instants_ahead(mention, moment)
    if instant is None:
        return not ahead and not mention.looks_dated and (kind is Retirement or share in mention.percents)
    return all(is_same_day(other, instant) for other in ahead) and states(mention, instant)


def has_its_days(mention: Mention, value: tuple[object, ...]) -> bool:
    """Whether the days that a sentence names for peak hours are those of the value; it may name none."""
    holidays_rest = value[3] is not None
    return mention.weekdays <= {value[1]} and mention.holidays_rest in (None, holidays_rest)


def end_of(kind: type[Fact], value: FactValue) -> datetime | None:
    """The instant of a value with which it comes to its end."""
    return None if value is None or kind not in ENDS else value[ENDS[kind]]


def denies(mention: Mention, kind: type[Fact], value: FactValue, moment: datetime) -> bool:
    """Whether a sentence takes a value back, puts it off or doubts it, or is about a part of what the value is about.

    An instant that has passed is rightly told as past.
    """
    end = end_of(kind, value)
    over = {"past"} if end is not None and end <= moment else set[str]()
    of_a_model = kind is PeakHours and bool(mention.models) and bool(mention.windows)
    return of_a_model or not mention.denies.isdisjoint((DENIALS | {OWN_DENIALS[kind]}) - over)


def takes_back(mention: Mention, kind: type[Fact], key: FactKey) -> bool:
    """Whether a sentence without a value denies that it comes, or lasts: "The deprecation is cancelled." """
    words = mention.denies & {"not", "withdrawn", "past", OWN_DENIALS[kind]} - {"some"}
    if kind is PeakHours:
        return bool(words) and "peak_hours" in mention.about
    if not words or not (key[1] in mention.models or not mention.models):
        return False
    stays = "stay" in words and key[1] in mention.models
    others = mention.about - {kind.table, "retirement"}
    return not others and (kind.table in mention.about or stays)


def states_the_past(mention: Mention, kind: type[Fact], key: FactKey, value: FactValue, moment: datetime) -> bool:
    """Whether a sentence says of what is to end that it ended, on another day."""
    end = end_of(kind, value)
    if end is None or kind.table not in mention.about or key[1] not in mention.models:
        return False
    past = any(instant <= moment for instant in mention.instants)
    return past and not any(is_same_day(instant, end) for instant in mention.instants)


def states(mention: Mention, instant: datetime) -> bool:
    """Whether a sentence states an instant, or its day without a clock."""
    if instant in mention.instants:
        return True
    same_day = [other for other in mention.instants if is_same_day(other, instant)]
    clocked = [other for other in same_day if other.time() != MIDNIGHT]
    return not clocked and bool(days_of(instant) & (mention.days | {other.date() for other in mention.instants}))


def has_another(mention: Mention, kind: type[Fact], value: tuple[object, ...], moment: datetime) -> bool:
    """Whether a sentence states an instant ahead, hours, days or a share, or digits that may be one."""
    if kind is PeakHours:
        return bool(mention.windows) or CLOCK.search(mention.text) is not None or not has_its_days(mention, value)
    shares = bool(mention.percents) and kind is Promotion
    return shares or mention.looks_dated or bool(instants_ahead(mention, moment))
