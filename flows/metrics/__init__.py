"""Metrics for Prometheus: of the record, and of the runs."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.metrics.prometheus import exposition, gather, metrics_served

__all__ = ["exposition", "gather", "metrics_served"]

lazy_package(__name__)
