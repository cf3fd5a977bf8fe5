"""A source that only checks: what it states is recorded under its own name, and shown nowhere."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import text

from flows.clock import utc_now
from flows.database import Store
from flows.pipeline.attempts import open_store
from flows.reports.prices import prices_artifact
from flows.settings.load import Settings
from models.facts.base import gone
from models.facts.kinds import PeakHours, Price, Promotion, Retirement
from models.queries import billing, facts_at
from models.queries.price_curves import price_lines
from models.schema.tables import SourceRow
from scrapers.registry import BACKFILLS, SOURCES
from tests.db.test_trust import NEVER, costs, say, view
from tests.support.facts import hour
from tests.support.views import VIEWS

pytestmark = pytest.mark.both_databases

PAGE, RESELLER = "page", "reseller"


@pytest.fixture(autouse=True)
def sources(store: Store) -> None:
    with store.writing() as session:
        session.add(SourceRow(name=PAGE, vendor="maker", url="u", cadence_minutes=60, family="vendor", trust=1))
        session.add(
            SourceRow(
                name=RESELLER, vendor="maker", url="u", cadence_minutes=60, family=RESELLER, trust=1, checks="vendor"
            )
        )


def both(store: Store) -> None:
    say(store, 0, PAGE, costs(4))
    say(store, 1, RESELLER, costs(9, "vendor/m"), costs(8, "m"))


def test_its_prices_are_kept_and_no_question_for_prices_finds_them(store: Store) -> None:
    both(store)
    with store.reading() as session:
        assert [row.source for row in facts_at.prices(session, None, None, None, hour(2))] == [PAGE]
        assert [row.source for row in facts_at.prices(session, None, hour(2), None, hour(2))] == [PAGE]
        assert facts_at.prices(session, "vendor/m", hour(2), None, hour(2)) == []
        assert facts_at.models(session) == ["m"]
        assert billing.priced(session) == [("m", "USD", "standard", "output", PAGE)]
        assert [price.source for price in billing.tariffs(session, hour(2), hour(2)).prices] == [PAGE]
        assert [line.amount for line in price_lines(session)] == [Decimal(4)]
    assert {(row.source, row.model) for row in view(store, "price_history")} == {
        (PAGE, "m"),
        (RESELLER, "m"),
        (RESELLER, "vendor/m"),
    }
    assert [row["model"] for row in json.loads(prices_artifact(store, utc_now()).data)] == ["m"]


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_leaves_it_out_as_of_two_instants(store: Store) -> None:
    both(store)
    with store.reading() as session:
        found = session.execute(text("select source from price_as_of(:t, :t)"), {"t": hour(2)})
        assert found.scalars().all() == [PAGE]


def test_no_view_of_the_present_shows_what_it_says_of_anything(store: Store) -> None:
    ends = Promotion(source="s", model="m", percent_off=Decimal(50), starts_at=None, ends_at=NEVER, after_end=None)
    says = (
        *(ends, gone(ends, NEVER)),
        Retirement(source="s", model="n", state="dated", retires_at=NEVER, replacement=None),
        costs(5, at=9_000_000),
        PeakHours(source="s", time_zone="Asia/Shanghai", weekdays="1", windows="09:00-12:00", holidays=None),
    )
    say(store, 0, RESELLER, *says, of=(Price, PeakHours, Promotion, Retirement))
    shown = ("price_now", "promotion_now", "peak_hours_now", "deadline")
    assert {name: len(view(store, name)) for name in shown} == dict.fromkeys(shown, 0)
    with store.writing() as session:
        session.execute(text("update source set checks = null where name = 'reseller'"))
    assert {name: len(view(store, name)) for name in shown} == {
        "price_now": 0,
        "promotion_now": 1,
        "peak_hours_now": 1,
        "deadline": 3,
    }
    assert set(shown) < set(VIEWS)


def test_the_database_knows_which_sources_check(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    checking = replace(SOURCES["deepseek_models_api"], name=RESELLER, family=RESELLER, key=None, checks="deepseek")
    monkeypatch.setitem(SOURCES, RESELLER, checking)
    store = open_store(settings)
    with store.reading() as session:
        known = dict(session.execute(text("select name, checks from source")).tuples().all())
    store.close()
    assert (known[RESELLER], known["deepseek_pricing"]) == ("deepseek", None)


def test_what_checks_is_a_family_of_its_own_and_checks_one_that_there_is() -> None:
    checking = [source for source in SOURCES.values() if source.checks]
    deciding = {source.family for source in SOURCES.values() if not source.checks}
    deciding |= {source.family for source in BACKFILLS.values()}
    assert all(source.family not in deciding and deciding.issuperset(source.checked_families) for source in checking)
