"""The reviewed list of which contender of which site is which model: `aliases.csv`."""

import csv
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("aliases.csv")


@cache
def _listed() -> dict[tuple[str, str], list[tuple[datetime, str]]]:
    found: dict[tuple[str, str], list[tuple[datetime, str]]] = {}
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            since = datetime.fromisoformat(row["since"]).replace(tzinfo=UTC)
            found.setdefault((row["site"], row["key"]), []).append((since, row["model"]))
    return {key: sorted(names) for key, names in found.items()}


def canonical(site: str, key: str, at: datetime) -> str | None:
    """The model that a site's key stood for at an instant; None where nobody has looked."""
    known = [model for since, model in _listed().get((site, key), []) if since <= at]
    return known[-1] if known else None
