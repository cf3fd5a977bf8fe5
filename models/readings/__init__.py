"""A reading: the facts that one page states, the scopes that it covers completely, and the parts that were not read.

Rules here also compare sentences that were not understood with facts. `aliases` maps names to models.
"""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from models.readings.aliases import NO_ALIASES, Aliases, CanonicalName, name_without_day, own_name
    from models.readings.mention_matching import (
        MIDNIGHT,
        agrees_on_days,
        calendar_days,
        denies_value,
        end_instant,
        fact_label,
        instants_ahead,
        is_ahead,
        is_instant_or_its_day,
        is_same_day_without_time,
        may_be_about,
        states_instant,
        states_past_end,
        states_same_value,
        states_some_value,
        withdraws,
    )
    from models.readings.observed import NEVER, Comparisons, ObservedInstant, instants_in, same_until
    from models.readings.reading import (
        BEGINNING,
        BadReading,
        LazyFacts,
        Reading,
        Scope,
        beliefs_by_kind,
        with_unread_as_notices,
    )
    from models.readings.unread import (
        AMOUNT,
        KeptFacts,
        Mention,
        Unread,
        believed_facts,
        described_models,
        names_model,
        possible_content,
    )

__all__ = [
    "AMOUNT",
    "BEGINNING",
    "MIDNIGHT",
    "NEVER",
    "NO_ALIASES",
    "Aliases",
    "BadReading",
    "CanonicalName",
    "Comparisons",
    "KeptFacts",
    "LazyFacts",
    "Mention",
    "ObservedInstant",
    "Reading",
    "Scope",
    "Unread",
    "agrees_on_days",
    "beliefs_by_kind",
    "believed_facts",
    "calendar_days",
    "denies_value",
    "described_models",
    "end_instant",
    "fact_label",
    "instants_ahead",
    "instants_in",
    "is_ahead",
    "is_instant_or_its_day",
    "is_same_day_without_time",
    "may_be_about",
    "name_without_day",
    "names_model",
    "own_name",
    "possible_content",
    "same_until",
    "states_instant",
    "states_past_end",
    "states_same_value",
    "states_some_value",
    "with_unread_as_notices",
    "withdraws",
]

lazy_package(__name__)
