"""The words of a report about a model, in few words. Days are of UTC, so that every machine says the same."""

from datetime import UTC, datetime

from models.queries import ModelWarning, WarningKind


def day_of(instant: datetime) -> str:
    """Return the day of an instant: `2026-12-11`."""
    return f"{instant.astimezone(UTC):%Y-%m-%d}"


def days_ahead(instant: datetime, now: datetime) -> int:
    """Return the number of days between the days of two instants; negative if the first one has passed."""
    return (instant.astimezone(UTC).date() - now.astimezone(UTC).date()).days


def in_days(instant: datetime, now: datetime) -> str:
    """Return the same in words: `today`, `in 1 day`, `3 days ago`."""
    days = days_ahead(instant, now)
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} ago"


def short_text(warning: ModelWarning, id_: str, now: datetime) -> str:
    """Return a warning in one line; a name in the code that means another one is followed by that one."""
    text = _text(warning, now)
    return text if warning.model == id_ else f"{text} (stated of {warning.model})"


def _text(warning: ModelWarning, now: datetime) -> str:
    at, kind = warning.at, warning.kind
    if kind is WarningKind.ROUTED:
        since = f" since {day_of(at)}" if at else ""
        return ", and ".join([f"answers as {warning.instead or 'another model'}{since}", *warning.says])
    if kind is WarningKind.PRICE and at is not None:
        count = len(warning.says)
        prices = "1 price changes" if count == 1 else f"{count} prices change"
        return f"{prices} on {day_of(at)}, {in_days(at, now)}"
    if kind is WarningKind.PROMOTION:
        return f"in a promotion: {warning.says[0]}"
    if kind is WarningKind.UNLISTED:
        return "had a price, and its vendor's sources list it no more"
    return f"{_end(kind, at, now)}; replacement: {warning.instead or 'none is named'}"


def _end(kind: WarningKind, at: datetime | None, now: datetime) -> str:
    if at is None or kind is WarningKind.ANNOUNCED:
        return "was retired" if kind is WarningKind.RETIRED else "is to be retired, without a date"
    if kind is WarningKind.RETIRED:
        return f"was retired on {day_of(at)}"
    if kind is WarningKind.EARLIEST:
        soonest = f"ends on {day_of(at)} at the earliest, {in_days(at, now)}"
        return f"may end any day since {day_of(at)}" if at <= now else soonest
    if at <= now:
        return f"was to end on {day_of(at)}, which no source confirms"
    return f"ends on {day_of(at)}, {in_days(at, now)}"
