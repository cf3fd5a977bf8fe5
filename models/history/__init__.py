"""Recording readings in the history by the rules of the two clocks, and decisions of people about held readings."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from models.history.amendments import Sightings
    from models.history.belief_reader import BeliefReader, believed_spans, scope_conditions
    from models.history.decisions import (
        DecisionRecord,
        NewDecision,
        Stage,
        correction_instants,
        decision_records,
        save_decision,
        verdicts,
        without_rejected,
    )
    from models.history.moments import MomentTaken, expect_free_moment, is_at_or_after
    from models.history.out_of_order import OutOfOrder
    from models.history.record import (
        RecordResult,
        expect_all_read,
        last_recorded,
        log_changes,
        preview_changes,
        record,
    )
    from models.history.repeats import Repeat, silent_until

__all__ = [
    "BeliefReader",
    "DecisionRecord",
    "MomentTaken",
    "NewDecision",
    "OutOfOrder",
    "RecordResult",
    "Repeat",
    "Sightings",
    "Stage",
    "believed_spans",
    "correction_instants",
    "decision_records",
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
