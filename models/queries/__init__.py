"""Queries that commands, reports and alerts make: facts at an instant, deadlines, evidence, health and deliveries."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from models.queries import billing, facts_at
    from models.queries.at_instants import (
        NothingOfThePresent,
        ViewRedefined,
        at_instants,
        names_in,
        without_texts,
    )
    from models.queries.billed_lines import FullName, billed_lines
    from models.queries.cards import card_repositories, model_cards
    from models.queries.deadlines import Deadline, EarliestDate, PriceMove, deadlines, earliest_dates
    from models.queries.deliveries import Outgoing, open_work_counts, outgoing_by_target
    from models.queries.different import ComparedInstant, DifferentSubject, SideSays, different
    from models.queries.facts_at import as_of, as_of_any_source, clocks, facts_of, prices, view
    from models.queries.logs import LogQuestion, logged, logged_values
    from models.queries.model_records import ModelName, ModelRecord, ModelWarning, WarningKind, model_records
    from models.queries.notice_given import NoticeGiven, Notices, notices
    from models.queries.price_curves import PriceLine, price_lines
    from models.queries.price_steps import PriceStep, price_steps
    from models.queries.reading_ages import IS_OF_SOURCE, Age, ages, family_ages, newly_stale
    from models.queries.source_summary import SourceSummary, fact_counts, prices_of_source, source_summary
    from models.queries.statements import (
        Replaced,
        StatedRow,
        corrections,
        first_stated,
        in_effect,
        replaced_by,
        statements,
    )

__all__ = [
    "IS_OF_SOURCE",
    "Age",
    "ComparedInstant",
    "Deadline",
    "DifferentSubject",
    "EarliestDate",
    "FullName",
    "LogQuestion",
    "ModelName",
    "ModelRecord",
    "ModelWarning",
    "NothingOfThePresent",
    "NoticeGiven",
    "Notices",
    "Outgoing",
    "PriceLine",
    "PriceMove",
    "PriceStep",
    "Replaced",
    "SideSays",
    "SourceSummary",
    "StatedRow",
    "ViewRedefined",
    "WarningKind",
    "ages",
    "as_of",
    "as_of_any_source",
    "at_instants",
    "billed_lines",
    "billing",
    "card_repositories",
    "clocks",
    "corrections",
    "deadlines",
    "different",
    "earliest_dates",
    "fact_counts",
    "facts_at",
    "facts_of",
    "family_ages",
    "first_stated",
    "in_effect",
    "logged",
    "logged_values",
    "model_cards",
    "model_records",
    "names_in",
    "newly_stale",
    "notices",
    "open_work_counts",
    "outgoing_by_target",
    "price_lines",
    "price_steps",
    "prices",
    "prices_of_source",
    "replaced_by",
    "source_summary",
    "statements",
    "view",
    "without_texts",
]

lazy_package(__name__)
