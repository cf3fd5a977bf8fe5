"""Audits: check every fact against its snapshot, and preview the alerts of current settings."""

from flows.audit.previews import PreviewedAlert, preview
from flows.audit.verification import verify

__all__ = [
    "PreviewedAlert",
    "preview",
    "verify",
]
