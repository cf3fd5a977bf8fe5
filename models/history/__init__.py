"""Recording readings in the history by the rules of the two clocks, and decisions of people about held readings."""

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
from models.history.record import (
    OutOfOrder,
    RecordResult,
    Sightings,
    last_recorded,
    log_changes,
    preview_changes,
    record,
)
from models.history.rows import BeliefReader, believed_spans, scope_conditions

__all__ = [
    "BeliefReader",
    "DecisionRecord",
    "NewDecision",
    "OutOfOrder",
    "RecordResult",
    "Sightings",
    "Stage",
    "believed_spans",
    "correction_instants",
    "decision_records",
    "last_recorded",
    "log_changes",
    "preview_changes",
    "record",
    "save_decision",
    "scope_conditions",
    "verdicts",
    "without_rejected",
]
