"""One odd value in an answer, on the road: it is named, the rest is read, and what it would state stays as believed."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.facts.base import Fact, key_columns
from models.facts.kinds import ModelVersion, Price, Score
from models.queries.facts_at import as_of_any_source, clocks
from models.schema.tables import ChangeRow
from samples.openrouter import models
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.leaderboards import answer_page, paged_model

AT = day("2026-08-22")
INDEX = "artificial_analysis_intelligence_index"


def bring(store: Store, name: str, *bodies: bytes) -> list[str]:
    """The outcomes of an answer a day."""
    outcomes: list[str] = []
    for number, body in enumerate(bodies):
        page = Page(name, "https://example.org", body, AT + timedelta(days=number))
        outcomes.append(
            process_attempt(Run(store, SOURCES[name], clock=lambda it=page: it.moment), lambda it=page: it).outcome
        )
    return outcomes


def believed(store: Store, fact: type[Fact], at: datetime) -> dict[tuple[object, ...], Any]:
    with store.reading() as session:
        rows = session.execute(as_of_any_source(fact), clocks(at, at)).mappings().all()
    return {tuple(row[name] for name in key_columns(fact)): row for row in rows}


def kinds(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(ChangeRow.kind).order_by(ChangeRow.id)))


def dumped(answers: Iterable[object]) -> list[bytes]:
    return [json.dumps(answer).encode() for answer in answers]


@pytest.mark.parametrize(
    "odd",
    [
        {"id": 4, "object": "model"},
        {"object": "model"},
        {"id": "m", "object": "x"},
        pytest.param(None, marks=pytest.mark.both_databases),
        [],
    ],
)
def test_a_listed_id_stays_while_a_model_of_the_list_cannot_be_read(store: Store, odd: object) -> None:
    listed = [{"id": name, "object": "model", "owned_by": "deepseek"} for name in ("l", "m", "n")]
    answers = [{"object": "list", "data": data} for data in (listed, [*listed[:1], odd])]
    whole, with_odd = dumped(answers)
    assert bring(store, "deepseek_models_api", whole, with_odd) == ["facts", "facts"]
    assert {key[1] for key in believed(store, ModelVersion, AT + timedelta(days=2))} == {"l", "m", "n"}
    assert kinds(store) == ["text unread"]


@pytest.mark.parametrize("odd", [pytest.param("N/A", marks=pytest.mark.both_databases), "55", 150])
def test_a_score_stays_while_it_cannot_be_read(store: Store, odd: object) -> None:
    more = {**paged_model(1)["evaluations"], INDEX: odd}
    whole = answer_page(1, 1, [paged_model(1), paged_model(2)])
    changed = answer_page(1, 1, [paged_model(1, evaluations=more), paged_model(2)])
    assert bring(store, "artificial_analysis", *dumped((whole, changed, changed))) == ["facts", "facts", "same"]
    scores = [believed(store, Score, AT + timedelta(days=days)) for days in (0, 3)]
    assert {key: row["score"] for key, row in scores[0].items()} == {
        key: row["score"] for key, row in scores[1].items()
    }
    assert kinds(store) == ["text unread"]


@pytest.mark.both_databases
def test_a_price_stays_while_it_cannot_be_read(store: Store) -> None:
    whole = json.loads(models(AT))
    odd = json.loads(models(AT))
    odd["data"][0]["pricing"]["prompt"] = None
    assert bring(store, "openrouter", *dumped((whole, odd, odd, whole))) == ["facts", "facts", "same", "facts"]
    amounts = [
        {key: row["amount"] for key, row in believed(store, Price, AT + timedelta(days=days)).items()}
        for days in (1, 4)
    ]
    assert amounts[0] == amounts[1]
    assert kinds(store) == ["text unread", "notice removed"]
