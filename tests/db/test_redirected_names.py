"""A vendor redirects names to another model: what the reader is told that they cost from then on."""

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.facts.kinds import Price
from models.queries import billing, facts_at
from models.schema.tables import Alert
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.walks import SITES

SOURCE = "xai_pricing"
COSTS = (
    "grok-4-1-fast-non-reasoning, grok-4-1-fast-reasoning, grok-4-fast-non-reasoning, grok-4-fast-reasoning: "
    "Billed as grok-4.3 from 2026-05-15 19:00 UTC:\n"
    "  input_cache_hit   0.05 → 0.20  USD / 1M tokens\n"
    "  input_cache_miss  0.20 → 1.25  USD / 1M tokens\n"
    "  output            0.50 → 2.50  USD / 1M tokens\n"
)


def told(store: Store) -> list[Alert]:
    for at in map(day, ("2026-05-01", "2026-05-07", "2026-05-18")):
        page = Page(SOURCE, SOURCES[SOURCE].url(SITES), page_of(SOURCE, at), at)
        process_attempt(Run(store, SOURCES[SOURCE]), lambda page=page: page)
    with store.reading() as session:
        return list(session.scalars(select(Alert).order_by(Alert.id)))


@pytest.mark.both_databases
def test_the_alerts_say_which_model_answers_and_what_the_names_cost_then(store: Store) -> None:
    announced, redirected = told(store)
    assert announced.title.endswith("are retired on 15 May 19:00 UTC (in 9 days)")
    assert COSTS in announced.body
    assert redirected.title.startswith(
        "grok-3, grok-4-0709, grok-4-1-fast-non-reasoning and 3 more answer as grok-4.3 "
    )
    assert COSTS in redirected.body
    assert redirected.severity == "critical"


@pytest.mark.both_databases
def test_the_name_is_priced_as_the_model_that_answers(store: Store) -> None:
    told(store)
    believed = day("2026-06-01")
    with store.reading() as session:
        found = {
            at: {
                fact.meter: f"{fact.amount:.2f}"
                for fact in facts_at.facts_of(
                    Price, billing.resolved_prices(session, "xai/grok-4-fast-reasoning", day(at), believed, believed)
                )
            }
            for at in ("2026-05-10", "2026-05-20")
        }
    assert (found["2026-05-10"]["input_cache_miss"], found["2026-05-10"]["output"]) == ("0.20", "0.50")
    assert (found["2026-05-20"]["input_cache_miss"], found["2026-05-20"]["output"]) == ("1.25", "2.50")
