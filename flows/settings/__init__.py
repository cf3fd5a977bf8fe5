"""Settings: their definition, the values in force, and the user's workload."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.settings.fields import Values, choices, database_address
    from flows.settings.load import FOREIGN_VARIABLES, NOT_SETTINGS, PREFIX, BadSettings, Settings, load, shown
    from flows.settings.workload import BadWorkload, workload

__all__ = [
    "FOREIGN_VARIABLES",
    "NOT_SETTINGS",
    "PREFIX",
    "BadSettings",
    "BadWorkload",
    "Settings",
    "Values",
    "choices",
    "database_address",
    "load",
    "shown",
    "workload",
]

lazy_package(__name__)
