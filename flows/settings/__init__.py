"""Settings: their definition, the values in force, and the user's workload."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.settings.fields import LOGIN, Values, choices, database_address
    from flows.settings.load import FOREIGN_VARIABLES, NOT_SETTINGS, PREFIX, BadSettings, Settings, load, shown
    from flows.settings.loopback import HOST, is_beyond_loopback
    from flows.settings.stored_secret import StoredSecret
    from flows.settings.workload import BadWorkload, workload

__all__ = [
    "FOREIGN_VARIABLES",
    "HOST",
    "LOGIN",
    "NOT_SETTINGS",
    "PREFIX",
    "BadSettings",
    "BadWorkload",
    "Settings",
    "StoredSecret",
    "Values",
    "choices",
    "database_address",
    "is_beyond_loopback",
    "load",
    "shown",
    "workload",
]

lazy_package(__name__)
