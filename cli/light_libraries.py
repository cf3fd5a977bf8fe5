"""Loads SQLAlchemy and Pydantic without two large modules of the standard library, of which commands use nothing."""

import sys
from contextlib import suppress
from functools import partial
from importlib import import_module
from types import ModuleType

SELDOM_USED = ("asyncio", "importlib.metadata")
"""They are for drivers that are asynchronous, and for dialects and plugins that others install: 7 % of a command."""
LIBRARIES = ("sqlalchemy.orm", "sqlalchemy.dialects.sqlite", "pydantic.plugin._loader")


class _Later(ModuleType):
    """Stands for a module while the libraries load. The module itself loads when they use something of it."""

    is_standing_in = True

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        if self.is_standing_in:
            # SQLAlchemy keeps two functions of asyncio under names of its own.
            return partial(_call, self.__name__, name)
        return getattr(import_module(self.__name__), name)


def _call(module: str, name: str, *values: object, **named: object) -> object:
    return getattr(import_module(module), name)(*values, **named)


def load_libraries() -> None:
    """Import both libraries; whoever else imports one of those modules gets the module itself."""
    later = {name: _Later(name) for name in SELDOM_USED if name not in sys.modules}
    sys.modules.update(later)
    try:
        for library in LIBRARIES:
            # Another release may lack a part: it is loaded with the rest then, or never.
            with suppress(ImportError):
                import_module(library)
    finally:
        for name, module in later.items():
            del sys.modules[name]
            module.is_standing_in = False
