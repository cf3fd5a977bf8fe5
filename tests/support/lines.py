"""A page made for tests, and its reader: statements with and without instants, and complete tables of an instant."""

from datetime import datetime

from hypothesis import strategies as st

from models.facts.kinds import ModelVersion
from models.readings.reading import Reading, Scope
from scrapers.page import Page
from tests.support.facts import hour


def lines(page: Page) -> Reading:
    """A page made for this test: lines of model, hour (`-`: undated) and version (`-`: gone); `table` and its hour."""
    scope = Scope(ModelVersion, page.source)
    facts: list[ModelVersion] = []
    tables: set[tuple[Scope, datetime]] = set()
    for number, line in enumerate(page.body.decode().splitlines()):
        model, at, version = line.split()
        if model == "table":
            tables.add((scope, hour(int(at))))
        else:
            facts.append(_version(page.source, model, at, version, f"line {number}"))
    return Reading(frozenset({scope}), tuple(facts), frozenset(tables))


def _version(source: str, model: str, at: str, version: str, place: str) -> ModelVersion:
    gone = version == "-"
    return ModelVersion(
        source=source,
        model=model,
        version=None if gone else f"{model}-{version}",
        context_length=None,
        max_output=None,
        effective_from=None if at == "-" else hour(int(at)),
        gone=gone,
        locator=place,
    )


STATED = st.tuples(st.sampled_from("ab"), st.one_of(st.just("-"), st.integers(0, 30).map(str)), st.sampled_from("VWX-"))
TABLES = st.tuples(st.just("table"), st.integers(0, 30).map(str), st.just("-"))
PAGES = st.lists(st.one_of(STATED, STATED, TABLES), max_size=5, unique_by=lambda line: line[:2]).map(
    lambda found: "\n".join(" ".join(line) for line in found)
)
"""Whole pages, as text."""
