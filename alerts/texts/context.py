"""The context of an alert, and texts that all alerts share: instants on the reader's clock, and the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

MOST_NAMES = 3
"""A title with more contenders than this names none."""
MOST_CELLS = 4
"""A body with more places on a page than this counts the rest."""


@dataclass(frozen=True)
class SeenSnapshot:
    """The snapshot behind an alert, with the page where the alert can be checked."""

    source: str
    url: str
    moment: datetime
    snapshot_id: int
    credit: str = ""
    """The attribution that the terms of the source ask for; empty if they ask for none."""
    vendor: str = ""
    """The vendor of the source."""


@dataclass(frozen=True)
class AlertContext:
    """Facts about a subject that its alert states besides the changes."""

    bill_lines: tuple[str, ...] = ()
    """The effect on the reader's bill, a sentence per currency."""
    short: str = ""
    """The same for a title: `+412.20 USD a month`. Empty if there are several currencies."""
    announced_at: datetime | None = None
    """The instant of the earlier announcement."""
    cells: tuple[str, ...] = ()
    """Places on the page that state the values."""
    flap_note: str = ""
    """The number of recent movements; for trouble that lasts, the last good reading."""
    same_until: datetime | None = None
    """The instant until which the current state was in effect before, if it is back."""
    sources: tuple[str, ...] = ()
    """Lines about the age of sources, and about facts that depend on a source in trouble."""


NO_CONTEXT = AlertContext()


def moment(instant: datetime, zone: str = "UTC") -> str:
    """Format an instant on the reader's clock and in UTC: `2026-08-16 18:00 Europe/Berlin (16:00 UTC)`."""
    there, utc = instant.astimezone(ZoneInfo(zone)), instant.astimezone(UTC)
    if zone == "UTC":
        return f"{utc:%Y-%m-%d %H:%M} UTC"
    day = "" if there.date() == utc.date() else f"{utc:%Y-%m-%d} "
    return f"{there:%Y-%m-%d %H:%M} {zone} ({day}{utc:%H:%M} UTC)"


def evidence_lines(seen: SeenSnapshot, cells: Sequence[str], zone: str) -> list[str]:
    """Return the lines that say where an alert can be checked: the page, and the archived snapshot."""
    more = f" and {len(cells) - MOST_CELLS} more" if len(cells) > MOST_CELLS else ""
    where = f": {', '.join(cells[:MOST_CELLS])}{more}" if cells else ""
    return [
        f"Seen {moment(seen.moment, zone)} by {seen.source}",
        f"Evidence: `almanac snapshot {seen.snapshot_id}`{where}",
        seen.url,
        *([seen.credit] if seen.credit else []),
    ]
