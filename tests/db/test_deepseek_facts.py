"""The dated facts as a source: what they say on two clocks, and that the page itself is trusted more."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Row, func, select

from bench.harness.dates import day
from cli.main import main
from flows.backfill.dated_facts import FACTS, backfill_deepseek
from flows.database import Store
from flows.pipeline.attempts import open_store
from flows.replay.replays import replay
from flows.run import Run
from flows.settings.load import Settings
from models.facts.base import Fact
from models.facts.kinds import FACTS as KINDS
from models.facts.kinds import ModelVersion, PeakHours, Price, Promotion, Retirement
from models.queries import facts_at
from models.queries.price_curves import PriceLine, price_lines
from models.schema.history import HISTORY
from models.schema.tables import Alert, ChangeRow, Delivery, Snapshot
from models.schema.views import PRICE_HISTORY, SOURCE_HEALTH
from scrapers.deepseek.dated_facts import account, announced, read, sealed
from scrapers.page import Page, PageChanged
from tests.support.recordings import Recordings
from tests.support.views import PEAK_HOURS_NOW, PROMOTION_NOW
from tests.support.walks import feed

NOW = day("2026-11-22")
CHAT, REASONER, PRO, FLASH = "deepseek-chat", "deepseek-reasoner", "deepseek-v4-pro", "deepseek-v4-flash"
OUT = "output"
PRICES = """
2024-06-01       | now        | deepseek-coder | input_cache_miss | CNY | flat 1
2024-06-01       | now        | deepseek-chat  | input_cache_hit  | USD |
2024-10-01       | now        | deepseek-coder | input_cache_miss | CNY |
2025-01-01       | now        | deepseek-chat  | input_cache_hit  | USD | flat 0.014
2025-01-25       | now        | deepseek-reasoner | output        | USD | flat 2.19
2025-02-09       | 2024-12-25 | deepseek-chat  | output           | USD | flat 0.28
2025-02-09       | 2024-12-26 | deepseek-chat  | output           | USD | flat 1.1
2025-02-26 16:29 | now        | deepseek-chat  | input_cache_miss | CNY | flat 2
2025-02-26 16:30 | now        | deepseek-chat  | input_cache_miss | CNY | off_peak 1, peak 2
2025-09-05 15:59 | now        | deepseek-reasoner | output        | USD | off_peak 0.55, peak 2.19
2025-09-06       | 2025-08-20 | deepseek-chat  | output           | USD | off_peak 0.55, peak 1.10
2025-09-06       | 2025-08-25 | deepseek-chat  | output           | USD | flat 1.68
2025-09-06       | now        | deepseek-chat  | output           | CNY |
2025-09-29       | now        | deepseek-reasoner | output        | CNY | flat 3
2026-04-26 12:00 | now        | deepseek-v4-pro | input_cache_hit | USD | flat 0.03625 (0.145)
2026-04-26 12:15 | now        | deepseek-v4-pro | input_cache_hit | USD | flat 0.003625 (0.0145)
2026-06-01       | 2026-05-21 | deepseek-v4-pro | output          | USD | flat 0.87 (3.48)
2026-06-01       | 2026-05-22 | deepseek-v4-pro | output          | USD | flat 0.87
2026-05-15       | now        | deepseek-chat  | output           | USD |
2026-05-15       | now        | deepseek-v4-flash | output        | CNY |
2026-08-17       | 2026-08-12 | deepseek-v4-pro | output          | CNY | flat 6
2026-08-17       | 2026-08-13 | deepseek-v4-pro | output          | CNY | off_peak 13.5, peak 27
2026-09-10 04:00 | now        | deepseek-v4-flash | output        | USD |
2026-09-10 04:00 | now        | deepseek-flash | output           | USD | off_peak 0.6, peak 1.2
2026-09-15       | 2026-09-10 12:00 | deepseek-v4-pro | output    | USD |
2026-09-15       | 2026-09-11 | deepseek-v4-pro | output          | USD | off_peak 1.98, peak 3.96
2026-10-20       | now        | search         | search_request   | CNY | flat 5
2026-10-20       | now        | fetch          | fetch_request    | USD | flat 0.75
"""
"""Written by hand from the evidence: at | as believed | model | meter | currency | what it costs."""


@pytest.fixture
def facts(recordings: Recordings, store: Store) -> Store:
    recordings.fill(store, load)
    return store


@pytest.fixture(scope="module")
def loaded(recordings: Recordings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The facts on SQLite, once for all tests that only ask."""
    store = Store(f"sqlite:///{shutil.copy(recordings.made(load), tmp_path_factory.mktemp('facts') / 'almanac.db')}")
    yield store
    store.close()


def history(store: Store) -> list[Any]:
    """Every row of every table of facts, as text: the same on both databases."""
    with store.reading() as session:
        return sorted(str(tuple(row)) for kind in KINDS for row in session.execute(select(HISTORY[kind])))


def load(store: Store, now: datetime = NOW) -> list[str]:
    told: list[str] = []
    backfill_deepseek(store, told.append, lambda: now)
    return told


def believed(when: str) -> datetime:
    return NOW if when == "now" else day(when)


def told(row: Row[Any]) -> str:
    listed = "" if row.list_amount is None else f" ({row.list_amount:f})"
    return f"{row.band} {row.amount:f}{listed}"


def test_the_prices_are_those_of_the_evidence_on_both_clocks(facts: Store) -> None:
    for line in PRICES.strip().splitlines():
        at, when, model, meter, currency, costs = (part.strip() for part in line.split("|"))
        with facts.reading() as session:
            found = facts_at.prices(session, model, day(at), believed(when), NOW)
        mine = [told(row) for row in found if (row.meter, row.currency) == (meter, currency)]
        assert ", ".join(mine) == costs, line


def test_every_fact_names_its_evidence_and_the_account_that_said_it_first(loaded: Store) -> None:
    with loaded.reading() as session:
        rows = [row for row in facts_at.view(session, PRICE_HISTORY) if row.model == PRO and row.amount is not None]
        said = {snapshot.id: snapshot.moment for snapshot in session.scalars(select(Snapshot))}
    assert {(row.locator, row.recorded_from) for row in rows if row.currency == "CNY" and row.band == "peak"} == {
        ("KunAgent/Kun#1231", day("2026-08-13"))
    }
    assert all(row.locator and said[row.snapshot_id] == row.recorded_from for row in rows)


RETIREMENTS = """
2026-05-15 | now        | deepseek-chat     | dated 2026-07-24 15:59 deepseek-v4-flash
2026-05-15 | 2026-04-23 | deepseek-chat     |
2026-07-25 | 2026-04-24 | deepseek-reasoner | retired 2026-07-24 15:59 deepseek-v4-flash
2024-10-01 | now        | deepseek-coder    | routed None deepseek-chat
2026-09-12 | 2026-09-10 12:00 | deepseek-v4-pro | dated 2026-09-14 04:00 deepseek-flash
2026-09-15 | 2026-09-10 12:00 | deepseek-v4-pro | routed 2026-09-14 04:00 deepseek-flash
2026-09-15 | now        | deepseek-v4-pro   | cancelled None None
2026-09-15 | now        | deepseek-v4-flash | routed None deepseek-flash
"""


def as_of(store: Store, kind: type[Fact], at: str, when: str) -> list[Any]:
    """What holds at an instant, as believed at another."""
    with store.reading() as session:
        return list(session.execute(facts_at.as_of(kind), facts_at.clocks(day(at), believed(when))))


def test_the_retirements_are_those_of_the_evidence_on_both_clocks(loaded: Store) -> None:
    for line in RETIREMENTS.strip().splitlines():
        at, when, model, stated = (part.strip() for part in line.split("|"))
        rows = [row for row in as_of(loaded, Retirement, at, when) if row.model == model]
        mine = [f"{row.state} {row.retires_at and row.retires_at.strftime('%F %R')} {row.replacement}" for row in rows]
        assert ", ".join(mine) == stated, line


PROMOTIONS = """
2025-01-01 | now        | deepseek-chat   | None off until 2025-02-08 16:00, then list_price
2025-02-08 16:00 | 2024-12-26 | deepseek-chat |
2026-04-27 | 2026-04-29 | deepseek-v4-pro | 75 off until 2026-05-05 15:59, then None
2026-05-10 | 2026-04-29 | deepseek-v4-pro |
2026-05-10 | 2026-04-30 | deepseek-v4-pro | 75 off until 2026-05-31 15:59, then None
2026-05-23 | now        | deepseek-v4-pro | 75 off until 2026-05-31 15:59, then permanent
2026-06-01 | now        | deepseek-v4-pro |
2026-10-20 | now        | search          | 100 off until 2026-10-31 16:00, then list_price
2026-11-01 | now        | fetch           |
"""


def test_the_promotions_are_those_of_the_evidence_on_both_clocks(loaded: Store) -> None:
    for line in PROMOTIONS.strip().splitlines():
        at, when, model, stated = (part.strip() for part in line.split("|"))
        rows = [row for row in as_of(loaded, Promotion, at, when) if row.model == model]
        mine = [f"{row.percent_off} off until {row.ends_at:%F %R}, then {row.after_end}" for row in rows]
        assert ", ".join(mine) == stated, line


HOURS = """
2025-02-26 16:29 | now |
2025-03-01 | now        | 1234567 08:30-00:30 None
2025-09-06 | 2025-08-20 | 1234567 08:30-00:30 None
2025-09-06 | 2025-08-21 |
2026-08-20 | 2026-08-13 | 1234567 09:00-12:00 14:00-18:00 None
2026-08-23 | 2026-08-22 | 12345 09:00-12:00 14:00-18:00 None
2026-09-22 | now        | 12345 09:00-12:00 14:00-18:00 CN
"""


def test_the_peak_hours_are_those_of_the_evidence_on_both_clocks(loaded: Store) -> None:
    for line in HOURS.strip().splitlines():
        at, when, stated = (part.strip() for part in line.split("|"))
        rows = as_of(loaded, PeakHours, at, when)
        assert ", ".join(f"{row.weekdays} {row.windows} {row.holidays}" for row in rows) == stated, line
        assert {row.time_zone for row in rows} <= {"Asia/Shanghai"}


def test_the_version_behind_a_name_moves_with_the_change_log(loaded: Store) -> None:
    def version(model: str, at: str) -> list[str]:
        return [row.version for row in as_of(loaded, ModelVersion, at, "now") if row.model == model]

    assert version(CHAT, "2024-12-31") == ["DeepSeek-V3"]
    assert version(REASONER, "2025-06-01") == ["DeepSeek-R1-0528"]
    assert version(CHAT, "2026-07-24 15:59") == []
    assert version(FLASH, "2026-10-18") == ["DeepSeek-V4.1-Flash-1017"]


def test_loading_twice_loads_nothing(facts: Store) -> None:
    with facts.reading() as session:
        before = set(facts_at.view(session, PRICE_HISTORY))
    assert load(facts) == ["deepseek_facts: nothing new"]
    with facts.reading() as session:
        assert set(facts_at.view(session, PRICE_HISTORY)) == before


def test_what_is_announced_later_is_not_loaded_yet_and_then_follows_at_its_moment(store: Store, loaded: Store) -> None:
    load(store, day("2025-08-20"))
    assert as_of(store, PeakHours, "2025-09-06", "2025-08-20") != []
    with store.reading() as session:
        assert session.scalar(select(func.max(Snapshot.moment))) == day("2025-05-28")
    load(store)
    assert as_of(store, PeakHours, "2025-09-06", "2025-08-21") == []
    assert history(store) == history(loaded)


def test_a_fact_that_is_found_later_is_recorded_when_it_was_loaded(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = account

    def lacking(until: datetime) -> str:
        _, *lines = whole(until).splitlines()
        kept = [line for line in lines if not (PRO in line and '"CNY"' in line)]
        return sealed("".join(f"{line}\n" for line in kept))

    monkeypatch.setattr("flows.backfill.dated_facts.account", lacking)
    load(store, day("2026-11-20"))
    monkeypatch.setattr("flows.backfill.dated_facts.account", whole)
    assert load(store)[0] == "deepseek_facts: 1 account to file"
    assert load(store) == ["deepseek_facts: nothing new"]
    with store.reading() as session:
        found = [facts_at.prices(session, PRO, day("2026-10-01"), when, NOW) for when in (day("2026-11-21"), NOW)]
    assert [{row.currency for row in rows} for rows in found] == [{"USD"}, {"USD", "CNY"}]


def test_a_later_release_of_the_reader_reads_all_accounts_again(facts: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.backfill.dated_facts.FACTS", replace(FACTS, reader=FACTS.reader + 1))
    again = backfill_deepseek(facts, lambda _: None, lambda: NOW)
    assert again is not None
    assert (again.snapshots, again.corrections) == (28, 0)
    assert backfill_deepseek(facts, lambda _: None, lambda: NOW) is None


def test_nobody_is_alerted_and_the_change_log_has_what_was_announced_when(loaded: Store) -> None:
    with loaded.reading() as session:
        assert session.scalar(select(func.count()).select_from(Alert)) == 0
        assert session.scalar(select(func.count()).select_from(Delivery)) == 0
        seen = select(ChangeRow.kind, ChangeRow.seen_at, ChangeRow.effective_at).where(ChangeRow.subject == CHAT)
        rows = session.execute(seen.where(ChangeRow.said_after.like("%1.68%"))).tuples().all()
    assert rows[0] == ("price change announced", day("2025-08-21"), day("2025-09-05 16:00"))


def test_the_page_itself_is_trusted_more_from_its_first_reading_on(facts: Store, settings: Settings) -> None:
    open_store(settings).close()
    feed(facts, day("2026-05-08"))
    with facts.reading() as session:
        dollars = {
            at: {row.source for row in facts_at.prices(session, PRO, day(at), NOW, NOW) if row.currency == "USD"}
            for at in ("2026-05-07", "2026-05-08", "2026-07-01")
        }
    assert dollars == {
        "2026-05-07": {"deepseek_facts"},
        "2026-05-08": {"deepseek_pricing"},
        "2026-07-01": {"deepseek_pricing"},
    }


def test_a_curve_goes_from_the_facts_to_the_page_without_a_gap_or_an_overlap(facts: Store, settings: Settings) -> None:
    open_store(settings).close()
    feed(facts, day("2026-05-08"))
    with facts.reading() as session:
        curve = [(line.start, line.end, line.amount) for line in price_lines(session) if is_pro_output(line)]
    assert curve == [
        (day("2026-04-24"), day("2026-04-26"), Decimal("3.48")),
        (day("2026-04-26"), day("2026-05-08"), Decimal("0.87")),
        (day("2026-05-08"), None, Decimal("0.87")),
    ]


def is_pro_output(line: PriceLine) -> bool:
    return (line.model, line.meter, line.currency) == (PRO, "output", "USD")


def test_a_replay_derives_the_same(facts: Store) -> None:
    before = history(facts)
    again = replay(Run(facts, FACTS, clock=lambda: NOW, log=lambda _: None))
    assert (again.corrections, again.changes, again.retracted) == (0, 0, 0)
    assert history(facts) == before


def test_the_source_never_goes_stale(facts: Store) -> None:
    with facts.reading() as session:
        (row,) = facts_at.view(session, SOURCE_HEALTH)
        assert (row.source, row.stale, row.last_outcome) == ("deepseek_facts", False, "facts")
        assert facts_at.view(session, PROMOTION_NOW) == []
        assert len(facts_at.view(session, PEAK_HOURS_NOW)) == 1


def test_every_account_reads_and_grows_with_its_moments() -> None:
    for before, moment in pairwise(announced()):
        assert read(page(account(moment), moment)).facts
        assert account(before) != account(moment)
        assert account(moment - timedelta(seconds=1)) == account(before)


def page(text: str, at: datetime = NOW) -> Page:
    return Page(FACTS.name, FACTS.url({}), text.encode(), at)


def refusal(text: str) -> str:
    with pytest.raises(PageChanged) as caught:
        read(page(text))
    return caught.value.reason


def test_an_account_that_was_damaged_is_none() -> None:
    text = account(NOW)
    assert "damaged" in refusal(text[: text.index("\n", len(text) // 2) + 1])
    assert "damaged" in refusal(text.rstrip("\n"))
    assert "damaged" in refusal(text.replace('"0.28"', '"0.23"', 1))


def with_line(**changed: object) -> str:
    """An account of one price, some of its columns changed; `...` takes a column away."""
    stated: dict[str, object] = {
        "fact": "price",
        "model": CHAT,
        "meter": OUT,
        "band": "flat",
        "currency": "USD",
        "amount": "0.28",
        "list_amount": None,
        "unit": "1M tokens",
        "effective_from": "2024-05-01T00:00:00Z",
        "gone": False,
        "locator": "somewhere",
    }
    left = {name: value for name, value in {**stated, **changed}.items() if value is not ...}
    return sealed(f"{json.dumps(left)}\n")


def test_a_line_is_read_as_it_stands() -> None:
    (fact,) = read(page(with_line())).facts
    assert fact == Price(
        source="deepseek_facts",
        model=CHAT,
        meter=OUT,
        band="flat",
        currency="USD",
        amount=Decimal("0.28"),
        list_amount=None,
        unit="1M tokens",
    )
    assert (fact.effective_from, fact.gone, fact.locator) == (day("2024-05-01"), False, "somewhere")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"fact": "notice"}, "no known kind"),
        ({"gone": "yes"}, "no known kind"),
        ({"surcharge": "1"}, "other columns"),
        ({"unit": ...}, "other columns"),
        ({"amount": 0.28}, "no statement"),
        ({"amount": "0,28"}, "not a amount"),
        ({"amount": None}, "too little"),
        ({"locator": None}, "too little"),
        ({"gone": True}, "too much"),
        ({"band": "peek"}, "not a band"),
        ({"currency": "EUR"}, "not a currency"),
        ({"model": "DeepSeek Chat"}, "not a model"),
        ({"effective_from": None}, "not an instant"),
        ({"effective_from": "2024-05-01"}, "not an instant"),
        ({"effective_from": "2024-13-01T00:00:00Z"}, "not an instant"),
    ],
)
def test_a_line_that_is_not_quite_a_statement_is_refused(changed: dict[str, object], reason: str) -> None:
    assert reason in refusal(with_line(**changed))


@pytest.mark.parametrize("first", ["", '{"sha256": ""}', "<html>"])
def test_what_does_not_begin_as_an_account_is_refused(first: str) -> None:
    assert "first line" in refusal("\n".join([first, *account(NOW).split("\n")[1:]]))


def test_one_fact_stated_twice_is_refused() -> None:
    _, line, _ = with_line().split("\n")
    assert "contradicts itself" in refusal(sealed(f"{line}\n{line}\n"))


def test_the_command_loads_them_and_answers_from_them(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert settings
    assert main(["backfill", "deepseek"]) == 0
    assert "28 snapshots" in capsys.readouterr().out
    assert main(["prices", CHAT, "--at", "2025-01-01", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["source"] for row in rows} == {"deepseek_facts"}
    assert {row["amount"] for row in rows if row["currency"] == "USD"} == {"0.014", "0.14", "0.28"}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_command_alone_lists_what_there_is(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert settings
    assert main(["backfill"]) == 0
    assert "almanac backfill wayback SOURCE" in capsys.readouterr().out
