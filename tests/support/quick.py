"""What spares thousands of tests the same work: statements compiled once, and no search for garbage in the modules."""

import gc
from typing import Any

import sqlalchemy
from hypothesis import settings
from sqlalchemy import Engine, event
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

from flows import database

_DIALECTS: dict[str, Dialect] = {}
"""The first one of each kind of database that met one: an engine's compiled statements belong to its dialect."""
_COMPILED: LRUCache[Any, Any] = LRUCache(2_000)
USUAL, MANY = 100, 400
"""Examples that Hypothesis takes by itself, and by the profile of `make check`."""
settings.register_profile("many", max_examples=MANY)


def examples(usual: int) -> int:
    """How many examples a test that walks the road takes: so many, or more where the profile says so."""
    return usual * settings().max_examples // USUAL


def share_statements() -> None:
    """Let every engine that a store makes use what an earlier one has compiled."""
    database.create_engine = _sharing


def _sharing(*words: Any, **options: Any) -> Engine:  # noqa: ANN401 (whatever an engine is made of)
    engine = sqlalchemy.create_engine(*words, **options)
    engine.dialect = _DIALECTS.get(engine.dialect.name, engine.dialect)
    engine.update_execution_options(compiled_cache=_COMPILED)

    @event.listens_for(engine, "connect")
    def _met(*_: object) -> None:
        _DIALECTS.setdefault(engine.dialect.name, engine.dialect)

    del _met
    return engine


def keep_what_is_there() -> None:
    """Modules and tests are never garbage: look only among what comes after them, and less often."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
