"""What spares thousands of tests the same work: statements compiled and pages read once, modules no garbage."""

import gc
from typing import Any

import sqlalchemy
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, event
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

from flows import database
from flows.page_reader.child import Limits, ReadAnswer
from flows.page_reader.reader import ReaderProcess
from scrapers.page import Tripped

_DIALECTS: dict[str, Dialect] = {}
"""The first one of each kind of database that met one: an engine's compiled statements belong to its dialect."""
_COMPILED: LRUCache[Any, Any] = LRUCache(2_000)
_ANSWERS: LRUCache[bytes, ReadAnswer] = LRUCache(500)
"""What the process that reads pages has answered, by its order: the reader, the page and the limits."""
OF_A_TEST = b"tests."
"""Part of an order with a reader that a test defines: it may answer otherwise the next time."""
USUAL, MANY = 100, 250
"""Examples that Hypothesis takes by itself, and by the profile of `make check`."""
# A machine that stands still for a second is no fault of a test.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("usual", UNTIMED)
settings.register_profile("many", UNTIMED, max_examples=MANY)
settings.load_profile("usual")


def examples(usual: int, many: int | None = None) -> int:
    """How many examples a test that walks the road takes. By that profile `many`, or two and a half times as many."""
    if many is not None and settings().max_examples >= MANY:
        return many
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


def share_readings() -> None:
    """Let the process that reads pages read each of them once: the same page, by the same reader, says the same."""
    ask = ReaderProcess.ask

    def ask_once(self: ReaderProcess, order: bytes, limits: Limits) -> ReadAnswer:
        if OF_A_TEST in order:
            return ask(self, order, limits)
        answer = _ANSWERS.get(order)
        if answer is None:
            answer = ask(self, order, limits)
            if not isinstance(answer, Tripped):
                _ANSWERS[order] = answer
        return answer

    ReaderProcess.ask = ask_once


def collect_no_garbage() -> None:
    """Look for no garbage while modules are loaded and tests collected: hardly any of it is garbage."""
    gc.disable()


def keep_what_is_there() -> None:
    """Modules and tests are never garbage: look only among what comes after them, and less often."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    gc.enable()
