"""The names of models that alerts can be about, and the patterns in settings that match none of them."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.targets import expect_match, is_watched
from models.facts import FACTS, Contender, ModelCard, qualified_name
from models.schema import HISTORY, TABLES, SourceRow

WATCH = "watch"
"""The setting whose patterns are of contenders alone."""


def known_models(session: Session) -> list[tuple[str, str]]:
    """Return every name of a model or contender that was ever read, each with its vendor or organization before it.

    Second is an empty text where nobody is named.
    """
    names = set[tuple[str, str]]()
    for fact in FACTS:
        series = TABLES[fact].series.c
        if "model" in series:
            query = select(SourceRow.vendor, series["model"]).join(SourceRow, SourceRow.name == series["source"])
            names.update(
                (name, qualified_name(vendor, name)) for vendor, name in session.execute(query.distinct()).tuples()
            )
    repositories = session.scalars(select(TABLES[ModelCard].series.c.repository).distinct())
    names.update((name.rpartition("/")[2], name) for name in repositories)
    return [*sorted(names), *sorted(set(known_contenders(session)) - names)]


def known_contenders(session: Session) -> list[tuple[str, str]]:
    """Return the same names of contenders alone, which are on leaderboards."""
    rows = HISTORY[Contender].c
    contenders = select(*(rows[name] for name in ("organization", "contender_key", "name", "slug", "model"))).distinct()
    return [
        (name, qualified_name(organization, name) if organization else "")
        for organization, *names in session.execute(contenders).tuples()
        for name in names
        if name
    ]


def expect_model(pattern: str, known: Sequence[tuple[str, str]], where: str) -> None:
    """Raise ValueError with near names, unless a pattern matches a model. Any pattern passes while none is known."""
    if known and not any(is_watched([name], [full], [pattern]) for name, full in known):
        expect_match(pattern, dict.fromkeys(full if "/" in pattern else name for name, full in known), where, "model")


def pattern_mistakes(session: Session, named: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield each setting with a pattern that matches no model, and what is wrong with it; `named` is by setting."""
    models = known_models(session) if named.keys() - {WATCH} else []
    for setting, patterns in named.items():
        known = known_contenders(session) if setting == WATCH else models
        for pattern in patterns:
            try:
                expect_model(pattern, known, "models")
            except ValueError as mistake:
                yield setting, str(mistake)
