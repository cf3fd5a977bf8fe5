"""Facts: the base class, every kind of fact, meters and tiers of prices, and facts as text. Pure."""

from models.facts.base import (
    Fact,
    FactKey,
    FactValue,
    aside_columns,
    columns,
    gone,
    key_columns,
    key_words,
    short_key,
    value_columns,
)
from models.facts.instants import iso
from models.facts.kinds import (
    FACTS,
    STANDARD,
    Contender,
    Measurement,
    ModelVersion,
    Notice,
    PeakHours,
    Price,
    Promotion,
    Retirement,
    Score,
)
from models.facts.meters import METERS, UNITS, in_order, is_of_tokens
from models.facts.products import PRODUCTS, speaks_of
from models.facts.storable import UNSTORABLE, storable
from models.facts.subjects import HOURS, NOTICES, is_named, qualified_name
from models.facts.texts import amount_text, amounts_text, describe, hours_text, lifecycle_text, unit_text
from models.facts.tiers import MODES, in_tier, meter_text, tier_text

__all__ = [
    "FACTS",
    "HOURS",
    "METERS",
    "MODES",
    "NOTICES",
    "PRODUCTS",
    "STANDARD",
    "UNITS",
    "UNSTORABLE",
    "Contender",
    "Fact",
    "FactKey",
    "FactValue",
    "Measurement",
    "ModelVersion",
    "Notice",
    "PeakHours",
    "Price",
    "Promotion",
    "Retirement",
    "Score",
    "amount_text",
    "amounts_text",
    "aside_columns",
    "columns",
    "describe",
    "gone",
    "hours_text",
    "in_order",
    "in_tier",
    "is_named",
    "is_of_tokens",
    "iso",
    "key_columns",
    "key_words",
    "lifecycle_text",
    "meter_text",
    "qualified_name",
    "short_key",
    "speaks_of",
    "storable",
    "tier_text",
    "unit_text",
    "value_columns",
]
