"""Entries of a catalogue: the prices of a model in a mode from an instant on, and what that instant is. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

FIRST_SEEN, DOCUMENTED = "first_seen", "effective_from"
"""The meaning of the instant of an entry: the price was first seen then, or took effect by the document it cites."""
THEN, NOW = "then", "now"
"""The time at which the catalogue stated an entry that it did not always state: before its date, or as of it."""


@dataclass(frozen=True, kw_only=True)
class CatalogueEntry:
    """The prices of a model in a mode from an instant on: all that it has from then on."""

    vendor: str
    model: str
    mode: str
    since: datetime
    basis: str
    """FIRST_SEEN or DOCUMENTED."""
    known: str = ""
    """THEN for what a later correction replaces, NOW for that correction, "" for what was never corrected."""
    source: str
    """The page or commit that it cites."""
    prices: Mapping[tuple[str, int], Decimal] = field(default_factory=dict[tuple[str, int], Decimal])
    """US dollars per million tokens by meter and tier (`Price.above`). Empty: the mode has no price any more."""


@dataclass(frozen=True)
class Catalogue:
    """The entries of a catalogue as of a date."""

    as_of: datetime
    entries: Sequence[CatalogueEntry]

    def of(self, vendor: str, at: datetime) -> list[CatalogueEntry]:
        """Return what the catalogue had stated about a vendor by an instant, the oldest first.

        Before its date that is what was seen by then; as of its date corrections are known, too.
        """
        other = THEN if at >= self.as_of else NOW
        stated = [entry for entry in self.entries if entry.vendor == vendor and entry.known != other]
        return sorted((entry for entry in stated if entry.since <= at), key=lambda entry: entry.since)
