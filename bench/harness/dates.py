"""Instants as texts."""

from datetime import UTC, datetime


def day(text: str) -> datetime:
    """`2026-05-08` or `2026-05-08 16:00`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
