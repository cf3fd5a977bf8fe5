"""Recording readings in the history by the rules of the two clocks, and decisions of people about held readings."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from models.history.belief_reader import (
        BeliefReader,
        Evidence,
        believed_spans,
        believed_statement,
        evidence,
        expect_all_read,
        expect_free_moment,
        last_recorded,
        scope_conditions,
    )
    from models.history.decisions import (
        DecisionRecord,
        NewDecision,
        Stage,
        correction_instants,
        decision_records,
        is_at_or_after,
        save_decision,
        verdicts,
        without_rejected,
    )
    from models.history.out_of_order import MomentTaken, OutOfOrder
    from models.history.record import (
        RecordResult,
        Sightings,
        preview_changes,
        record,
    )
    from models.history.repeats import Repeat, silent_until
    from models.history.rows import ChangeLogger, log_changes
    from models.history.running_beliefs import Rereading, RunningBeliefs

__all__ = [
    "BeliefReader",
    "ChangeLogger",
    "DecisionRecord",
    "Evidence",
    "MomentTaken",
    "NewDecision",
    "OutOfOrder",
    "RecordResult",
    "Repeat",
    "Rereading",
    "RunningBeliefs",
    "Sightings",
    "Stage",
    "believed_spans",
    "believed_statement",
    "correction_instants",
    "decision_records",
    "evidence",
    "expect_all_read",
    "expect_free_moment",
    "is_at_or_after",
    "last_recorded",
    "log_changes",
    "preview_changes",
    "record",
    "save_decision",
    "scope_conditions",
    "silent_until",
    "verdicts",
    "without_rejected",
]

lazy_package(__name__)
