"""Recording: the history rows of a scope, written by the rules of the two clocks."""

from models.history.amend import Sightings
from models.history.decisions import (
    ACCEPTED,
    REJECTED,
    Ruled,
    Ruling,
    Stage,
    corrected_at,
    keep_ruling,
    rejecting,
    rulings,
    verdicts,
)
from models.history.record import OutOfOrder, Recorded, foreseen, last_recorded, log, record
from models.history.rows import BeliefReader, believed, within

__all__ = [
    "ACCEPTED",
    "REJECTED",
    "BeliefReader",
    "OutOfOrder",
    "Recorded",
    "Ruled",
    "Ruling",
    "Sightings",
    "Stage",
    "believed",
    "corrected_at",
    "foreseen",
    "keep_ruling",
    "last_recorded",
    "log",
    "record",
    "rejecting",
    "rulings",
    "verdicts",
    "within",
]
