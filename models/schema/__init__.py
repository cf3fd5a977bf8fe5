"""The database schema: tables, views, column types and locks, with the rules of which sources are shown."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from models.schema.dialects import (
        Exact,
        Instant,
        InstantNumber,
        JsonValue,
        Named,
        execute_rows,
        instant_text,
        json_text,
        one_at_a_time,
        state_conditions,
    )
    from models.schema.every_table import Base
    from models.schema.history import HISTORY, TABLES, HistoryTables
    from models.schema.pages import Body, Snapshot, SourceRow, Watermark
    from models.schema.sources import is_shown_source, vendor_column
    from models.schema.tables import (
        Alert,
        AlertChange,
        Budget,
        ChangeRow,
        Correction,
        Decision,
        Delivery,
        LastRun,
        Reminder,
        Silence,
    )
    from models.schema.views import (
        ALERT_LOG,
        CHANGE_LOG,
        CORRECTION_LOG,
        DEADLINE,
        PLACE_NOW,
        PRICE_HISTORY,
        PRICE_KEY,
        PRICE_NOW,
        PRICE_RATIO,
        PRICE_RESOLVED,
        RETIREMENT_NOW,
        ROUTE_NOW,
        SCORE_HISTORY,
        SCORE_NOW,
        SILENCE_LOG,
        SOURCE_HEALTH,
    )

__all__ = [
    "ALERT_LOG",
    "CHANGE_LOG",
    "CORRECTION_LOG",
    "DEADLINE",
    "HISTORY",
    "PLACE_NOW",
    "PRICE_HISTORY",
    "PRICE_KEY",
    "PRICE_NOW",
    "PRICE_RATIO",
    "PRICE_RESOLVED",
    "RETIREMENT_NOW",
    "ROUTE_NOW",
    "SCORE_HISTORY",
    "SCORE_NOW",
    "SILENCE_LOG",
    "SOURCE_HEALTH",
    "TABLES",
    "Alert",
    "AlertChange",
    "Base",
    "Body",
    "Budget",
    "ChangeRow",
    "Correction",
    "Decision",
    "Delivery",
    "Exact",
    "HistoryTables",
    "Instant",
    "InstantNumber",
    "JsonValue",
    "LastRun",
    "Named",
    "Reminder",
    "Silence",
    "Snapshot",
    "SourceRow",
    "Watermark",
    "execute_rows",
    "instant_text",
    "is_shown_source",
    "json_text",
    "one_at_a_time",
    "state_conditions",
    "vendor_column",
]

lazy_package(__name__)
