"""The settings in force, what each means, and the workload of the reader."""

from flows.settings.fields import CHOICES, Values, database_address
from flows.settings.load import BadSettings, Settings, load, shown
from flows.settings.workload import BadWorkload, workload

__all__ = [
    "CHOICES",
    "BadSettings",
    "BadWorkload",
    "Settings",
    "Values",
    "database_address",
    "load",
    "shown",
    "workload",
]
