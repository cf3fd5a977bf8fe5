"""Commands about alerts: the alerts themselves, silences, targets, and the files that feed readers and calendars."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from cli.alerting.targets import DoctorCheck, checked_patterns, checked_silences, checked_targets

__all__ = ["DoctorCheck", "checked_patterns", "checked_silences", "checked_targets"]

lazy_package(__name__)
