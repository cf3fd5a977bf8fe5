"""The database schema: tables, views, column types and locks, with the rules of which sources are shown."""

from models.schema.locks import one_at_a_time
from models.schema.publishing import shown
from models.schema.tables import (
    HISTORY,
    Alert,
    Base,
    Body,
    Budget,
    ChangeRow,
    Correction,
    Decision,
    Delivery,
    LastRun,
    Reminder,
    Snapshot,
    SourceRow,
    Watermark,
)
from models.schema.types import Exact, Instant, Named
from models.schema.vendors import vendor_column, vendor_of, vendors
from models.schema.views import (
    ALERT_LOG,
    CHANGE_LOG,
    CORRECTION_LOG,
    DEADLINE,
    PRICE_HISTORY,
    PRICE_KEY,
    PRICE_NOW,
    SCORE_HISTORY,
    SCORE_NOW,
    SOURCE_HEALTH,
)

__all__ = [
    "ALERT_LOG",
    "CHANGE_LOG",
    "CORRECTION_LOG",
    "DEADLINE",
    "HISTORY",
    "PRICE_HISTORY",
    "PRICE_KEY",
    "PRICE_NOW",
    "SCORE_HISTORY",
    "SCORE_NOW",
    "SOURCE_HEALTH",
    "Alert",
    "Base",
    "Body",
    "Budget",
    "ChangeRow",
    "Correction",
    "Decision",
    "Delivery",
    "Exact",
    "Instant",
    "LastRun",
    "Named",
    "Reminder",
    "Snapshot",
    "SourceRow",
    "Watermark",
    "one_at_a_time",
    "shown",
    "vendor_column",
    "vendor_of",
    "vendors",
]
