"""Names of models, products and contenders, and facts as text: in the change log, in refusals and in logs. Pure.

A model is identified by its vendor and its name, never by the name alone. A publisher that names contenders without a
key of its own may list a name twice; its reader numbers the keys: `x`, `x #2`, `x #3`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from models.facts.base import Fact
from models.facts.kinds import STANDARD, ModelCard, ModelVersion, PeakHours, Price, Promotion, Retirement
from models.kinds import Thing

NOTICES, HOURS = "notices", "peak hours"
"""The subjects of changes that are not about a model."""
PRODUCTS = {
    "search": r"\bSearch\b|搜索",
    "fetch": r"\bFetch\b|抓取",
    "ocr": r"(?<![A-Za-z])OCR(?![A-Za-z])|文件解析",
    "tts": r"(?<![A-Za-z])TTS(?![A-Za-z])|语音合成|语音价格|(?<![A-Za-z])speech synthesis|text[- ]to[- ]speech",
    "asr": r"(?<![A-Za-z])ASR(?![A-Za-z])|语音识别|语音价格|speech recognition|speech[- ]to[- ]text",
}
"""A regular expression for the names of each product, by the name under which it is priced."""
ANY_CASE = {product: re.compile(pattern, re.IGNORECASE) for product, pattern in PRODUCTS.items()}
RELEASE_DAY = re.compile(r"-20[0-9]{2}(?:[0-9]{4}|-[0-9]{2}-[0-9]{2})\Z")
NUMBER = re.compile(r" #[0-9]+\Z")
"""The number at the end of a contender's key."""
THOUSAND, MILLION = 1_000, 1_000_000
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EVERY_DAY = "1234567"


def qualified_name(vendor: str, model: str) -> str:
    """The name of a model with its vendor, which is unique: `deepseek/deepseek-v4-pro`."""
    return f"{vendor}/{model}"


def is_named(name: str, vendor: str, model: str) -> bool:
    """True if a name means this model: its name, also without the day of its release, alone or behind its vendor."""
    return name in {called for each in (model, without_day(model)) for called in (each, qualified_name(vendor, each))}


def without_day(model: str) -> str:
    """A model's name without the day of its release: `claude-opus-4-1-20250805`, `gpt-5-2025-08-07`."""
    return RELEASE_DAY.sub("", model)


def release_day(model: str) -> date | None:
    """The day of the release in a model's name; None if it has none."""
    found = RELEASE_DAY.search(model)
    try:
        return None if found is None else date.fromisoformat(found[0][1:])
    except ValueError:  # digits that are no day
        return None


def speaks_of(text: str, name: str) -> bool:
    """True if a text contains the name of a model or a product, in upper or lower case."""
    if name in ANY_CASE:
        return ANY_CASE[name].search(text) is not None
    return name.lower() in re.sub(r"[\s_]+", "-", text.lower())


def numbered_keys(names: Iterable[str]) -> list[str]:
    """Return a key for each name, in order: the first keeps its name, then `name #2`."""
    seen: Counter[str] = Counter()
    keys: list[str] = []
    for name in names:
        seen[name] += 1
        keys.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return keys


def is_numbered(key: str) -> bool:
    """Return True if a key ends in a number, as in `x #2`."""
    return NUMBER.search(key) is not None


def without_number(key: str) -> str:
    """Return a key without its number."""
    return NUMBER.sub("", key)


def display_name(key: str, name: str | None) -> str:
    """Return the name of a contender; the key if it numbers that name, or if no name is stated."""
    return key if name is None or (is_numbered(key) and without_number(key) == name) else name


def describe(state: Iterable[Fact], thing: Thing | None = None) -> str | None:
    """The facts of a state in one line, for the change log; None if there are none.

    `thing` is the thing that changed: of a version only that part is described.
    """
    if prices := [fact for fact in state if isinstance(fact, Price)]:
        amounts = amount_text(prices[0]) if len(prices) == 1 else amounts_text(prices)
        return f"{meter_text(prices[0])} {amounts} {unit_text(prices[0])}"
    return "; ".join(_fact_text(fact, thing) for fact in state) or None


def tier_text(mode: str, above: int) -> str:
    """A mode and a tier as text, without those that are the default: `batch, above 200K prompt tokens`."""
    length = f"above {short_number(above)} prompt tokens" if above else ""
    return ", ".join(filter(None, ("" if mode == STANDARD else mode, length)))


def meter_text(price: Price) -> str:
    """The meter of a price with its mode and tier: `output`, `output (batch, above 200K prompt tokens)`."""
    if price.mode == STANDARD and not price.above:
        return price.meter
    return f"{price.meter} ({tier_text(price.mode, price.above)})"


def short_number(number: int) -> str:
    """A number as price pages print it: 200K, 1M, 272500."""
    for unit, letter in ((MILLION, "M"), (THOUSAND, "K")):
        if number and number % unit == 0:
            return f"{number // unit}{letter}"
    return str(number)


def amounts_text(prices: Iterable[Price]) -> str:
    """The amounts of the bands of one meter: `off_peak 0.66, peak 1.32`."""
    return ", ".join([amount_text(price) for price in prices])


def unit_text(price: Price) -> str:
    """The currency and the unit of a price: `USD / 1M tokens`."""
    return f"{price.currency} / {price.unit}"


def amount_text(price: Price) -> str:
    """An amount with its band, if it is not flat, and its list price: `off_peak 0.66`, `0.435 (list 1.74)`."""
    band = "" if price.band == "flat" else f"{price.band} "
    listed = "" if price.list_amount is None else f" (list {price.list_amount:f})"
    return f"{band}{price.amount:f}{listed}"


def weekdays(days: str) -> str:
    """The names of days of the week: `12345` is Monday to Friday, `136` is Monday, Wednesday and Saturday."""
    names = [WEEKDAYS[int(day) - 1] for day in days]
    if days == EVERY_DAY:
        return "every day"
    if len(days) > 2 and days in EVERY_DAY:
        return f"{names[0]} to {names[-1]}"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def hours_text(fact: PeakHours) -> str:
    """Peak hours in one line."""
    days = weekdays(fact.weekdays) if fact.weekdays else "days not stated"
    holidays = f" but public holidays ({fact.holidays})" if fact.holidays else ""
    return f"peak {fact.windows} {fact.time_zone}, {days}{holidays}"


def lifecycle_text(fact: Promotion | Retirement) -> str:
    """A promotion or a retirement in one line."""
    return ", ".join(_promotion_text(fact) if isinstance(fact, Promotion) else _retirement_text(fact))


def card_text(fact: ModelCard, thing: Thing | None = None) -> str:
    """The part of a model card that a change of `thing` is about; of the card itself its licence, and its gating.

    A commit has its first twelve digits.
    """
    if thing is Thing.REVISION:
        return (fact.sha or "")[:12]
    if thing is Thing.GATING:
        return "off" if fact.gated == "no" else fact.gated or ""
    named = f" ({fact.licence_name})" if fact.licence_name else ""
    return f"{fact.licence}{named}" + ("" if fact.gated == "no" else f", gated ({fact.gated})")


def instant_for_people(instant: datetime | None, zone: str = "UTC") -> str:
    """An instant to the minute, for people: in UTC by that name, else as `on_clock`."""
    if instant is None:
        return "an unknown date"
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if zone == "UTC" else on_clock(instant, zone)


def on_clock(instant: datetime, zone: str = "UTC") -> str:
    """An instant on the clock of a time zone, with its offset from UTC: `2026-08-16 18:00+02`; in UTC, `… 16:00Z`."""
    if zone == "UTC":
        return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M}Z"
    return instant.astimezone(ZoneInfo(zone)).isoformat(sep=" ", timespec="minutes").removesuffix(":00")


def iso(instant: datetime) -> str:
    """An instant as ISO 8601 in UTC: `2026-08-20T00:00:00Z`."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _fact_text(fact: Fact, thing: Thing | None) -> str:
    if isinstance(fact, ModelVersion):
        limits = f"context {fact.context_length}, output {fact.max_output}"
        return limits if thing is Thing.LIMITS else fact.version or "version not stated"
    if isinstance(fact, (Promotion, Retirement)):
        return lifecycle_text(fact)
    if isinstance(fact, ModelCard):
        return card_text(fact, thing)
    if isinstance(fact, PeakHours):
        return hours_text(fact)
    return fact.words


def _promotion_text(fact: Promotion) -> Iterator[str]:
    off = "reduced" if fact.percent_off is None else f"{fact.percent_off:f} % off"
    until = "at least until" if fact.is_open_ended else "until"
    yield f"{off} {until} {instant_for_people(fact.ends_at)}" if fact.ends_at else f"{off}, no end is given"
    if fact.is_open_ended:
        yield "what follows is unpublished"
    if fact.after_end:
        yield f"then {fact.after_end.replace('_', ' ')}"


def _state_text(fact: Retirement) -> str:
    if fact.retires_at is None:
        return f"{fact.state}"
    at = instant_for_people(fact.retires_at)
    return {"kept": f"no end before {at}", "earliest": f"ends {at} at the earliest"}.get(
        fact.state or "", f"{fact.state} {at}"
    )


def _retirement_text(fact: Retirement) -> Iterator[str]:
    yield _state_text(fact)
    other = fact.replacement if fact.replacement != fact.answers_as else None
    if fact.state == "routed" and (answers_as := fact.answers_as or other):
        yield f"answers as {answers_as}" + (f" ({other})" if other and fact.answers_as else "")
        return
    if fact.answers_as:
        yield f"answers as {fact.answers_as} until then"
    if other:
        yield f"replacement {other}"
