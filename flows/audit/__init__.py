"""Checks of the record: facts against their snapshots, and alerts that would have been sent."""

from flows.audit.previews import Said, preview
from flows.audit.verification import verify

__all__ = [
    "Said",
    "preview",
    "verify",
]
