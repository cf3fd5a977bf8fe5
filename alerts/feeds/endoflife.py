"""Renders the ends of a vendor's models as endoflife.date has those of a product. The same records give the same bytes.

A model is a cycle. `cycle`, `releaseDate`, `eol`, `support`, `discontinued` and `link` mean what they mean there; what
is unknown is left out. Further fields are our own. Days are of UTC.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from alerts.feeds.origin import UNKNOWN, Origin
from models.facts import release_day
from models.queries import ModelRecord, ModelWarning, WarningKind

OVER = (WarningKind.RETIRED, WarningKind.ROUTED)
"""The kinds after which a model itself does not answer any more."""


def cycles(records: Iterable[ModelRecord], origins: Mapping[str, Origin]) -> bytes:
    """Return the file of one vendor: a list of its models by name; `origins` are by source name."""
    ordered = sorted(records, key=lambda record: record.model)
    rows = [_cycle(record, origins.get(record.source or "", UNKNOWN).url) for record in ordered]
    return (json.dumps(rows, indent=2, ensure_ascii=False) + "\n").encode()


def _cycle(record: ModelRecord, link: str) -> dict[str, object]:
    end = next((warning for warning in record.warnings if warning.kind.is_about_end), None)
    kind = None if end is None else end.kind
    released = release_day(record.model)
    row: dict[str, object] = {
        "cycle": record.model,
        "releaseDate": None if released is None else released.isoformat(),
        "eol": _eol(end),
        "support": kind is None,
        "discontinued": kind in OVER or kind is WarningKind.UNLISTED,
        "link": link or None,
        "replacement": end.instead if end is not None and kind is not WarningKind.ROUTED else None,
        "answersAs": end.instead if end is not None and kind is WarningKind.ROUTED else None,
        "eolNotBefore": _day(end.at if end is not None and kind is WarningKind.EARLIEST else record.not_before),
    }
    return {name: value for name, value in row.items() if value is not None}


def _eol(end: ModelWarning | None) -> str | bool:
    """Return the day on which a model ends or has ended; True if it has without a known day, False if none is known."""
    if end is None or end.kind not in (*OVER, WarningKind.DATED):
        return False
    return _day(end.at) or True


def _day(instant: datetime | None) -> str | None:
    return None if instant is None else f"{instant.astimezone(UTC):%Y-%m-%d}"
