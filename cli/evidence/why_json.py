"""The answers of the command `why` for programs."""

from typing import Any

from cli.evidence.origins import PriceOrEnd, ValueOrigin
from cli.printing import plain
from models.facts import key_columns, value_columns


def origin_as_json(origin: ValueOrigin) -> dict[str, Any]:
    """Return all that is known of the origin of a value: the columns of its row, with its page and other statements."""
    vendor, model = origin.name
    cited, route = origin.cited, origin.route
    return {
        "vendor": vendor,
        "model": model,
        "billed_as": origin.billed_as,
        "via": None if route is None else route.via,
        "route_source": None if route is None else route.source,
        "route_snapshot_id": None if route is None else route.snapshot_id,
        "fact": origin.statement.fact.table,
        **_statement(origin.statement),
        "at": origin.at,
        "believed": origin.believed,
        "first_stated": origin.first_stated,
        "url": cited.url,
        "seen_at": cited.seen_at,
        "passage": None if cited.passage is None else vars(cited.passage),
        "passage_problem": cited.problem,
        "others": [_shown_statement(each, origin.statement) for each in origin.others],
        "same_source": [_texts(_statement(each)) for each in origin.same_source],
        "superseded": [
            _texts(_statement(each)) | {"replaced": None if why is None else vars(why)}
            for each, why in origin.superseded
        ],
        "corrections": [
            _texts(
                {
                    name: getattr(each, name)
                    for name in ("effective_from", "said_before", "said_after", "stored_at", "why")
                }
            )
            for each in origin.corrections
        ],
    }


def _statement(row: PriceOrEnd) -> dict[str, Any]:
    """Return the columns of a row of the history by their names."""
    kind = type(row.fact)
    clocks = ("effective_from", "effective_to", "recorded_from", "recorded_to", "snapshot_id", "locator")
    return {
        **{name: getattr(row.fact, name) for name in (*key_columns(kind), *value_columns(kind))},
        "gone": row.fact.gone,
        **{name: getattr(row, name) for name in clocks},
    }


def _shown_statement(row: PriceOrEnd, statement: PriceOrEnd) -> dict[str, Any]:
    """Return the same of another source; of one that only checks without its values."""
    columns = _statement(row)
    hidden = value_columns(type(row.fact)) if row.only_checks else ()
    is_equal = row.fact.value == statement.fact.value
    return _texts(columns | dict.fromkeys(hidden)) | {"only_checks": row.only_checks, "equal": is_equal}


def _texts(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in columns.items()}
