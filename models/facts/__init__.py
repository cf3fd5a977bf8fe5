"""Facts: the base class, every kind of fact, meters and tiers of prices, and facts as text. Pure."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
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
    from models.facts.storable import UNSTORABLE, storable
    from models.facts.texts import (
        HOURS,
        NOTICES,
        PRODUCTS,
        amount_text,
        amounts_text,
        describe,
        display_name,
        hours_text,
        is_named,
        is_numbered,
        iso,
        lifecycle_text,
        meter_text,
        numbered_keys,
        qualified_name,
        speaks_of,
        tier_text,
        unit_text,
        without_number,
    )
    from models.facts.tiers import MODES, in_tier

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
    "display_name",
    "gone",
    "hours_text",
    "in_order",
    "in_tier",
    "is_named",
    "is_numbered",
    "is_of_tokens",
    "iso",
    "key_columns",
    "key_words",
    "lifecycle_text",
    "meter_text",
    "numbered_keys",
    "qualified_name",
    "short_key",
    "speaks_of",
    "storable",
    "tier_text",
    "unit_text",
    "value_columns",
    "without_number",
]

lazy_package(__name__)
