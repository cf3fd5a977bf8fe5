"""Packages that load a public name when it is first used, so that a command loads only the modules that it needs.

An `__init__` imports its public names under `if TYPE_CHECKING:`, lists them in `__all__`, and ends with
`lazy_package(__name__)`.
"""

import ast
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from importlib.abc import InspectLoader  # it imports much of the standard library


class LazyPackage(ModuleType):
    """A package that imports the module of a public name when the name is first asked for."""

    _homes: dict[str, tuple[str, str]]
    """The module of each public name, and its name there."""

    def __getattr__(self, name: str) -> object:
        if name not in self._homes:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        module, own_name = self._homes[name]
        # Unlike `import_module`, this is counted by `python -X importtime`.
        __import__(module)
        value = getattr(sys.modules[module], own_name)
        super().__setattr__(name, value)
        return value

    def __setattr__(self, name: str, value: object) -> None:
        # Python binds an imported submodule in its package: never over a public name that the submodule defines.
        if name in self._homes and isinstance(value, ModuleType):
            return
        super().__setattr__(name, value)


def lazy_package(name: str) -> None:
    """Make a package lazy, at the end of its `__init__`."""
    package = sys.modules[name]
    package.__dict__["_homes"] = dict(_public_names(package))
    package.__class__ = LazyPackage


def _public_names(package: ModuleType) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each name that the package imports for type checkers, with its home; Python itself loads a submodule."""
    loader = cast("InspectLoader", package.__spec__ and package.__spec__.loader)
    for block in ast.parse(loader.get_source(package.__name__) or "").body:
        for line in block.body if isinstance(block, ast.If) else ():
            if isinstance(line, ast.ImportFrom) and line.module != package.__name__:
                yield from ((alias.asname or alias.name, (str(line.module), alias.name)) for alias in line.names)
