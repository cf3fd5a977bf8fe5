"""The account of a vendor's prices: all that the catalogue had stated by an instant, one JSON object a line.

The first line has the SHA-256 of the others and the date of the catalogue. Each other line is a price or its end, with
`first_seen` or `effective_from`: only the latter is an instant of the vendor.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import groupby

from scrapers.catalogue.entries import DOCUMENTED, FIRST_SEEN, NOW, Catalogue, CatalogueEntry
from scrapers.page import PageChanged
from scrapers.parse import json_object, parse_json

PRICE_KEY = ("model", "mode", "above", "meter")


def instants(catalogue: Catalogue, vendor: str) -> list[datetime]:
    """Return the instants at which a catalogue came to state something else about a vendor, the last one its date."""
    seen = {entry.since for entry in catalogue.entries if entry.vendor == vendor and entry.known != NOW}
    return sorted({*seen, catalogue.as_of})


def account(catalogue: Catalogue, vendor: str, at: datetime) -> bytes:
    """Return all that a catalogue had stated about a vendor by an instant."""
    entries = sorted(catalogue.of(vendor, at), key=lambda entry: (entry.model, entry.mode))
    lines = [
        f"{json.dumps(line, ensure_ascii=False)}\n"
        for _, timeline in groupby(entries, lambda entry: (entry.model, entry.mode))
        for line in _lines(timeline)
    ]
    rest = "".join(lines).encode()
    head = {"sha256": sha256(rest).hexdigest(), "as_of": _text(catalogue.as_of)}
    return f"{json.dumps(head)}\n".encode() + rest


def as_of_account(body: bytes) -> datetime | None:
    """Return the date of the catalogue that an account is of; None if it is no account."""
    try:
        head = json_object(parse_json(body.partition(b"\n")[0]), "the first line")
        return datetime.fromisoformat(str(head["as_of"])).astimezone(UTC)
    except (PageChanged, KeyError, ValueError):
        return None


def _lines(timeline: Iterator[CatalogueEntry]) -> Iterator[dict[str, object]]:
    """Yield the prices of one model and mode that begin, change or end with each entry."""
    before = dict[tuple[str, int], Decimal]()
    for entry in timeline:
        prices = dict(entry.prices)
        changed = sorted(key for key in {*before, *prices} if before.get(key) != prices.get(key))
        for meter, above in changed:
            amount = prices.get((meter, above))
            yield {
                **dict(zip(PRICE_KEY, (entry.model, entry.mode, above, meter), strict=True)),
                "amount": None if amount is None else f"{amount:f}",
                FIRST_SEEN: _text(entry.since) if entry.basis == FIRST_SEEN else None,
                DOCUMENTED: _text(entry.since) if entry.basis == DOCUMENTED else None,
                "evidence": entry.source,
            }
        before = prices


def _text(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"
