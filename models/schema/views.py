"""The views that our code selects from, as tables. The SQL of all views is in `migrations/views`."""

from sqlalchemy import BigInteger, Boolean, Column, Float, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from models.kinds import COUNTED_STATES
from models.schema.dialects import Exact, Instant, JsonValue

VIEWS = MetaData()
NUMBER: TypeEngine[float] = Float()

PRICE_KEY = ("source", "model", "meter", "band", "currency", "mode", "above")

PRICE_NOW = Table(
    "price_now",
    VIEWS,
    *(Column(name, Text) for name in ("source", "vendor", *PRICE_KEY[1:-1])),
    Column(PRICE_KEY[-1], BigInteger),
    Column("amount", Exact),
    Column("list_amount", Exact),
    Column("unit", Text),
    Column("effective_from", Instant),
    Column("effective_to", Instant),
    Column("recorded_from", Instant),
    Column("snapshot_id", BigInteger),
    Column("locator", Text),
)

PRICE_HISTORY = Table(
    "price_history",
    VIEWS,
    *(Column(column.name, column.type) for column in PRICE_NOW.columns),
    Column("gone", Boolean),
    Column("recorded_to", Instant),
)

RETIREMENT_NOW = Table(
    "retirement_now",
    VIEWS,
    *(Column(name, Text) for name in ("source", "vendor", "model", "state")),
    Column("retires_at", Instant),
    *(Column(name, Text) for name in ("replacement", "answers_as")),
    *(Column(name, Instant) for name in ("answers_since", "answers_until", "effective_from", "recorded_from")),
    Column("snapshot_id", BigInteger),
    Column("locator", Text),
)

ROUTE_NOW = Table(
    "route_now",
    VIEWS,
    *(Column(name, Text) for name in ("source", "vendor", "model", "answers_as", "billed_as", "via")),
    *(Column(name, Instant) for name in ("effective_from", "effective_to", "recorded_from")),
    Column("snapshot_id", BigInteger),
    Column("locator", Text),
)

PRICE_RESOLVED = Table(
    "price_resolved",
    VIEWS,
    *(Column(column.name, column.type) for column in list(PRICE_NOW.columns)[:3]),
    Column("billed_as", Text),
    *(Column(column.name, column.type) for column in list(PRICE_NOW.columns)[3:]),
    Column("routed_from", Instant),
    *(Column(name, Text) for name in ("via", "route_source")),
    Column("route_snapshot_id", BigInteger),
    Column("route_locator", Text),
)

RATIO_MONEY = ("input", "output", "list_input", "list_output")
PRICE_RATIO = Table(
    "price_ratio",
    VIEWS,
    *(Column(f"{side}{name}", Text) for side in ("", "other_") for name in ("vendor", "model", "source")),
    *(Column(name, Text) for name in ("mode", "currency", "band")),
    *(Column(name, BigInteger) for name in ("above", "other_above")),
    Column("unit", Text),
    *(Column(f"{side}{name}", Exact) for side in ("", "other_") for name in RATIO_MONEY),
    *(Column(name, Instant) for name in ("effective_from", "other_effective_from")),
    *(Column(name, BigInteger) for name in ("snapshot_id", "other_snapshot_id")),
    *(Column(name, NUMBER) for name in ("input_ratio", "output_ratio")),
)

DEADLINE = Table(
    "deadline",
    VIEWS,
    *(Column(name, Text) for name in ("kind", "source", "vendor", "subject")),
    *(Column(name, Instant) for name in ("due_at", "recorded_from")),
    Column("says", Text),
    Column("snapshot_id", BigInteger),
)

SCORE_NOW = Table(
    "score_now",
    VIEWS,
    *(
        Column(name, Text)
        for name in (
            "source",
            "vendor",
            "board",
            "category",
            "contender_key",
            "contender_name",
            "organization",
            "model",
        )
    ),
    *(Column(name, Exact) for name in ("score", "ci_low", "ci_high")),
    Column("votes", BigInteger),
    Column("methodology", Text),
    *(Column(name, Instant) for name in ("effective_from", "recorded_from")),
    Column("snapshot_id", BigInteger),
)

SCORE_HISTORY = Table(
    "score_history",
    VIEWS,
    *(Column(column.name, column.type) for column in SCORE_NOW.columns),
    Column("effective_to", Instant),
    Column("gone", Boolean),
    Column("recorded_to", Instant),
)

PLACE_NOW = Table(
    "place_now",
    VIEWS,
    *(Column(name, Text) for name in ("source", "category", "board", "contender_key")),
    *(Column(name, BigInteger) for name in ("place", "best_place", "worst_place", "tied_with")),
)

CHANGE_LOG = Table(
    "change_log",
    VIEWS,
    Column("id", BigInteger),
    *(Column(name, Text) for name in ("kind", "source", "vendor", "subject", "said_before", "said_after", "fact")),
    *(Column(name, JsonValue) for name in ("item", "value_before", "value_after")),
    *(Column(name, Instant) for name in ("effective_at", "seen_at", "stored_at")),
    Column("retracted", Boolean),
    Column("snapshot_id", BigInteger),
)

CORRECTION_LOG = Table(
    "correction_log",
    VIEWS,
    Column("id", BigInteger),
    *(Column(name, Text) for name in ("source", "vendor", "fact", "subject")),
    Column("effective_from", Instant),
    *(Column(name, Text) for name in ("said_before", "said_after", "why")),
    Column("stored_at", Instant),
    Column("snapshot_id", BigInteger),
)

ALERT_LOG = Table(
    "alert_log",
    VIEWS,
    Column("id", BigInteger),
    *(Column(name, Text) for name in ("alert_key", "kind", "severity", "source", "vendor", "subject", "title", "body")),
    *(Column(name, Instant) for name in ("effective_at", "created_at")),
    *(Column(state, BigInteger) for state in (*COUNTED_STATES, "silenced")),
    Column("also_said_by", Text),
)

SILENCE_LOG = Table(
    "silence_log",
    VIEWS,
    Column("id", BigInteger),
    Column("action", Text),
    Column("alert_id", BigInteger),
    *(Column(name, Text) for name in ("title", "model_pattern", "kind_pattern", "source_pattern", "severity")),
    Column("until", Instant),
    Column("why", Text),
    Column("created_at", Instant),
    Column("created_by", Text),
    Column("ended_at", Instant),
    Column("ended_by", Text),
    Column("in_force", Boolean),
)

SOURCE_HEALTH = Table(
    "source_health",
    VIEWS,
    *(Column(name, Text) for name in ("source", "vendor", "url")),
    Column("cadence_minutes", BigInteger),
    *(Column(name, Instant) for name in ("last_attempt_at", "last_good_at")),
    *(Column(name, Text) for name in ("last_outcome", "reason")),
    Column("stale", Boolean),
    Column("facts", BigInteger),
)
