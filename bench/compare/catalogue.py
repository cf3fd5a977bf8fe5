"""The rows of all modules in the folder `rows`."""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

from bench.compare import rows as folder
from bench.compare.frame import Row

ORDER = ("recording", "replaying", "asking", "sizes", "reading", "programs", "served", "whole")
"""The most important first; a module that is not named here follows."""


def modules() -> list[str]:
    """The names of the modules in the folder, in their order."""
    found = sorted(module.name for module in iter_modules(folder.__path__))
    return sorted(found, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))


def rows() -> list[Row]:
    """Every row."""
    return [row for name in modules() for row in import_module(f"{folder.__name__}.{name}").ROWS]


def selected(every: Sequence[Row], names: Sequence[str]) -> list[Row]:
    """The rows with these names, or whose names begin so; without names all rows that do not take long.

    A row that takes long has to be named as a whole. Raises KeyError for a name without a row.
    """
    if not names:
        return [row for row in every if not row.on_demand]
    return [row for row in every if row in {each for name in names for each in _named(every, name)}]


def _named(every: Sequence[Row], name: str) -> list[Row]:
    found = [row for row in every if row.name == name]
    found = found or [row for row in every if row.name.startswith(name) and not row.on_demand]
    if not found:
        raise KeyError(name)
    return found
