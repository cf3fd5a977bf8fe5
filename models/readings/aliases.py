"""A curated, dated list of the models that names on leaderboards and at resellers mean.

`aliases.csv` has a row for each site, key and date since which the key means a model (empty: always). A key that passed
to another model has two rows. A name without a row is unknown; it is never guessed.

The canonical name of a DeepSeek model is its version in DeepSeek's own words ("DeepSeek-V4-Pro-0813", the row MODEL
VERSION of the pricing page, or the title of its release), in lower case. For the first weights of a name that is the
name that the API answers to (`deepseek-v4-pro`); weights that came later under the same name have their date behind it
(`deepseek-v4-pro-0813`). Other vendors' models have their name in the vendor's API. Effort, thinking and harness are
how a model was run: they belong to a contender's key, not to its model.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from models.readings.reading import BEGINNING

SITES = ("arena", "artificial_analysis", "openrouter")


class BadAlias(ValueError):
    """A row of the list that is incomplete, or contradicts another one."""


@dataclass(frozen=True)
class Alias:
    """One row: from `since` on (00:00 UTC), this key of this site means this model, as the evidence shows."""

    site: str
    key: str
    since: datetime
    model: str
    evidence: str


def canonical(site: str, key: str, at: datetime) -> str | None:
    """The model that a key means at an instant; None if the list has no row for it."""
    return next((alias.model for alias in _index().get((site, key), ()) if alias.since <= at), None)


def aliases() -> Sequence[Alias]:
    """The whole list. Raises BadAlias."""
    text = files("models.readings").joinpath("aliases.csv").read_text(encoding="utf-8")
    return checked(parsed(csv.DictReader(text.splitlines(), strict=True)))


def parsed(rows: Iterable[Mapping[str, str]]) -> Iterator[Alias]:
    for row in rows:
        since = datetime.fromisoformat(row["since"]).replace(tzinfo=UTC) if row["since"] else BEGINNING
        yield Alias(row["site"], row["key"], since, row["model"], row["evidence"])


def checked(rows: Iterable[Alias]) -> Sequence[Alias]:
    """The same rows, each of a known site and with evidence, no two of them about one key from one date on."""
    seen: dict[tuple[str, str, datetime], Alias] = {}
    for alias in rows:
        if alias.site not in SITES or not (alias.key and alias.model and alias.evidence):
            raise BadAlias(f"says too little: {alias}")
        if other := seen.get((alias.site, alias.key, alias.since)):
            raise BadAlias(f"{alias} contradicts {other}")
        seen[alias.site, alias.key, alias.since] = alias
    return list(seen.values())


@cache
def _index() -> Mapping[tuple[str, str], Sequence[Alias]]:
    """The aliases by site and key, the latest first."""
    by_key: dict[tuple[str, str], list[Alias]] = defaultdict(list)
    for alias in sorted(aliases(), key=lambda alias: alias.since, reverse=True):
        by_key[alias.site, alias.key].append(alias)
    return dict(by_key)
