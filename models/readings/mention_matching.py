"""Comparing a sentence that was not understood with a fact: unrelated, the same value, or another one. Pure."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from models.facts import Fact, FactKey, FactValue, PeakHours, Promotion, Retirement
from models.readings.unread import Mention

MIDNIGHT = time()
TIME_OF_DAY = re.compile(r"[0-9]:[0-9]{2}|[0-9] ?(?:[ap]\.?m\b|点|时)", re.IGNORECASE)
"""A time of day in any notation."""
END_COLUMNS: dict[type[Fact], int] = {Retirement: 1, Promotion: 2}
"""The position of the end instant in the value of each kind that has one."""
VENDOR_CLOCKS = (timedelta(0), timedelta(hours=8))
"""The UTC offsets in which pages may state a day."""
HOURS_TOPICS = {"peak_hours", "hours"}
DENIALS = {"not", "withdrawn", "unsure", "past"}
KIND_DENIALS: dict[type[Fact], str] = {Retirement: "stay", Promotion: "forever", PeakHours: "some"}
"""Members of `Mention.denies` that deny a value of any kind of fact (`DENIALS`), or of one kind (`KIND_DENIALS`)."""


def fact_label(kind: type[Fact]) -> str:
    """The name of a kind of fact in a sentence: `peak hours`."""
    return kind.table.replace("_", " ")


def calendar_days(instant: datetime) -> set[date]:
    """The calendar days of an instant in each of `VENDOR_CLOCKS`."""
    return {(instant + ahead).date() for ahead in VENDOR_CLOCKS}


def is_same_day(instant: datetime, other: datetime) -> bool:
    """True if two instants are on the same calendar day of one clock, any of `VENDOR_CLOCKS`."""
    return any((instant + ahead).date() == (other + ahead).date() for ahead in VENDOR_CLOCKS)


def is_same_day_without_time(day: datetime, instant: datetime) -> bool:
    """True if `day` has no time of day and is the calendar day of `instant`."""
    return day.time() == MIDNIGHT != instant.time() and day.date() in calendar_days(instant)


def is_instant_or_its_day(stated: datetime, instant: datetime) -> bool:
    """True if `stated` is an instant, or its calendar day without a time of day."""
    return stated == instant or (stated.time() == MIDNIGHT and is_same_day(stated, instant))


def is_ahead(instant: datetime | None, moment: datetime) -> bool:
    """True if an instant is known and later than `moment`."""
    return instant is not None and instant > moment


def instants_ahead(mention: Mention, moment: datetime) -> list[datetime]:
    """The instants in a sentence that are later than `moment`."""
    return [instant for instant in mention.instants if instant > moment]


def may_be_about(mention: Mention, kind: type[Fact], key: FactKey, moment: datetime) -> bool:
    """True if a sentence may be about the fact with this key."""
    if kind is PeakHours:
        return bool(mention.windows) or not HOURS_TOPICS.isdisjoint(mention.about)
    # A sentence without a model, such as "These names go dark on …", may be about any model.
    may_name_model = key[1] in mention.models or not mention.models
    dated = mention.looks_dated or bool(instants_ahead(mention, moment))
    if kind is Promotion:
        return may_name_model and (
            "promotion" in mention.about or bool(mention.percents) or (dated and not mention.about)
        )
    other_topics = mention.about - {"retirement"}
    return may_name_model and (("retirement" in mention.about and bool(mention.models)) or (dated and not other_topics))


def states_same_value(mention: Mention, kind: type[Fact], value: FactValue, moment: datetime) -> bool:
    """True if the sentence has the value's instant, hours or percentage, and no other one."""
    if value is None:
        return False
    if kind is PeakHours:
        return mention.windows == value[2] and agrees_on_days(mention, value)
    instant = value[1] if kind is Retirement else value[2]
    percentage = value[0] if kind is Promotion else None
    if isinstance(percentage, Decimal) and mention.percents - {percentage}:
        return False
    ahead = instants_ahead(mention, moment)
    if instant is None:
        return not ahead and not mention.looks_dated and (kind is Retirement or percentage in mention.percents)
    return all(is_instant_or_its_day(other, instant) for other in ahead) and states_instant(mention, instant)


def agrees_on_days(mention: Mention, value: tuple[object, ...]) -> bool:
    """True if a sentence names no days for peak hours, or those of the value."""
    holidays_rest = value[3] is not None
    return mention.weekdays <= {value[1]} and mention.holidays_rest in (None, holidays_rest)


def end_instant(kind: type[Fact], value: FactValue) -> datetime | None:
    """The instant at which a value ends; None if it has no end."""
    return None if value is None or kind not in END_COLUMNS else value[END_COLUMNS[kind]]


def denies_value(mention: Mention, kind: type[Fact], value: FactValue, moment: datetime) -> bool:
    """True if a sentence withdraws, postpones or doubts a value, or is about only a part of what it covers.

    The past tense is no denial of a value whose end has passed.
    """
    end = end_instant(kind, value)
    not_denying = {"past"} if end is not None and end <= moment else set[str]()
    of_a_model = kind is PeakHours and bool(mention.models) and bool(mention.windows)
    return of_a_model or not mention.denies.isdisjoint((DENIALS | {KIND_DENIALS[kind]}) - not_denying)


def withdraws(mention: Mention, kind: type[Fact], key: FactKey) -> bool:
    """True if a sentence without a value denies that the fact holds or will hold: "The deprecation is cancelled." """
    denials = mention.denies & {"not", "withdrawn", "past", KIND_DENIALS[kind]} - {"some"}
    if kind is PeakHours:
        return bool(denials) and "peak_hours" in mention.about
    if not denials or not (key[1] in mention.models or not mention.models):
        return False
    stays = "stay" in denials and key[1] in mention.models
    other_topics = mention.about - {kind.table, "retirement"}
    return not other_topics and (kind.table in mention.about or stays)


def states_past_end(mention: Mention, kind: type[Fact], key: FactKey, value: FactValue, moment: datetime) -> bool:
    """True if a sentence says that something ended on another day than the value states."""
    end = end_instant(kind, value)
    if end is None or kind.table not in mention.about or key[1] not in mention.models:
        return False
    past = any(instant <= moment for instant in mention.instants)
    return past and not any(is_same_day(instant, end) for instant in mention.instants)


def states_instant(mention: Mention, instant: datetime) -> bool:
    """True if a sentence states an instant, or its day without a time of day.

    A printed day may be of either clock. A time of day that may belong to it makes it another instant.
    """
    if instant in mention.instants:
        return True
    days = calendar_days(instant)
    with_time = [other for other in mention.instants if other.time() != MIDNIGHT]
    if any(days & calendar_days(other) for other in with_time):
        return False
    return bool(days & (mention.days | {other.date() for other in mention.instants}))


def states_some_value(mention: Mention, kind: type[Fact], value: tuple[object, ...], moment: datetime) -> bool:
    """True if a sentence states some value of a kind of fact, or digits that may be a date or a time.

    It is not compared with `value`, but for the days of peak hours: ask `states_same_value` first.
    """
    if kind is PeakHours:
        return (
            bool(mention.windows) or TIME_OF_DAY.search(mention.text) is not None or not agrees_on_days(mention, value)
        )
    has_percentage = bool(mention.percents) and kind is Promotion
    return has_percentage or mention.looks_dated or bool(instants_ahead(mention, moment))
