"""The spans of time in which a price stays the same, and the next cheaper one: against a look at every quarter hour."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest

from bench.harness.dates import day
from models.facts.kinds import PeakHours, Price
from models.pricing.ahead import AHEAD, Outlook, outlook, spans, tariffs_of
from models.pricing.bill import Stretch
from models.pricing.tariff import HOURS_NOT_STATED, Tariffs, quote
from scrapers.registry import find_calendar
from tests.unit.test_tariff import hours

QUARTER = timedelta(minutes=15)
TARIFF = ("s", "USD")


def price(band: str, amount: str, meter: str = "output", mode: str = "standard") -> Price:
    return Price(
        source="s", model="m", meter=meter, band=band, currency="USD", mode=mode, amount=Decimal(amount),
        list_amount=None, unit="1M tokens",
    )  # fmt: skip


BANDS = (price("off_peak", "1.98"), price("peak", "3.96"))


def stretch(start: str, end: str, prices: tuple[Price, ...] = BANDS, peaks: PeakHours | None = None) -> Stretch:
    return Stretch(day(start), day(end), Tariffs(prices, {} if peaks is None else {"s": peaks}))


def ahead(at: str, *parts: Stretch, following: int = 1) -> Outlook:
    found = outlook(parts, TARIFF, day(at), find_calendar, following=following)
    assert found is not None
    return found


def text(instant: datetime) -> str:
    return f"{instant:%m-%d %H:%M}"


def test_in_peak_hours_the_price_falls_at_their_end() -> None:
    found = ahead("2026-11-30 02:00", stretch("2026-11-30", "2026-12-31", peaks=hours()))
    assert (found.now.band, found.now.why) == ("peak", "Monday 10:00 in Asia/Shanghai lies in 09:00-12:00")
    assert (text(found.now.end), found.after[0].band) == ("11-30 04:00", "off_peak")
    assert found.cheaper is not None
    assert [text(edge) for edge in (found.cheaper.start, found.cheaper.end)] == ["11-30 04:00", "11-30 06:00"]


def test_nothing_is_cheaper_than_off_peak_and_no_hour_is_searched_for_it() -> None:
    asked = list[str]()

    def counted(name: str):  # noqa: ANN202
        asked.append(name)
        return find_calendar(name)

    found = outlook([stretch("2026-11-30", "2027-06-30", peaks=hours())], TARIFF, day("2026-11-30"), counted)
    assert found is not None
    assert (found.cheaper, text(found.now.end), len(found.after)) == (None, "11-30 01:00", 1)


@pytest.mark.parametrize(
    ("at", "peaks", "why", "until"),
    [
        (
            "2026-10-01 02:00",
            hours(),
            "Thursday 10:00 in Asia/Shanghai: 2026-10-01 is a Chinese public holiday",
            "10-08 01:00",
        ),
        ("2026-10-17 02:00", hours(), "Saturday 10:00 in Asia/Shanghai: Saturday is no peak day", "10-19 01:00"),
        (
            "2026-10-10 02:00",
            hours(),
            "Saturday 10:00 in Asia/Shanghai: Saturday is no peak day"
            " (this Saturday is worked in exchange for a Chinese public holiday)",
            "10-12 01:00",
        ),
        (
            "2026-10-10 02:00",
            hours("1234567"),
            "Saturday 10:00 in Asia/Shanghai lies in 09:00-12:00"
            " (this Saturday is worked in exchange for a Chinese public holiday)",
            "10-10 04:00",
        ),
        (
            "2026-10-12 05:00",
            hours(),
            "Monday 13:00 in Asia/Shanghai lies outside 09:00-12:00 14:00-18:00",
            "10-12 06:00",
        ),
        ("2026-10-12 05:00", None, HOURS_NOT_STATED, "10-31 00:00"),
    ],
    ids=["holiday", "weekend", "swapped and no peak day", "swapped and peak", "between the windows", "no hours"],
)  # fmt: skip
def test_the_reason_and_the_end_of_each_band(at: str, peaks: PeakHours | None, why: str, until: str) -> None:
    found = ahead(at, stretch("2026-09-30", "2026-10-31", peaks=peaks))
    assert (found.now.why, text(found.now.end)) == (why, until)


def test_announced_prices_and_hours_count() -> None:
    parts = (
        stretch("2026-08-14", "2026-08-16 16:00", (price("flat", "2.50"),)),
        stretch("2026-08-16 16:00", "2026-08-22 16:00", peaks=hours("1234567", holidays=None)),
        stretch("2026-08-22 16:00", "2026-09-14", peaks=hours()),
    )
    found = ahead("2026-08-15", *parts, following=99)
    assert (found.now.band, found.now.end, found.now.prices["output"]) == (
        "flat",
        day("2026-08-16 16:00"),
        (Decimal("2.50"),) * 2,
    )
    assert found.cheaper == found.after[0]
    peaks = [text(span.start) for span in found.after if span.band == "peak"]
    assert peaks[10:13] == ["08-22 01:00", "08-22 06:00", "08-24 01:00"]


def test_a_price_that_stays_the_same_has_no_end() -> None:
    found = ahead(
        "2026-08-14",
        stretch("2026-08-14", "2026-08-20", (price("flat", "1"),)),
        stretch("2026-08-20", "2026-09-14", (price("flat", "1"),)),
    )
    assert (found.after, found.cheaper, found.now.end) == ([], None, day("2026-09-14"))


def test_an_unknown_band_is_cheaper_than_peak_never_but_off_peak_is_cheaper_than_unknown() -> None:
    far = stretch("2999-01-04", "2999-01-10", peaks=hours())
    found = ahead("2999-01-04 02:00", far)
    assert (found.now.band, found.now.prices["output"]) == ("unknown", (Decimal("1.98"), Decimal("3.96")))
    assert found.cheaper is not None
    assert found.cheaper.band == "off_peak"
    assert not found.now.is_cheaper_than(
        ahead("2026-11-30 02:00", stretch("2026-11-30", "2026-12-01", peaks=hours())).now
    )


def test_without_a_price_there_is_no_outlook() -> None:
    parts = [stretch("2026-08-14", "2026-08-16", ()), stretch("2026-08-16", "2026-08-20", (price("flat", "1"),))]
    assert outlook(parts, TARIFF, day("2026-08-14"), find_calendar) is None
    assert outlook([stretch("2026-08-14", "2026-08-16")], TARIFF, day("2026-08-14"), find_calendar, "batch") is None
    assert tariffs_of(parts) == [TARIFF]


def drawn(random: Random) -> list[Stretch]:
    """A month in up to three stretches, each with its own windows, days and prices."""
    start = day("2025-12-20") + timedelta(days=random.randrange(400), minutes=random.randrange(1440))
    cuts = sorted(start + timedelta(minutes=random.randrange(1, 44640)) for _ in range(random.randrange(3)))
    edges = [start, *dict.fromkeys(cuts), start + AHEAD]
    parts = list[Stretch]()
    for since, until in pairwise(edges):
        step = random.choice((30, 15, 5))
        first, second = sorted(random.sample(range(0, 1440, step), 2))
        times = f"{first // 60:02}:{first % 60:02}-{second // 60:02}:{second % 60:02}"
        zone = random.choice(("Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "UTC"))
        peaks = PeakHours(
            source="s",
            time_zone=zone,
            weekdays=random.choice(("1234567", "12345", "67")),
            windows=times,
            holidays=random.choice((None, "CN")),
        )
        prices = random.choice((BANDS, (price("flat", "2.5"),), (*BANDS, price("flat", "1", "input_cache_miss"))))
        parts.append(Stretch(since, until, Tariffs(prices, {"s": peaks})))
    return parts


def test_the_spans_are_those_of_a_quote_at_every_five_minutes() -> None:
    random, looked = Random(13), 0  # noqa: S311
    for _ in range(25):
        parts = drawn(random)
        found = list(spans(parts, *TARIFF, find_calendar))
        assert [span.start for span in found[1:]] == [span.end for span in found[:-1]]
        assert (found[0].start, found[-1].end) == (parts[0].start, parts[-1].end)
        for _ in range(200):
            at = parts[0].start + random.random() * (parts[-1].end - parts[0].start)
            (part,) = (part for part in parts if part.start <= at < part.end)
            (span,) = (span for span in found if span.start <= at < span.end)
            outputs = [each for each in part.tariffs.prices if each.meter == "output"]
            quoted = quote(outputs, part.tariffs.hours["s"], at, find_calendar)
            assert (span.prices["output"], span.band) == ((quoted.low, quoted.high), quoted.band)
            looked += 1
    assert looked == 5000
