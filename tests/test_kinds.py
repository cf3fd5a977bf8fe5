"""Every kind of change that can be told stands in the page about alerts, with its severity."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from alerts.severity import DEFAULT, SEVERITY
from models import boards, omissions
from models.agreement import AGREEMENT
from models.changes import HOURS
from models.decisions import UNDONE
from models.health import HEALTH, HELD
from models.unread_changes import UNREAD
from models.wordings import DATED

ROOT = Path(__file__).parents[1]
THINGS = ("price", "list price", "version", "limits", "peak hours")
ENDS = ("changed", "change announced", "change moved", "change cancelled", "change now in effect")
KIND = re.compile(r"[a-z][a-z-]*(?: [a-z-]+)+")


def texts(module: str, beginning: str) -> Iterator[str]:
    """The texts in the code of a module that read like the kind of a change and begin like one of its own."""
    tree = ast.parse((ROOT / "models" / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and KIND.fullmatch(value) and re.match(rf"(?:{beginning})\b", value):
            yield value


def constants(module: object) -> set[str]:
    """The kinds that a module has as constants."""
    values = [value for name, value in vars(module).items() if name.isupper()]
    return {value for value in values if isinstance(value, str) and KIND.fullmatch(value)}


def kinds() -> set[str]:
    """What the rules of each kind of change can call it."""
    return {
        *(f"{thing} {end}" for thing in THINGS for end in ENDS),
        *texts("changes", "model"),
        *texts("lifecycle", "promotion|retirement|replacement|name"),
        *texts("notices", "notice"),
        *constants(boards),
        *constants(omissions),
        *(*AGREEMENT, *HEALTH, *UNREAD.values(), DATED, UNDONE),
    } - {HOURS, *boards.QUIET}


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
    severities = {kind: {SEVERITY.get(kind, DEFAULT)} for kind in kinds()} | {HELD: {"notice", "warning"}}
    assert documented() == severities


def test_the_kinds_that_were_found_are_those_of_the_code() -> None:
    """One of each rule, so that an empty search is no agreement."""
    few = {"model added", "promotion ended early", "notice changed", "retirement no longer announced", "score moved"}
    assert few <= kinds()
    assert set(SEVERITY) <= kinds()


def test_what_nobody_is_told_is_said_to_stand_in_the_log_alone() -> None:
    page = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    line = next(line for line in page.splitlines() if line.endswith("stand in the log of changes alone."))
    assert set(re.findall(r"`([^`]+)`", line)) == boards.QUIET
