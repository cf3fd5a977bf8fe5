"""What people are told: alerts with their context, reminders, feeds."""

from flows.notify.age_notes import age_lines, newly_stale
from flows.notify.alerting import USUAL, Telling, telling
from flows.notify.bill_impact import MOMENT, Move, around, is_costing, touched
from flows.notify.feeds import publish, write
from flows.notify.notify import tell, tell_repeat, tell_undone
from flows.notify.reminders import remind, remind_until

__all__ = [
    "MOMENT",
    "USUAL",
    "Move",
    "Telling",
    "age_lines",
    "around",
    "is_costing",
    "newly_stale",
    "publish",
    "remind",
    "remind_until",
    "tell",
    "tell_repeat",
    "tell_undone",
    "telling",
    "touched",
    "write",
]
