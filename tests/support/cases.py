"""Cases of one test: all of them on SQLite, and on PostgreSQL those that stand for the others there."""

from collections.abc import Iterable

import pytest


def on_both(names: Iterable[str], *both: str) -> list[object]:
    """The names of all cases; those of `both` run on PostgreSQL, too: the SQL of the others is the same."""
    cases = list(names)
    assert {*both} <= {*cases}
    return [pytest.param(name, marks=pytest.mark.both_databases) if name in both else name for name in cases]
