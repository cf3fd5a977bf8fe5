"""Alerts about a name that answers as another one: what they say about the reader's bill."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from alerts.texts import BilledName, billed_lines
from bench.harness.dates import day
from bench.harness.sample_pages import body
from flows.database import Store
from flows.notify.bill_impact import BillMove, affected_loads, bill_text
from flows.pipeline.attempts import process_attempt
from flows.run import DEFAULT_ALERTS, AlertSettings, Run
from models.facts.kinds import Price, Retirement
from models.kinds import Movement
from models.pricing.load import Load
from models.schema.tables import Alert
from samples.deepseek.pages import change_instants
from scrapers.page import Page
from tests.db.test_billed_names import CHAT, FLASH, OLD_FLASH, PRO
from tests.db.test_routes import ends
from tests.db.test_trust import costs, know, say
from tests.support.facts import hour
from tests.support.walks import SOURCE, URL


def billed(name: str, amount: str) -> BilledName:
    """A name that is billed, and the price of its output."""
    return BilledName(name, (replace(costs(1, name), amount=Decimal(amount)),))


def test_a_route_that_stays_is_told_with_the_prices_that_move_behind_it() -> None:
    assert list(billed_lines("a", billed("b", "0.5"), billed("b", "0.5"), "noon")) == [
        "Billed as b, as before: this does not change your bill."
    ]
    assert list(billed_lines("a", billed("b", "0.5"), billed("b", "0.6"), "noon")) == [
        "Billed as b, as before, at other prices from noon:\n  output  0.5 → 0.6  USD / 1M tokens"
    ]


def load(model: str) -> Load:
    return Load(model, model, "output", "USD", Decimal(1_000_000))


def bodies(store: Store, at: str, *loads: Load) -> dict[str, str]:
    """The bodies of the alerts of the page of an instant, by subject, after the page before it."""
    alerting = replace(DEFAULT_ALERTS, loads=loads)
    moments = [moment for moment in change_instants() if moment <= day(at)]
    for moment in moments[-2:]:
        page = Page(SOURCE.name, URL, body(moment).encode(), moment)
        process_attempt(Run(store, SOURCE, alerting=alerting), lambda page=page: page)
    with store.reading() as session:
        rows = session.scalars(select(Alert).where(Alert.created_at > moments[-2]).order_by(Alert.id))
        return {row.subject: f"{row.title}\n{row.body}" for row in rows}


@pytest.mark.both_databases
def test_an_alert_about_a_route_says_what_it_does_to_the_bill(store: Store) -> None:
    found = bodies(store, "2026-09-10 04:00", load(OLD_FLASH), load(PRO))
    assert (
        f"\nBilled as {FLASH} from 2026-09-10 04:00 UTC:\n"
        "  input_cache_hit   off_peak 0.007, peak 0.014 → off_peak 0.003, peak 0.006  USD / 1M tokens\n"
    ) in found[OLD_FLASH]
    assert (
        "\n  output            off_peak 0.66, peak 1.32   → off_peak 0.6, peak 1.2      USD / 1M tokens\n"
        in found[OLD_FLASH]
    )
    assert "On your workload: " in found[OLD_FLASH]
    assert f"\nBilled as {FLASH} from 2026-09-14 04:00 UTC:\n" in found[PRO]
    assert (
        "\n  output            off_peak 1.98, peak 3.96   → off_peak 0.6, peak 1.2      USD / 1M tokens\n" in found[PRO]
    )
    assert "your bill -" in found[PRO].splitlines()[0]


def test_an_alert_about_a_route_that_is_taken_back_says_so_too(store: Store) -> None:
    found = bodies(store, "2026-09-11", load(PRO))
    assert f"\nIt will not be billed as {FLASH} from 2026-09-14 04:00 UTC: it stays billed as itself.\n" in found[PRO]
    assert "your bill" not in found[PRO]


def test_a_version_that_moves_behind_a_name_changes_no_bill(store: Store) -> None:
    found = bodies(store, "2026-10-17", load(OLD_FLASH))[FLASH]
    assert f"\nBilled as {FLASH}, as before: this does not change your bill.\n" in found
    assert "your bill" not in found.splitlines()[0]


def test_the_end_of_a_name_states_no_difference_to_a_bill_without_it(store: Store) -> None:
    found = bodies(store, "2026-04-24", load(CHAT))[CHAT]
    assert f"\nBilled as {OLD_FLASH} from 2026-04-24 00:00 UTC:\n" in found
    assert re.search(r"\n  output +0\.42 +→ 0\.28 +USD / 1M tokens\n", found)
    assert "On your workload: 0.42 → 0.28 USD a month (-0.14, -33.3 %), from 2026-04-24\n" in found
    assert f"\nNot billed as {OLD_FLASH} from 2026-07-24 15:59 UTC: no price is known for {CHAT} from" in found
    assert f"On your workload: 0.28 USD a month until then; no price is known for {CHAT} after it" in found


def test_a_change_of_the_price_that_bills_another_name_tells_what_it_does_to_that_one(store: Store) -> None:
    know(store, ("page", "v", 1))
    for at, amount in ((0, 2), (5, 3)):
        say(store, at, "page", costs(amount, "b"), ends("a", answers_as="b"), of=(Price, Retirement))
    # The name in front of a chain is billed by every name on it.
    say(store, 6, "page", costs(3, "b"), ends("a", answers_as="b"), ends("z", answers_as="a"), of=(Price, Retirement))
    routed = BillMove(Movement.REROUTED, "page", "v", "a", None, hour(6))
    with store.reading() as session:
        assert [each.model for each in affected_loads(session, [load("z"), load("c")], routed, hour(6))] == ["z"]
    move = BillMove(Movement.CHANGED, "page", "v", "b", None, hour(5))
    with store.reading() as session:
        assert [each.model for each in affected_loads(session, [load("a"), load("c")], move, hour(5))] == ["a"]
        assert bill_text(session, [move], AlertSettings(loads=[load("a")])).short == "+1 USD a month"
