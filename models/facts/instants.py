"""Instants for programs."""

from datetime import UTC, datetime


def iso(instant: datetime) -> str:
    """ISO 8601 in UTC, with Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
