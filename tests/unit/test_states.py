"""Outcomes, states, verdicts and words of deadlines: each set stands once, and no code spells a value out."""

import ast
from pathlib import Path

from models.kinds.deadlines import DeadlineKind
from models.kinds.decisions import Verdict
from models.kinds.deliveries import SILENT_STATES, WAITING_STATES, DeliveryState
from models.kinds.reminders import ReminderOccasion, ReminderState
from models.kinds.snapshots import BAD_OUTCOMES, GOOD_OUTCOMES, READABLE_OUTCOMES, SnapshotOutcome
from tests.support.source_code import nodes

ROOT = Path(__file__).parents[2]
PACKAGES = ("models", "flows", "alerts", "cli", "bench")
ENUMERATIONS = "models/kinds"
HARNESS = "bench/harness"
"""What tests and benches share: it compares with what a database holds, as tests do."""
OTHER_WORDS = {
    "bench/foreign.py": {"refused"},
    "bench/fuzz.py": {"refused"},
    "cli/evidence/facts.py": {"facts"},
    "cli/commands.py": {"held"},
    "cli/recording/held.py": {"held"},
    "flows/backfill/wayback.py": {"failed"},
    "models/changes/lifecycle.py": {"cancelled"},
    "models/facts/kinds.py": {"cancelled"},
    "models/plausibility/contradictions.py": {"cancelled", "withdrawn"},
    "models/plausibility/mentions.py": {"withdrawn"},
    "models/plausibility/silence.py": {"cancelled"},
    "models/queries/model_records.py": {"cancelled"},
    "models/readings/mention_matching.py": {"withdrawn"},
    "models/schema/views.py": {"facts"},
}
"""Where such a word means something else: a command, a column that counts facts, an exported function, a denial that a
reader found, the state of a retirement, how a request or a reader of the bench ended."""
COLUMN = "gone"
"""An occasion of a reminder that is the name of a column, too; the type of `Due.occasion` guards it."""

DEADLINE_WORDS = {word for kind in DeadlineKind for word in (str(kind), kind.noun)} - {"retirement"}
"""The names of kinds of deadlines and their words; a retirement is a fact, too."""


def test_every_outcome_is_good_bad_or_held() -> None:
    assert {*GOOD_OUTCOMES, *BAD_OUTCOMES} == set(SnapshotOutcome) - {SnapshotOutcome.HELD}
    assert not {*GOOD_OUTCOMES} & {*BAD_OUTCOMES}
    assert set(READABLE_OUTCOMES) == {*GOOD_OUTCOMES, SnapshotOutcome.HELD}


def test_a_delivery_is_waiting_silent_or_over() -> None:
    over = {DeliveryState.DELIVERED, DeliveryState.DEAD}
    assert {*WAITING_STATES, *SILENT_STATES} == set(DeliveryState) - over
    assert not {*WAITING_STATES} & {*SILENT_STATES}


def test_no_code_spells_out_an_outcome_a_state_or_a_word_of_a_deadline() -> None:
    values = {*SnapshotOutcome, *DeliveryState, *ReminderState, *ReminderOccasion, *Verdict, *DEADLINE_WORDS} - {COLUMN}
    found = dict[str, set[str]]()
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            words = {node.value for node in nodes(file) if isinstance(node, ast.Constant)} & values
            if words and not name.startswith((ENUMERATIONS, HARNESS)):
                found[name] = {str(word) for word in words}
    assert found == OTHER_WORDS
