"""Audits: check every fact against its snapshot, and preview the alerts of current settings."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.audit.previews import PreviewedAlert, preview
    from flows.audit.verification import verify

__all__ = [
    "PreviewedAlert",
    "preview",
    "verify",
]

lazy_package(__name__)
