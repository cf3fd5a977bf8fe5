"""Deaths and faults of the disk, at statements, commits and requests that are drawn beforehand.

A death is an exception that nobody catches for long: from its point on every statement, commit and request raises it
again, as a dead process makes none. Then all is opened anew. (`bench.kill` kills real processes.)
"""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any
from unittest.mock import patch

from sqlalchemy.engine import default

WRITES = ("insert", "update", "delete", "create", "alter")
FULL, BROKEN = "database or disk is full", "disk I/O error"


class Killed(BaseException):
    """The process is dead."""


@dataclass
class FaultPlan:
    """The fault of the next run: a death at a point, or a fault at a write; 0 for none."""

    kill_at: int = 0
    """The number of the point."""
    fail_at: int = 0
    """The number of the write."""
    error: str = FULL
    for_good: bool = False
    """True if every write after it fails, too."""
    is_told_late: bool = False
    """True if a commit that fails is kept all the same: the answer to it is what is lost."""


class Faults:
    """Counts the points and writes of a run, and lets the planned ones fail."""

    def __init__(self) -> None:
        self.plan = FaultPlan()
        self.is_dead = self.has_failed = False
        self.points = self.writes = 0

    def begin(self, plan: FaultPlan) -> None:
        """A run begins."""
        self.plan, self.is_dead, self.has_failed, self.points, self.writes = plan, False, False, 0, 0

    def pass_by(self, _what: str) -> None:
        """Pass a point. Raises Killed."""
        self.points += 1
        if self.is_dead or self.points == self.plan.kill_at:
            self.is_dead = True
            raise Killed

    def write(self, dialect: Any, commit: Callable[[], None] | None = None) -> None:  # noqa: ANN401 (SQLAlchemy's)
        """Write something. Raises the error of a disk that cannot."""
        self.writes += 1
        is_due = self.writes == self.plan.fail_at or (self.plan.for_good and self.has_failed)
        if self.plan.fail_at and is_due:
            self.has_failed = True
            if commit is not None and self.plan.is_told_late:
                commit()
            raise dialect.loaded_dbapi.OperationalError(self.plan.error)

    @contextmanager
    def watching(self) -> Generator[None]:
        """Pass by each statement and commit of this process."""
        with ExitStack() as stack:
            for name in ("do_execute", "do_executemany", "do_execute_no_params"):
                stack.enter_context(patch.object(default.DefaultDialect, name, self._statement(name)))
            stack.enter_context(patch.object(default.DefaultDialect, "do_commit", self._commit()))
            yield

    def _statement(self, name: str) -> Callable[..., Any]:
        real = getattr(default.DefaultDialect, name)

        def do(dialect: object, cursor: object, statement: str, *given: Any, **named: Any) -> None:  # noqa: ANN401
            self.pass_by("before a statement")
            if statement.lstrip()[:6].lower() in WRITES:
                self.write(dialect)
            real(dialect, cursor, statement, *given, **named)
            self.pass_by("after a statement")

        return do

    def _commit(self) -> Callable[[object, Any], None]:
        real = default.DefaultDialect.do_commit

        def do(dialect: Any, connection: Any) -> None:  # noqa: ANN401 (SQLAlchemy's)
            self.pass_by("before a commit")
            self.write(dialect, lambda: real(dialect, connection))
            real(dialect, connection)
            self.pass_by("after a commit")

        return do


def drawn(random: Random, share: float) -> FaultPlan:
    """Draw what befalls a run: mostly nothing."""
    chance = random.random()
    if chance < share:
        return FaultPlan(kill_at=random.randint(1, random.choice((20, 60, 150))))
    if chance < 1.6 * share:
        error = random.choice((FULL, BROKEN))
        return FaultPlan(fail_at=random.randint(1, 12), error=error, for_good=random.random() < 0.4)
    return FaultPlan()
