"""Every kind of change that can be told stands in the page about alerts, with its severity; no kind is taken apart."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from models.kinds import KIND_OF
from models.kinds.changes import ChangeKind, Movement, Severity, Thing
from models.kinds.deadlines import DeadlineKind
from models.kinds.reminders import CALENDAR_ENDS, CLOCK_IN_DOUBT
from tests.support.source_code import nodes

ROOT = Path(__file__).parents[2]
PACKAGES = ("models", "flows", "alerts", "cli")
DECLARED = ("models/kinds/changes.py", "models/kinds/deadlines.py")
KINDS = {*ChangeKind, *DeadlineKind} - {"retirement"}
"""But for the one that is the name of a table, too."""


def documented() -> dict[str, set[str]]:
    """Each kind of the table about severities, and those that stand beside it."""
    page = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    table = page.partition("These are all kinds:")[2].partition("## Deadlines")[0]
    found = dict[str, set[str]]()
    for cell, severity in re.findall(r"^\| (.*`.*) \| `(\w+)` \|$", table, re.MULTILINE):
        for kind in re.findall(r"`([^`]+)`", cell):
            found.setdefault(kind, set()).add(severity)
    return found


def test_every_kind_that_can_be_told_is_in_the_page_about_alerts_with_its_severity() -> None:
    severities = {str(kind): {str(kind.severity)} for kind in ChangeKind if kind.is_news}
    both = {ChangeKind.SOURCE_HELD: {Severity.NOTICE, Severity.WARNING}, CALENDAR_ENDS: {Severity.WARNING}}
    both[CLOCK_IN_DOUBT] = {Severity.WARNING}
    assert documented() == severities | both


def test_what_nobody_is_told_is_said_to_stand_in_the_log_alone() -> None:
    page = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    line = next(line for line in page.splitlines() if line.endswith("they are only in the log of changes."))
    assert set(re.findall(r"`([^`]+)`", line)) == {kind for kind in ChangeKind if not kind.is_news}


def test_the_values_of_kinds_are_their_nouns_and_verbs_each_once() -> None:
    assert len({kind.value for kind in ChangeKind}) == len(ChangeKind)
    assert {kind.value for kind in ChangeKind} == {f"{kind.noun} {kind.verb}".strip() for kind in ChangeKind}
    assert ChangeKind("price change now in effect") is ChangeKind.PRICE_IN_EFFECT


def test_a_movement_of_a_thing_is_one_kind() -> None:
    assert KIND_OF[Thing.LIST_PRICE, Movement.MOVED] is ChangeKind.LIST_PRICE_MOVED
    assert (Thing.SLUG, Movement.ENDED) not in KIND_OF
    assert all((kind.thing, kind.movement) == pair for pair, kind in KIND_OF.items())
    assert (Thing.PROMOTION, Movement.CHANGED) in KIND_OF


def code() -> Iterator[tuple[Path, ast.AST]]:
    """Every node of the code that works with kinds."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if str(file.relative_to(ROOT)) not in DECLARED:
                yield from ((file, node) for node in nodes(file))


def test_no_kind_is_a_text_in_the_code() -> None:
    found = [
        f"{file.name}:{node.lineno}" for file, node in code() if isinstance(node, ast.Constant) and node.value in KINDS
    ]
    assert found == []


def test_no_kind_is_taken_apart() -> None:
    cuts = {"startswith", "endswith", "split", "partition", "removeprefix", "removesuffix"}
    found = [
        f"{file.name}:{node.lineno}"
        for file, node in code()
        if isinstance(node, ast.Attribute) and node.attr in cuts and ast.unparse(node.value).split(".")[-1] == "kind"
    ]
    assert found == []
