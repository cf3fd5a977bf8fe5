"""The glossary: few terms, and every name in it is a table, a column or a class."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from models.facts import FACTS
from models.schema import HISTORY, Base
from tests.support.source_code import nodes
from tests.support.views import VIEWS

ROOT = Path(__file__).parents[2]
ROWS = re.findall(r"^\| ([a-z].*?) \| (.+) \| (.+) \|$", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE)[1:]
MOST = 25


@cache
def known() -> set[str]:
    """The names of all tables, views, columns (`table.column`) and classes."""
    tables = [*Base.metadata.tables.values(), *VIEWS.values(), *(HISTORY[fact] for fact in FACTS)]
    names = {name for table in tables for name in (table.name, *table.c.keys())}
    names |= {f"{table.name}.{column}" for table in tables for column in table.c.keys()}  # noqa: SIM118 (no mapping)
    for folder in ("alerts", "flows", "models", "scrapers"):
        for file in (ROOT / folder).rglob("*.py"):
            names |= {node.name for node in nodes(file) if isinstance(node, ast.ClassDef)}
    return names


def test_the_glossary_is_short_and_in_no_term_twice() -> None:
    terms = [part for term, _, _ in ROWS for part in term.split(", ")]
    assert 20 <= len(ROWS) <= MOST
    assert len(terms) == len(set(terms))


@pytest.mark.parametrize(("term", "where"), [(term, where) for term, _, where in ROWS])
def test_the_names_of_a_term_are_names_of_ours(term: str, where: str) -> None:
    names = re.findall(r"`([\w.]+)`", where)
    assert names, term
    assert set(names) <= known()
