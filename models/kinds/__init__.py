"""Enumerations: kinds of changes and deadlines, outcomes of snapshots, states of deliveries and reminders, verdicts."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from models.kinds.changes import CAN_WAIT, KIND_OF, MATTERING, ChangeKind, Movement, Severity, Thing
    from models.kinds.deadlines import DeadlineKind
    from models.kinds.decisions import Verdict
    from models.kinds.deliveries import (
        COUNTED_STATES,
        LATER_STATES,
        SILENT_STATES,
        UNSENT_STATES,
        WAITING_STATES,
        DeliveryState,
        SilenceAction,
    )
    from models.kinds.reminders import CALENDAR_ENDS, CLOCK_IN_DOUBT, RUNGS, ReminderOccasion, ReminderState
    from models.kinds.snapshots import (
        BAD_OUTCOMES,
        GIVEN_BY_HAND,
        GOOD_OUTCOMES,
        READABLE_OUTCOMES,
        UNCHANGED_OUTCOMES,
        SnapshotOutcome,
        is_by_hand,
    )

__all__ = [
    "BAD_OUTCOMES",
    "CALENDAR_ENDS",
    "CAN_WAIT",
    "CLOCK_IN_DOUBT",
    "COUNTED_STATES",
    "GIVEN_BY_HAND",
    "GOOD_OUTCOMES",
    "KIND_OF",
    "LATER_STATES",
    "MATTERING",
    "READABLE_OUTCOMES",
    "RUNGS",
    "SILENT_STATES",
    "UNCHANGED_OUTCOMES",
    "UNSENT_STATES",
    "WAITING_STATES",
    "ChangeKind",
    "DeadlineKind",
    "DeliveryState",
    "Movement",
    "ReminderOccasion",
    "ReminderState",
    "Severity",
    "SilenceAction",
    "SnapshotOutcome",
    "Thing",
    "Verdict",
    "is_by_hand",
]

lazy_package(__name__)
