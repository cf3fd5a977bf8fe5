"""The sources that can agree or disagree by an instant, found by one query before any facts are compared."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from models.agreement.family import AGREEMENT
from models.schema import ChangeRow, SourceRow, Watermark


@dataclass(frozen=True)
class SeenSource:
    """The record and the log of one source, in short."""

    name: str
    family: str
    was_read: bool
    """True if a reading of it had been recorded by the instant."""
    has_changes: bool
    """True if any change of it was ever logged."""
    has_disagreed: bool
    """True if a change of its agreement was ever logged."""


@dataclass(frozen=True)
class SeenSources:
    """The sources of some families that the database has, by name."""

    by_name: Mapping[str, SeenSource]

    def may_disagree(self, names: Collection[str]) -> bool:
        """Return True if two of these sources had been read, or one has a disagreement to end: one agrees with itself.

        A disagreement in the log has to end, too, if a newer reader release refuses all pages of its source.
        """
        found = self._of(names)
        return sum(source.was_read for source in found) > 1 or any(source.has_disagreed for source in found)

    def may_contradict(self, checker: str, family: str, pages: Collection[str] | None = None) -> bool:
        """Return True if a checking source and its family had been read, or it has a contradiction to end.

        With `pages` one of these sources of the family has to have been read.
        """
        found = self.by_name.get(checker)
        if found is None:
            return False
        of_family = (source for source in self.by_name.values() if source.family == family)
        was_family_read = any(source.was_read for source in of_family if pages is None or source.name in pages)
        return found.has_disagreed or (found.was_read and was_family_read)

    def reporters(self, names: Collection[str]) -> list[str]:
        """Return those of these sources that may have reported a change before."""
        return [source.name for source in self._of(names) if source.has_changes]

    def _of(self, names: Iterable[str]) -> list[SeenSource]:
        return [self.by_name[name] for name in names if name in self.by_name]


def seen_sources(session: Session, families: Collection[str], names: Collection[str], moment: datetime) -> SeenSources:
    """Return the sources of these families and those with these names, as of a moment."""
    parameters = {"families": list(families), "names": list(names), "moment": moment}
    return SeenSources({row.name: SeenSource(*row) for row in session.execute(_seen_query(), parameters)})


@cache
def _seen_query() -> Select[tuple[str, str, bool, bool, bool]]:
    """Return the query of `seen_sources`, built once: it runs at every page."""
    changes = exists().where(ChangeRow.source == SourceRow.name)
    of_these = or_(
        SourceRow.family.in_(bindparam("families", expanding=True)),
        SourceRow.name.in_(bindparam("names", expanding=True)),
    )
    return select(
        SourceRow.name,
        SourceRow.family,
        SourceRow.name.in_(select(Watermark.source).where(Watermark.first_at <= bindparam("moment"))),
        changes.label("has_changes"),
        changes.where(ChangeRow.kind.in_(AGREEMENT)).label("has_disagreed"),
    ).where(of_these)
