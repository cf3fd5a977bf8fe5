"""Instants as text for programs."""

from datetime import UTC, datetime


def iso(instant: datetime) -> str:
    """An instant as ISO 8601 in UTC: `2026-08-20T00:00:00Z`."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
