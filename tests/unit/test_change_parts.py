"""The parts of a change are said from its data: a text of a page that has the marks of our lists stays whole."""

import ast
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from alerts.texts.change_parts import NO_CORRECTION, correction_lines
from alerts.texts.change_texts import change_lines
from bench.harness.dates import day
from models.changes import Change, Data, facts_in, value_of
from models.facts.kinds import ModelVersion, Price, Retirement
from models.kinds.changes import ChangeKind
from tests.support.source_code import nodes

ROOT = Path(__file__).parents[2]
ODD = "V4; or → so"
PRICE = Price(
    source="a",
    model="m",
    meter="output",
    band="peak",
    currency="USD",
    amount=Decimal("1.10"),
    list_amount=None,
    unit="1M tokens",
)
VERSION = ModelVersion(source="a", model="m", version=ODD, context_length="1M", max_output="8K")
DATED = Retirement(source="a", model="m", state="dated", retires_at=day("2026-07-24"), replacement=ODD)
OTHER = replace(DATED, source="b", replacement=None)


def said(change: Change) -> list[str]:
    return "\n".join(change_lines([change], lambda at: f"{at}")).splitlines()


def test_a_value_is_read_back_as_the_facts_that_it_was_made_of() -> None:
    facts = (PRICE, VERSION, DATED, OTHER)
    assert facts_in(value_of(facts)) == facts
    assert isinstance(facts_in(value_of(facts))[0], Price)
    assert facts_in(None) == facts_in({"outcome": "facts"}) == ()


def test_a_model_that_comes_has_a_line_for_each_item() -> None:
    change = Change(ChangeKind.MODEL_ADDED, "a", "m", None, "in words", None, facts_after=(PRICE, VERSION))
    assert len(said(change)) == 2
    assert said(change)[1] == f"  {ODD}"


def test_sources_that_disagree_have_a_line_for_each_statement() -> None:
    data = Data("retirement", value_after=value_of([OTHER, DATED]))
    change = Change(ChangeKind.SOURCES_DISAGREE, "a", "m", None, "in words", None, about=data)
    assert said(change) == [
        f"- sources disagree: retirement: dated 2026-07-24 00:00 UTC, replacement {ODD} (a)",
        "  dated 2026-07-24 00:00 UTC (b)",
    ]


def test_what_a_decision_that_was_undone_corrects_has_a_line_for_each_fact() -> None:
    one = {"fact": "model_version", "subject": "m", "said_before": ODD, "said_after": None}
    one |= {"effective_from": "2026-05-08T01:00:00+00:00"}
    found = [one, one | {"fact": "notice"}, one]
    line = f"m: from 2026-05-08 01:00 UTC model version {ODD} → none"
    change = Change(ChangeKind.DECISION_UNDONE, "a", "a", "why", None, None, about=Data(value_after=found))
    assert said(change) == ["- decision undone: why", f"  {line}", f"  {line}"]
    assert correction_lines([]) == [NO_CORRECTION]


def test_no_code_takes_the_words_of_a_change_apart() -> None:
    """No text is split at the marks that our own lists are joined with, and none is looked up in an alert."""
    marks = {"; ", " → ", "; now "}
    for package in ("models", "flows", "alerts", "cli"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in nodes(file):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    given = {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
                    splits = node.func.attr in ("split", "rsplit", "partition", "rpartition", "replace")
                    assert not (splits and given & marks), f"{file}:{node.lineno}"
                if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In):
                    right = node.comparators[0]
                    assert not (isinstance(right, ast.Attribute) and right.attr == "body"), f"{file}:{node.lineno}"
