"""Sources of one family: who contradicts whom, told once and late enough; what all of them say is told once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from itertools import cycle

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from flows.backfill.dated_facts import backfill_deepseek
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.agreement.family import AGREE, AGREEMENT, DISAGREE, differ
from models.facts.base import Fact, gone
from models.facts.kinds import ModelVersion, PeakHours, Promotion, Retirement
from models.readings.reading import Reading, Scope
from models.schema.history import HISTORY
from models.schema.tables import Alert, ChangeRow
from scrapers.page import Page
from scrapers.registry import SOURCES
from scrapers.source import Source
from tests.db.test_replay import nobody
from tests.support.facts import hour
from tests.support.walks import visit

EN, ZH, LOG, LOG_ZH, NEWS = list(SOURCES)[:5]
KINDS = (Retirement, Promotion, PeakHours, ModelVersion)
PRO = "deepseek-v4-pro"
END = day("2026-01-20 15:59")


@pytest.fixture(autouse=True)
def _believed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is about agreement here is not about waiting for a second sighting."""
    monkeypatch.setattr("models.plausibility.check.FAR", timedelta(0))


def saying(name: str, facts: tuple[Fact, ...]) -> Source:
    """A source whose page states these. It is read so seldom that nothing is held."""

    def read(_: Page) -> Reading:
        return Reading(frozenset(Scope(kind, name) for kind in KINDS), facts)

    return replace(SOURCES[name], read=read, cron="* * * * *")


def say(store: Store, at: float, name: str, *facts: Fact) -> list[str]:
    """What a source states at an hour of January 2026; the titles of the alerts that this made."""
    before = len(titles(store))
    stated = tuple(replace(fact, **{"source": name}) for fact in facts)
    body = f"{at} {name} {stated}".encode()
    process_attempt(Run(store, saying(name, stated)), lambda: Page(name, "https://example.org", body, hour(at)))
    return titles(store)[before:]


SAID = select(Alert.subject, Alert.kind).order_by(Alert.id)


def titles(store: Store) -> list[str]:
    """The subject and the gravest kind of each alert, in order."""
    with store.reading() as session:
        return [f"{subject}: {kind}" for subject, kind in session.execute(SAID).tuples()]


def told(store: Store) -> list[tuple[str, str, str | None]]:
    """Kind, subject and words of what was told of agreement."""
    query = select(ChangeRow.kind, ChangeRow.subject, ChangeRow.said_after).where(ChangeRow.kind.in_(AGREEMENT))
    with store.reading() as session:
        return list(session.execute(query.order_by(ChangeRow.id)).tuples())


def kinds(store: Store) -> list[str]:
    return [kind for kind, *_ in told(store)]


def retires(state: str, at: datetime | None = None, replacement: str | None = None, model: str = PRO) -> Retirement:
    return Retirement(source="s", model=model, state=state, retires_at=at, replacement=replacement)


def dated(at: datetime = END, then: str = "retired", replacement: str | None = None) -> tuple[Retirement, Retirement]:
    now = retires("dated", at, replacement)
    return now, replace(now, state=then, effective_from=at)


def reduced(until: datetime | None = END, then: str | None = None, percent: int | None = 75) -> tuple[Promotion, ...]:
    off = None if percent is None else Decimal(percent)
    now = Promotion(source="s", model=PRO, percent_off=off, starts_at=None, ends_at=until, after_end=then)
    return (now,) if until is None else (now, gone(now, until))


def runs(version: str | None, context: str | None = "1M") -> ModelVersion:
    return ModelVersion(source="s", model=PRO, version=version, context_length=context, max_output=context)


def peak(weekdays: str, since: datetime | None = None) -> PeakHours:
    return PeakHours(
        source="s",
        time_zone="Asia/Shanghai",
        weekdays=weekdays,
        windows="09:00-12:00",
        holidays=None,
        effective_from=since,
    )


def test_a_disagreement_is_told_after_a_day_once_with_who_says_what(store: Store) -> None:
    say(store, 0, LOG, *dated())
    say(store, 1, EN, retires("announced"))
    for at in (24, 24.9):
        say(store, at, EN, retires("announced"))
    assert told(store) == []
    assert say(store, 25, LOG, *dated()) == [f"{PRO}: sources disagree"]
    say(store, 30, EN, retires("announced"))
    said = f"retirement: announced ({EN}); dated 2026-01-20 15:59 UTC ({LOG})"
    assert told(store) == [(DISAGREE, PRO, said)]


def test_agreeing_again_is_told_once(store: Store) -> None:
    say(store, 0, LOG, *dated())
    say(store, 1, EN, retires("announced"))
    say(store, 30, EN, retires("announced"))
    say(store, 31, EN, *dated())
    say(store, 32, LOG, *dated())
    said = f"retirement: dated 2026-01-20 15:59 UTC ({EN}, {LOG})"
    assert told(store)[1:] == [(AGREE, PRO, said)]


def test_a_disagreement_can_come_back(store: Store) -> None:
    say(store, 0, LOG, *dated())
    for at, fact in (
        (1, retires("announced")),
        (30, retires("announced")),
        (31, dated()[0]),
        (32, retires("announced")),
    ):
        say(store, at, EN, fact)
    assert kinds(store) == [DISAGREE, AGREE]
    say(store, 57, EN, retires("announced"))
    assert kinds(store) == [DISAGREE, AGREE, DISAGREE]


def test_a_source_that_falls_silent_ends_the_disagreement(store: Store) -> None:
    say(store, 0, LOG, *dated())
    say(store, 0.5, EN, retires("announced"))
    say(store, 30, EN, retires("announced"))
    say(store, 31, EN)
    assert kinds(store) == [DISAGREE, AGREE]


def test_all_that_fall_silent_end_it_too(store: Store) -> None:
    say(store, 0, LOG, retires("dated", END))
    say(store, 1, EN, retires("announced"))
    say(store, 30, EN, retires("announced"))
    say(store, 31, LOG)
    say(store, 32, EN)
    assert kinds(store) == [DISAGREE, AGREE]


@pytest.mark.parametrize("at", [day("2026-01-20"), day("2026-01-20 15:59"), day("2026-01-20 16:00")])
def test_a_date_alone_and_the_minute_of_it_are_one_date(store: Store, at: datetime) -> None:
    say(store, 0, LOG, *dated(day("2026-01-20")))
    for hours in (1, 30, 19 * 24 + 10, 19 * 24 + 40):
        say(store, hours, EN, *dated(at))
        say(store, hours + 0.1, LOG, *dated(day("2026-01-20")))
    assert told(store) == []


BEIJING = timezone(timedelta(hours=8))
CLOCKS = {
    "15:59 UTC and 23:59 in Beijing": (END, datetime(2026, 1, 20, 23, 59, tzinfo=BEIJING), True),
    "23:59 and 24:00 in Beijing": (END, datetime(2026, 1, 21, tzinfo=BEIJING), True),
    "a date and a minute of its day in Beijing": (day("2026-01-20"), day("2026-01-19 16:30"), True),
    "a date and the last minute of its day": (day("2026-01-20"), day("2026-01-20 23:59"), True),
    "a date and another day": (day("2026-01-20"), day("2026-01-21 15:59"), False),
    "one clock on two days": (END, END + timedelta(days=1), False),
    "another hour of the day": (END, END + timedelta(hours=8), False),
    "the same clock, UTC here and Beijing there": (END, datetime(2026, 1, 20, 15, 59, tzinfo=BEIJING), False),
    "two minutes": (END, END + timedelta(minutes=2), False),
}
"""What two pages print, and whether that is one end."""


@pytest.mark.parametrize("facts", [dated, reduced], ids=["retirement", "promotion"])
@pytest.mark.parametrize("name", CLOCKS)
def test_two_printed_clocks_are_compared_to_the_minute(
    name: str, facts: Callable[[datetime], tuple[Fact, ...]]
) -> None:
    """Up to a day apart, and either page may say which."""
    one, other, agree = CLOCKS[name]
    (first, *_), (second, *_) = (facts(at.astimezone(UTC)) for at in (one, other))
    assert differ(first, second) is differ(second, first) is not agree


@pytest.mark.parametrize(("name", "facts"), list(zip(CLOCKS, cycle([dated, reduced]), strict=False)))
def test_two_printed_clocks_that_differ_are_told(
    store: Store, name: str, facts: Callable[[datetime], tuple[Fact, ...]]
) -> None:
    one, other, agree = CLOCKS[name]
    for hours in (0, 30):
        for source, at in ((EN, one), (ZH, other)):
            say(store, hours, source, *facts(at.astimezone(UTC)))
    assert kinds(store) == ([] if agree else [DISAGREE])


def test_two_dates_are_two(store: Store) -> None:
    say(store, 0, LOG, *dated(day("2026-01-20")))
    for hours in (1, 30):
        say(store, hours, EN, *dated(day("2026-01-21 15:59")))
    assert kinds(store) == [DISAGREE]


def test_pages_that_follow_within_the_day_disagree_about_nothing(store: Store) -> None:
    say(store, 0, EN, retires("announced"), runs("V"), peak("1234567"), *reduced())
    say(store, 0, ZH, retires("announced"), runs("V"), peak("1234567"), *reduced())
    changed = (*dated(), runs("W"), peak("12345"), *reduced(day("2026-01-30")))
    say(store, 5, EN, *changed)
    say(store, 28.9, ZH, *changed)
    say(store, 60, EN, *changed)
    assert told(store) == []


@pytest.mark.parametrize(
    ("one", "other", "subject"),
    [
        (reduced(END), reduced(END + timedelta(days=2)), PRO),
        (reduced(percent=75), reduced(percent=50), PRO),
        ((runs("V"),), (runs("W"),), PRO),
        ((peak("12345"),), (peak("1234567"),), "peak hours"),
    ],
)
def test_every_kind_is_compared(store: Store, one: tuple[Fact, ...], other: tuple[Fact, ...], subject: str) -> None:
    for at in (0, 30):
        say(store, at, EN, *one)
        say(store, at, ZH, *other)
    assert [(kind, about) for kind, about, _ in told(store)] == [(DISAGREE, subject)]


def test_what_is_not_stated_contradicts_nothing(store: Store) -> None:
    for at in (0, 30):
        say(store, at, EN, runs("V"), *reduced(percent=75))
        say(store, at, LOG, runs(None), *reduced(percent=None))
    assert told(store) == []


def test_the_date_that_left_the_pricing_page_is_told_and_that_it_came_back(store: Store) -> None:
    """DeepSeek, May to July 2026: the change log had the date all the time."""
    for at in ("2026-04-24", "2026-05-08", "2026-05-10", "2026-07-16", "2026-07-17"):
        for name in (EN, LOG):
            visit(store, day(at) + SOURCES[name].trust * timedelta(minutes=1), name)
    found = [(kind, subject) for kind, subject, _ in told(store) if subject == "deepseek-chat"]
    assert found == [(DISAGREE, "deepseek-chat"), (AGREE, "deepseek-chat")]
    words = next(words for _, subject, words in told(store) if subject == "deepseek-chat") or ""
    assert "announced" in words.split(f"({EN})")[0]
    assert "dated 2026-07-24" in words.split(f"({LOG})")[0]


def test_news_that_nobody_corrects_is_told(store: Store) -> None:
    """DeepSeek, 2026-09-11: the post still announces what the pricing page and the change log took back."""
    for at in ("2026-09-10 04:00", "2026-09-11", "2026-09-11 12:00", "2026-09-12"):
        for name in (EN, LOG, NEWS):
            visit(store, day(at) + SOURCES[name].trust * timedelta(minutes=1), name)
    (kind, subject, words), *others = [row for row in told(store) if row[1] == PRO]
    assert (kind, subject, others) == (DISAGREE, PRO, [])
    assert words == (
        f"retirement: dated 2026-09-14 04:00 UTC, replacement V4.1 Flash ({NEWS}); cancelled ({EN}, {LOG})"
    )


@pytest.mark.both_databases
def test_what_was_loaded_from_before_takes_no_part(store: Store) -> None:
    """It still has the date of the old names that left the page in May 2026, and echoes nothing."""
    backfill_deepseek(store, nobody, lambda: day("2026-05-09"))
    for at in ("2026-04-30", "2026-05-08", "2026-05-10"):
        visit(store, day(at), EN)
    with store.reading() as session:
        dates = session.scalars(select(HISTORY[Retirement].c.source).where(HISTORY[Retirement].c.state == "dated"))
        assert "deepseek_facts" in set(dates)
    assert told(store) == []
    assert titles(store) == ["deepseek-chat: retirement undated"]


@pytest.mark.both_databases
def test_the_same_news_from_a_second_source_is_a_change_and_no_alert(store: Store) -> None:
    say(store, 0, EN)
    say(store, 0, LOG)
    assert say(store, 1, EN, *dated()) == [f"{PRO}: retirement announced"]
    assert say(store, 2, LOG, *dated()) == []
    with store.reading() as session:
        sources = session.scalars(select(ChangeRow.source).where(ChangeRow.kind == "retirement announced"))
        assert sorted(sources) == [EN, LOG]


def test_what_the_second_source_says_differently_alerts(store: Store) -> None:
    say(store, 0, EN)
    say(store, 0, LOG)
    say(store, 1, EN, retires("announced"))
    assert say(store, 2, LOG, *dated()) == [f"{PRO}: retirement announced"]


def test_an_end_that_no_other_source_ever_spoke_of_alerts(store: Store) -> None:
    say(store, 0, EN, *reduced())
    say(store, 0, LOG)
    assert say(store, 1, EN) == [f"{PRO}: promotion ended early"]


@pytest.mark.parametrize(
    ("facts", "kind"), [(reduced, "promotion ended early"), (dated, "retirement cancelled")], ids=["promotion", "name"]
)
def test_an_end_that_another_source_said_of_an_earlier_one_alerts(
    store: Store, facts: Callable[[], tuple[Fact, ...]], kind: str
) -> None:
    say(store, 0, LOG, *facts())
    say(store, 1, LOG)
    say(store, 2, EN)
    say(store, 3, EN, *facts())
    say(store, 4, LOG)
    assert say(store, 5, EN) == [f"{PRO}: {kind}"]


AHEAD = (peak("12345"), peak("1234567", END))
STEPS = {
    "promotion made permanent": (reduced(), reduced(then="permanent")),
    "promotion extended": (reduced(), reduced(END + timedelta(days=3))),
    "promotion extended by hours": (reduced(), reduced(END + timedelta(hours=8))),
    "promotion changed": (reduced(percent=75), reduced(percent=50)),
    "promotion ended early": (reduced(), ()),
    "retirement moved": (dated(), dated(END + timedelta(days=3))),
    "retirement moved by hours": (dated(), dated(END + timedelta(hours=8))),
    "retirement cancelled": (dated(), (retires("cancelled"),)),
    "retirement undated": (dated(), (retires("announced"),)),
    "name re-routed": ((retires("routed", replacement="V4"),), (retires("routed", replacement="V5"),)),
    "version changed": ((runs("V"),), (runs("W"),)),
    "limits changed": ((runs("V", "1M"),), (runs("V", "2M"),)),
    "peak hours changed": ((peak("1234567"),), (peak("12345"),)),
    "peak hours change announced": ((peak("12345"),), (peak("12345"), peak("1234567", END))),
    "peak hours change moved": (AHEAD, (peak("12345"), peak("1234567", END + timedelta(days=3)))),
    "peak hours change cancelled": (AHEAD, (peak("12345"),)),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_change_is_told_by_the_first_source_that_makes_it_and_by_no_other(store: Store, name: str) -> None:
    """While the others still say what was before."""
    before, after = STEPS[name]
    for source in (EN, ZH, LOG):
        say(store, 0, source, *before)
    kind = name.removesuffix(" by hours")
    assert [title.split(": ")[1] for title in say(store, 1, EN, *after)] == [kind]
    assert say(store, 2, ZH, *after) == []
    assert say(store, 3, LOG, *after) == []


AGAIN = {
    "promotion extended by hours": reduced(END + timedelta(hours=16)),
    "promotion changed": reduced(percent=25),
    "retirement moved by hours": dated(END + timedelta(hours=16)),
    "name re-routed": (retires("routed", replacement="V6"),),
    "version changed": (runs("X"),),
    "limits changed": (runs("V", "4M"),),
    "peak hours changed": (peak("1"),),
    "peak hours change moved": (peak("12345"), peak("1234567", END + timedelta(days=5))),
}


@pytest.mark.parametrize("name", AGAIN)
def test_the_next_change_of_the_kind_is_told_once_again(store: Store, name: str) -> None:
    for at, facts in enumerate(STEPS[name]):
        for source in (EN, ZH, LOG):
            say(store, at, source, *facts)
    heard = [say(store, 2, source, *AGAIN[name]) for source in (EN, ZH, LOG)]
    assert [[title.split(": ")[1] for title in titles] for titles in heard] == [
        [name.removesuffix(" by hours")],
        [],
        [],
    ]


@pytest.mark.parametrize("name", ["version changed", "limits changed"])
def test_a_list_of_ids_is_no_source_of_versions(store: Store, name: str) -> None:
    before, after = STEPS[name]
    say(store, 0, EN, *before)
    say(store, 0, "deepseek_models_api", runs(None, None))
    assert say(store, 1, EN, *after) == [f"{PRO}: {name}"]


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (reduced(), "promotion ended"),
        (dated(), "retirement happened"),
        (dated(then="routed", replacement="V5"), "name re-routed"),
        ((peak("12345"), peak("1234567", END)), "peak hours change now in effect"),
    ],
)
def test_what_all_announced_is_told_once_when_it_happens(store: Store, facts: tuple[Fact, ...], kind: str) -> None:
    due = (END - hour(0)) / timedelta(hours=1)
    for source in (EN, ZH):
        say(store, 0, source, *facts)
    for source in (EN, ZH):
        say(store, due - 0.5, source, *facts)
    assert [title.split(": ")[1] for title in say(store, due + 0.1, EN, *facts)] == [kind]
    assert say(store, due + 0.2, ZH, *facts) == []
