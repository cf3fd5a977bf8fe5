"""The title of an alert says what, how much and when; its body first what to do. Every kind has both."""

from dataclasses import replace
from decimal import Decimal

import pytest

from alerts.compose import compose, compose_groups
from alerts.message import Message
from alerts.texts.change_texts import change_lines
from alerts.texts.context import AlertContext, SeenSnapshot
from alerts.texts.escaping import CHAT, PLAIN, SLACK, Dialect
from alerts.texts.next_steps import DECIDE, NEXT_STEPS, TO_DO
from alerts.texts.title_phrases import PHRASES, PHRASES_OF_THINGS
from alerts.texts.titles import LONGEST, VALUES, names_text, short_moment
from bench.harness.dates import day
from models.changes import Change, Data
from models.facts.base import Fact
from models.facts.kinds import ModelVersion, PeakHours, Price, Promotion, Retirement
from models.facts.texts import describe
from models.kinds.changes import ChangeKind
from scrapers.registry import SOURCES

SEEN = SeenSnapshot(
    "deepseek_pricing", "https://its.example/pricing", day("2026-08-13"), 7, vendor="deepseek", vendor_name="DeepSeek"
)
BERLIN = "Europe/Berlin"
D = ChangeKind
NEWS = [kind for kind in ChangeKind if kind.is_news]


def message(*changes: Change, zone: str = BERLIN, at: str = "2026-08-13", **context: object) -> Message:
    """The alert of changes, however many subjects they have."""
    subject, seen = changes[0].subject, replace(SEEN, moment=day(at))
    contexts = {subject: AlertContext(**context)}  # pyright: ignore[reportArgumentType]
    (found,) = compose_groups({subject: changes}, seen, contexts, zone, "")
    return found


def change(kind: ChangeKind, *after: Fact, before: tuple[Fact, ...] = (), at: str = "", subject: str = "") -> Change:
    facts = after or before
    name = subject or str(getattr(facts[0], "model", "peak hours"))
    said = (describe(before, kind.thing), describe(after, kind.thing))
    return Change(kind, "deepseek_pricing", name, *said, day(at) if at else None, before, after)


def price(amount: str, band: str = "flat", meter: str = "output", currency: str = "USD", model: str = "m") -> Price:
    return Price(
        source="deepseek_pricing", model=model, meter=meter, band=band, currency=currency, amount=Decimal(amount),
        list_amount=None, unit="1M tokens",
    )  # fmt: skip


def retirement(state: str, at: str = "", model: str = "m", answers_as: str | None = None) -> Retirement:
    return Retirement(
        source="deepseek_pricing",
        model=model,
        state=state,
        retires_at=day(at) if at else None,
        replacement=None,
        answers_as=answers_as,
    )


def promotion(percent: str | None, ends: str, after_end: str | None = None) -> Promotion:
    return Promotion(
        source="deepseek_pricing",
        model="m",
        percent_off=None if percent is None else Decimal(percent),
        starts_at=None,
        ends_at=day(ends) if ends else None,
        after_end=after_end,
    )


PRO, AT = "deepseek-v4-pro", "2026-08-16 16:00"
MOVES = (
    ("input_cache_hit", "0.003625", "0.022", "0.044"),
    ("input_cache_miss", "0.435", "0.66", "1.32"),
    ("output", "0.87", "1.98", "3.96"),
)
PRICES = [
    change(
        D.PRICE_ANNOUNCED,
        price(off_peak, "off_peak", meter, model=PRO),
        price(peak, "peak", meter, model=PRO),
        before=(price(flat, meter=meter, model=PRO),),
        at=AT,
    )
    for meter, flat, off_peak, peak in MOVES
]
VERSIONS = [
    ModelVersion(source="deepseek_pricing", model=PRO, version=name, context_length=None, max_output=None)
    for name in ("DeepSeek-V4-Pro", "DeepSeek-V4-Pro-0813")
]
RISE = [change(D.VERSION_CHANGED, VERSIONS[1], before=(VERSIONS[0],)), *PRICES]


def test_the_rise_of_august_is_told_in_the_words_of_the_issue() -> None:
    assert message(*PRICES, short="+196 USD a month").title == (
        "deepseek-v4-pro output 0.87 → 1.98 off-peak / 3.96 peak USD (+128 to +355 %) from 16 Aug 18:00 Berlin"
        "; your bill +196 USD a month"
    )


def test_the_other_changes_are_named_in_few_words() -> None:
    assert (
        " from 16 Aug 18:00 Berlin; your bill +196 USD a month; also version"
        in message(*RISE, short="+196 USD a month").title
    )


TITLES = {
    "m is retired on 14 Sep 06:00 Berlin (in 4 days)": change(
        D.RETIREMENT_ANNOUNCED, retirement("dated", "2026-09-14 04:00"), at="2026-09-14 04:00"
    ),
    "m is to be retired, without a date": change(D.RETIREMENT_ANNOUNCED, retirement("announced")),
    "m is retired on 20 Sep 06:00 Berlin (in 10 days), not on 14 Sep 06:00 Berlin": change(
        D.RETIREMENT_MOVED,
        retirement("dated", "2026-09-20 04:00"),
        before=(retirement("dated", "2026-09-14 04:00"),),
        at="2026-09-20 04:00",
    ),
    "m stays: its retirement on 14 Sep 06:00 Berlin is cancelled": change(
        D.RETIREMENT_CANCELLED, before=(retirement("dated", "2026-09-14 04:00"),), at="2026-09-14 04:00"
    ),
    "m retirement has no date any more (it was 14 Sep 06:00 Berlin)": change(
        D.RETIREMENT_UNDATED, retirement("announced"), before=(retirement("dated", "2026-09-14 04:00"),)
    ),
    "m is retired since 9 Sep 06:00 Berlin": change(
        D.RETIREMENT_HAPPENED, retirement("retired", "2026-09-09 04:00"), at="2026-09-09 04:00"
    ),
    "m answers as deepseek-flash since 10 Sep 06:00 Berlin": change(
        D.NAME_REROUTED, retirement("routed", answers_as="deepseek-flash"), at="2026-09-10 04:00"
    ),
    "m is no longer listed since 10 Sep 06:00 Berlin": change(D.MODEL_REMOVED, before=(price("1"),)),
    "m is new as of 10 Sep 06:00 Berlin: output 0.6 off-peak / 1.2 peak USD": change(
        D.MODEL_ADDED, price("0.15", "off_peak", "input"), price("0.6", "off_peak"), price("1.2", "peak")
    ),
    "m 75 % off until 1 Oct 02:00 Berlin": change(D.PROMOTION_STARTED, promotion("75", "2026-10-01")),
    "m 75 % off extended until 9 Oct 02:00 Berlin (it was until 1 Oct 02:00 Berlin)": change(
        D.PROMOTION_EXTENDED, promotion("75", "2026-10-09"), before=(promotion("75", "2026-10-01"),)
    ),
    "m free use ended 10 Sep 06:00 Berlin": change(D.PROMOTION_ENDED, before=(promotion("100", "2026-09-10 04:00"),)),
    "m reduced price made permanent: it does not end on 1 Oct 02:00 Berlin": change(
        D.PROMOTION_MADE_PERMANENT,
        promotion(None, "2026-10-01", "permanent"),
        before=(promotion(None, "2026-10-01"),),
    ),
    "m output 1 → 0 USD (-100 %) as of 10 Sep 06:00 Berlin": change(D.PRICE_CHANGED, price("0"), before=(price("1"),)),
    "m output 0 → 1 USD as of 10 Sep 06:00 Berlin": change(D.PRICE_CHANGED, price("1"), before=(price("0"),)),
    "m output 200 → 201 USD (+0.5 %) as of 10 Sep 06:00 Berlin": change(
        D.PRICE_CHANGED, price("201"), before=(price("200"),)
    ),
    "m output 2 USD moved to 1 Oct 02:00 Berlin": change(
        D.PRICE_MOVED, price("2"), before=(price("1"),), at="2026-10-01"
    ),
    "m output stays 1 USD: the change on 1 Oct 02:00 Berlin is cancelled": change(
        D.PRICE_CANCELLED, price("2"), before=(price("1"),), at="2026-10-01"
    ),
    "m output 1 → 2 USD (+100 %) in effect since 9 Sep 02:00 Berlin": change(
        D.PRICE_IN_EFFECT, price("2"), before=(price("1"),), at="2026-09-09"
    ),
    "m output 1 USD no longer stated as of 10 Sep 06:00 Berlin": change(D.PRICE_CHANGED, before=(price("1"),)),
    "m: wording changed, believed as before: retirement on 14 Sep 06:00 Berlin": change(
        D.WORDING_CHANGED, retirement("dated", "2026-09-14 04:00")
    ),
    "m output 1 → 2 USD (+100 %) from 1 Jan 2027 13:00 Berlin": change(
        D.PRICE_ANNOUNCED, price("2"), before=(price("1"),), at="2027-01-01 12:00"
    ),
}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_says_what_how_much_and_when(title: str) -> None:
    assert message(TITLES[title], at="2026-09-10 04:00").title == title


def test_the_weightiest_price_is_told_of_several() -> None:
    moves = [("input_cache_hit", "1", "9"), ("input_cache_miss", "1", "2"), ("output", "1", "3")]
    changes = [change(D.PRICE_CHANGED, price(new, meter=it), before=(price(old, meter=it),)) for it, old, new in moves]
    assert message(*changes).title.startswith("m output 1 → 3 USD (+200 %)")
    assert message(*changes[:2]).title.startswith("m input_cache_hit 1 → 9 USD (+800 %)")
    yuan = change(D.PRICE_CHANGED, price("9", currency="CNY"), before=(price("1", currency="CNY"),))
    assert message(yuan, changes[1]).title.startswith("m input_cache_miss 1 → 2 USD")


@pytest.mark.parametrize(
    ("count", "names"), [(1, "a answers"), (2, "a, b answer"), (3, "a, b, c answer"), (5, "a, b, c and 2 more answer")]
)
def test_subjects_of_which_the_same_is_told_are_named_together(count: int, names: str) -> None:
    routes = [
        change(D.NAME_REROUTED, retirement("routed", model=name, answers_as="z"), at="2026-08-13")
        for name in "abcde"[:count]
    ]
    assert message(*routes).title == f"{names} as z since 13 Aug 02:00 Berlin"


def test_long_names_are_counted_earlier() -> None:
    assert names_text(["a" * 50, "b" * 50, "c"]) == "a" * 50 + " and 2 more"
    assert names_text(["a" * 200]) == "a" * 200


def test_subjects_of_which_other_things_are_told_are_named_behind() -> None:
    prices = [
        change(D.PRICE_CHANGED, price(new, model=name), before=(price("1", model=name),))
        for name, new in (("a", "2"), ("b", "3"))
    ]
    found = message(*prices)
    assert found.title == "a output 1 → 2 USD (+100 %) as of 13 Aug 02:00 Berlin; also b"
    assert "- a: price changed (USD / 1M tokens)\n  output  1 → 2  +100.0 %\n- b: price changed" in found.body


def test_cancelled_retirements_of_several_names_read_well() -> None:
    off = [
        change(D.RETIREMENT_CANCELLED, before=(retirement("dated", "2026-09-14", name),), at="2026-09-14")
        for name in "ab"
    ]
    assert message(*off).title == "a, b stay: their retirement on 14 Sep 02:00 Berlin is cancelled"


def test_what_is_back_or_flaps_is_said_behind_the_instant() -> None:
    back = change(D.PRICE_CHANGED, price("2"), before=(price("1"),))
    assert message(back, same_until=day("2026-08-12 11:00")).title.endswith(
        "as of 13 Aug 02:00 Berlin, again: as it was until 12 Aug 13:00 Berlin"
    )
    assert message(back, flap_note="3 times within a day").title.endswith(", 3 times within a day")


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("UTC", "16 Aug 16:00 UTC"),
        ("Europe/Berlin", "16 Aug 18:00 Berlin"),
        ("Asia/Shanghai", "17 Aug 00:00 Shanghai"),
        ("America/Argentina/Buenos_Aires", "16 Aug 13:00 Buenos Aires"),
    ],
)
def test_an_instant_is_short_and_on_the_clock_of_the_reader(zone: str, text: str) -> None:
    assert short_moment(day("2026-08-16 16:00"), zone, day("2026-08-13")) == text


def test_the_year_is_said_if_it_is_not_that_of_the_reading_on_the_clock_of_the_reader() -> None:
    assert short_moment(day("2026-12-31 23:30"), BERLIN, day("2026-08-13")) == "1 Jan 2027 00:30 Berlin"
    assert short_moment(day("2026-12-31 23:30"), BERLIN, day("2026-12-31 23:10")) == "1 Jan 00:30 Berlin"


def hours(weekdays: str) -> PeakHours:
    return PeakHours(
        source="deepseek_pricing",
        time_zone="Asia/Shanghai",
        weekdays=weekdays,
        windows="09:00-12:00 14:00-18:00",
        holidays=None,
    )


HOURS = {
    "09:00-12:00 14:00-18:00 Shanghai, every day, from 16 Aug 18:00 Berlin": change(
        D.PEAK_HOURS_ANNOUNCED, hours("1234567"), at=AT
    ),
    "09:00-12:00 14:00-18:00 Shanghai, Monday to Friday, as of 13 Aug 02:00 Berlin": change(
        D.PEAK_HOURS_CHANGED, hours("12345"), before=(hours("1234567"),)
    ),
    "none any more, from 16 Aug 18:00 Berlin": change(D.PEAK_HOURS_ANNOUNCED, before=(hours("12345"),), at=AT),
}


@pytest.mark.parametrize("what", HOURS)
def test_peak_hours_name_their_vendor_and_the_new_hours(what: str) -> None:
    found = message(HOURS[what])
    assert found.title == f"DeepSeek peak hours: {what}"
    assert ("every hour costs the same" in found.body) == ("none" in what)


def test_every_kind_of_news_has_a_phrase_and_a_line_of_what_to_do() -> None:
    assert [kind for kind in NEWS if kind.thing not in {*VALUES, *PHRASES_OF_THINGS} and kind not in PHRASES] == []
    assert [kind for kind in NEWS if kind not in TO_DO] == []


@pytest.mark.parametrize("kind", NEWS)
def test_a_change_without_facts_has_a_title_in_one_line_and_says_what_to_do_first(kind: ChangeKind) -> None:
    found = message(Change(kind, "deepseek_pricing", "m", "before", "after", None))
    assert found.title.startswith("m")
    assert "\n" not in found.title
    first, second, *_ = found.body.split("\n")
    assert (first.startswith("To do: "), second) == (True, "")
    assert "{" not in first


def test_a_title_that_gets_too_long_says_that_there_is_more() -> None:
    long = "m" * 90
    prices = change(D.PRICE_ANNOUNCED, price("2", model=long), before=(price("1", model=long),), at="2026-08-20")
    notes = [Change(kind, "deepseek_pricing", long, "a", "b", None) for kind in (D.LIMITS_CHANGED, D.VERSION_CHANGED)]
    others = [Change(D.PROMOTION_ENDED, "deepseek_pricing", long, "a", "b", None)]
    found = message(prices, *notes, *others).title
    assert found.endswith("Berlin; and more")
    assert len(found) <= LONGEST


def test_old_and_new_stand_in_aligned_columns() -> None:
    lines = message(*RISE).body.splitlines()
    table = [line for line in lines if line.startswith("  ")]
    assert table == [
        "  input_cache_hit   0.003625 → 0.022 off-peak   +506.9 %",
        "  input_cache_hit   0.003625 → 0.044 peak      +1113.8 %",
        "  input_cache_miss  0.435    → 0.66 off-peak     +51.7 %",
        "  input_cache_miss  0.435    → 1.32 peak        +203.4 %",
        "  output            0.87     → 1.98 off-peak    +127.6 %",
        "  output            0.87     → 3.96 peak        +355.2 %",
    ]


def test_a_cancelled_price_says_what_stays_and_what_was_announced() -> None:
    off = change(D.PRICE_CANCELLED, price("2"), before=(price("1"),), at="2026-10-01")
    lines = list(change_lines([off], lambda at: f"{at:%F}"))
    assert lines[0] == "- price change cancelled (USD / 1M tokens; what stays → what was announced)"


@pytest.mark.parametrize("dialect", [PLAIN, SLACK, CHAT])
def test_a_command_arrives_as_it_is_typed(dialect: Dialect) -> None:
    held = {"why": "prices moved", "needs_decision": True}
    doubt = Change(D.SOURCE_HELD, "s", "s", None, "held", None, about=Data(value_after=held))
    found = message(doubt)
    _, body = dialect.written(found.title, found.body)
    lines = body.split("\n")
    for command in ("almanac snapshot 7", "almanac held", "almanac held accept 7", "almanac held reject 7"):
        assert any(line.endswith(f": {command}") for line in lines), command


def test_no_text_of_ours_puts_a_command_in_quotes() -> None:
    assert [text for text in (*NEXT_STEPS.values(), *TO_DO.values(), DECIDE) if "`" in text] == []


def test_a_person_can_open_the_page_of_every_source() -> None:
    seen = {name: source.page or source.url({}) for name, source in SOURCES.items()}
    assert [name for name, url in seen.items() if url.endswith(".parquet") or "/api/v" in url or "//api." in url] == []
    assert seen["arena_text_style_control"] == seen["arena_text"] == "https://arena.ai/leaderboard/text"
    assert seen["arena_webdev"] == "https://arena.ai/leaderboard/code"


def test_an_alert_links_to_the_page_that_a_person_reads() -> None:
    seen = replace(SEEN, page="https://arena.ai/leaderboard/text")
    (found,) = compose([change(D.PRICE_CHANGED, price("2"), before=(price("1"),))], seen)
    assert "\nhttps://arena.ai/leaderboard/text\nCheck: almanac snapshot 7" in found.body
    assert SEEN.url not in found.body
