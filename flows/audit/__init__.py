"""Audits: show a fact on its page, check each one against its snapshot, and preview alerts of current settings."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.audit.cited_page import CitedPage, cited_page
    from flows.audit.previews import PreviewedAlert, preview
    from flows.audit.record_sizes import Sizes, SourceGrowth, growth, megabytes, sizes, tidy
    from flows.audit.verification import verify

__all__ = [
    "CitedPage",
    "PreviewedAlert",
    "Sizes",
    "SourceGrowth",
    "cited_page",
    "growth",
    "megabytes",
    "preview",
    "sizes",
    "tidy",
    "verify",
]

lazy_package(__name__)
