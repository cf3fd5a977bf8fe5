"""The views that people alone query, as tables to select from, and all views by name."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from models.facts import FACTS, Fact, key_columns, value_columns
from models.schema import TABLES, views
from models.schema.dialects import Exact, Instant, InstantNumber, JsonValue

OTHERS = MetaData()

PROMOTION_NOW = Table(
    "promotion_now",
    OTHERS,
    *(Column(name, Text) for name in ("source", "vendor", "model")),
    Column("percent_off", Exact),
    *(Column(name, Instant) for name in ("starts_at", "ends_at")),
    Column("after_end", Text),
    *(Column(name, Instant) for name in ("effective_from", "recorded_from")),
    Column("snapshot_id", BigInteger),
    Column("locator", Text),
)

RETIREMENT_HISTORY = Table(
    "retirement_history",
    OTHERS,
    *(Column(name, Text) for name in ("source", "vendor", "model", "state")),
    Column("retires_at", Instant),
    *(Column(name, Text) for name in ("replacement", "answers_as")),
    *(Column(name, Instant) for name in ("effective_from", "effective_to", "recorded_from", "recorded_to")),
    Column("gone", Boolean),
    Column("snapshot_id", BigInteger),
    Column("locator", Text),
)

PEAK_HOURS_NOW = Table(
    "peak_hours_now",
    OTHERS,
    *(Column(name, Text) for name in ("source", "vendor", "time_zone", "weekdays", "windows", "holidays", "text")),
    *(Column(name, Instant) for name in ("effective_from", "recorded_from")),
    Column("snapshot_id", BigInteger),
    Column("locator", Text),
)

MODEL_CARD_NOW = Table(
    "model_card_now",
    OTHERS,
    *(Column(name, Text) for name in ("source", "vendor", "repository", "licence", "licence_name", "gated", "sha")),
    Column("parameters", Text),
    *(Column(name, Instant) for name in ("effective_from", "recorded_from")),
    Column("snapshot_id", BigInteger),
    Column("locator", Text),
)

LEADERBOARD_NOW = Table(
    "leaderboard_now",
    OTHERS,
    *(Column(name, Text) for name in ("board", "category")),
    *(Column(name, BigInteger) for name in ("place", "best_place", "worst_place", "tied_with")),
    *(Column(name, Text) for name in ("contender_key", "contender_name", "organization", "model")),
    *(Column(name, Exact) for name in ("score", "ci_low", "ci_high")),
    Column("votes", BigInteger),
    Column("methodology", Text),
    Column("effective_from", Instant),
    *(Column(name, Text) for name in ("source", "vendor")),
    Column("snapshot_id", BigInteger),
)

MEASUREMENT_NOW = Table(
    "measurement_now",
    OTHERS,
    *(Column(name, Text) for name in ("source", "vendor", "contender_key", "contender_name", "model")),
    *(
        Column(name, Exact)
        for name in (
            "input_price",
            "output_price",
            "cache_hit_price",
            "cache_write_price",
            "output_tokens_per_second",
            "seconds_to_first_token",
        )
    ),
    *(Column(name, Instant) for name in ("effective_from", "recorded_from")),
    Column("snapshot_id", BigInteger),
)

DELIVERY_LOG = Table(
    "delivery_log",
    OTHERS,
    *(Column(name, BigInteger) for name in ("id", "alert_id")),
    *(Column(name, Text) for name in ("alert_key", "target", "state")),
    Column("due_at", Instant),
    Column("attempts", BigInteger),
    Column("delivered_at", Instant),
    Column("last_error", Text),
    Column("created_at", Instant),
    *(Column(name, Text) for name in ("severity", "title")),
    Column("silence_id", BigInteger),
    Column("digest_key", Text),
)

DISAGREEMENT_NOW = Table(
    "disagreement_now",
    OTHERS,
    *(Column(name, Text) for name in ("source", "vendor", "subject", "fact")),
    Column("item", JsonValue),
    Column("says", Text),
    Column("since", Instant),
    *(Column(name, BigInteger) for name in ("change_id", "snapshot_id")),
)

NOTICE_GIVEN = Table(
    "notice_given",
    OTHERS,
    *(Column(name, Text) for name in ("source", "vendor", "kind", "subject")),
    *(Column(name, Instant) for name in ("stated_at", "effective_at")),
    Column("days", views.NUMBER),
    Column("took_effect", Boolean),
)


def of_facts(fact: type[Fact], name: str, *clocks: str) -> None:
    """Define the view of a kind of fact: its key, its values, these clocks, and its place on the page."""
    spans, keys, values = TABLES[fact].spans.c, key_columns(fact), value_columns(fact)
    types: dict[str, TypeEngine[Any]] = {each.name: each.type for each in (*TABLES[fact].series.c, *spans)}
    last: list[str] = [name for name in ("gone", "snapshot_id", "locator") if name in types]
    beside: list[str] = [name for name in types if name not in {*keys, *values, *ALL_CLOCKS, *last, "id", "series_id"}]
    names: list[str] = [*keys, *values, *beside, *clocks, *(last if clocks == ALL_CLOCKS else last[1:])]
    names.insert(1, "vendor")
    types["vendor"] = Text()
    shown = {name: Instant() if isinstance(types[name], InstantNumber) else types[name] for name in names}
    Table(name, OTHERS, *(Column(each, its) for each, its in shown.items()))


ALL_CLOCKS = ("effective_from", "effective_to", "recorded_from", "recorded_to")
for each_fact in FACTS:
    if each_fact.table not in ("price", "retirement", "score"):
        of_facts(each_fact, f"{each_fact.table}_history", *ALL_CLOCKS)
    if each_fact.table in ("model_version", "notice", "contender"):
        of_facts(each_fact, f"{each_fact.table}_now", "effective_from", "recorded_from")

VIEWS: Mapping[str, Table] = {**views.VIEWS.tables, **OTHERS.tables}
