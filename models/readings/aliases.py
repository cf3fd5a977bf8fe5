"""The models that a site's names mean, and the canonical names of a vendor's models. Sources declare both.

A source declares a table of names, reviewed row by row, in a CSV file beside its readers. A row has the key, the date
since which the key means a model (empty: always), the model and the evidence. A key whose model changed stands there
twice. A key that is not listed is unknown, not guessed.

The canonical name is that of the model's vendor, by the rule that the vendor's sources declare. Effort, thinking and
harness are how a model was run: they belong to a contender's key, not to its model.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Self

from models.facts import without_day

ALWAYS = datetime.min.replace(tzinfo=UTC)
"""The date of a row without one."""
CanonicalName = Callable[[str, str | None], str]
"""The canonical name of a model, from its vendor's name for it and the version behind that name."""


def own_name(model: str, _version: str | None) -> str:
    """Return the vendor's name of a model as its canonical name."""
    return model


def name_without_day(model: str, _version: str | None) -> str:
    """Return the vendor's name of a model without the day of its release as its canonical name."""
    return without_day(model)


class BadAlias(ValueError):
    """A row of a table that lacks a value or contradicts another row."""


@dataclass(frozen=True)
class Alias:
    """One row: from `since` on (00:00 UTC) this key means this model, as the evidence shows."""

    key: str
    since: datetime
    model: str
    evidence: str


@dataclass(frozen=True)
class Aliases:
    """The models that the names of one site mean. Raises BadAlias."""

    rows: Sequence[Alias] = ()

    def __post_init__(self) -> None:
        seen: dict[tuple[str, datetime], Alias] = {}
        for alias in self.rows:
            if not (alias.key and alias.model and alias.evidence):
                raise BadAlias(f"a value is missing: {alias}")
            if other := seen.get((alias.key, alias.since)):
                raise BadAlias(f"{alias} contradicts {other}")
            seen[alias.key, alias.since] = alias

    @classmethod
    def load(cls, package: str, file: str) -> Self:
        """Return the table in a CSV file of a package. Raises BadAlias."""
        from importlib.resources import files  # few commands read names

        text = files(package).joinpath(file).read_text(encoding="utf-8")
        return cls.of(csv.DictReader(text.splitlines(), strict=True))

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, str]]) -> Self:
        """Return the table with these rows of text. Raises BadAlias."""
        return cls(tuple(Alias(row["key"], _instant(row["since"]), row["model"], row["evidence"]) for row in rows))

    def model(self, key: str, at: datetime) -> str | None:
        """Return the model that a key means at an instant; None if it is unknown."""
        return next((alias.model for alias in self._latest_first.get(key, ()) if alias.since <= at), None)

    @cached_property
    def _latest_first(self) -> Mapping[str, Sequence[Alias]]:
        """The rows by key."""
        by_key: dict[str, list[Alias]] = defaultdict(list)
        for alias in sorted(self.rows, key=lambda alias: alias.since, reverse=True):
            by_key[alias.key].append(alias)
        return dict(by_key)


NO_ALIASES = Aliases()


def _instant(date: str) -> datetime:
    return datetime.fromisoformat(date).replace(tzinfo=UTC) if date else ALWAYS
