"""Artificial Analysis's models as they were listed: what the Data API and the page are both rendered from.

`boards/artificial_analysis.csv` has one row for each model and day on which something about it changed; it holds until
its next row, an empty field is not known. `source` says where the intelligence index and the price are from, as
`facts/leaderboards.csv` does, or the payload or answer that had them; `ours` what no fact tells. From those payloads
are also ids, coding and agentic index, GPQA, HLE, GDPval, and the speeds. Ours: the hour of the day; the id of
`DeepSeek V4 Pro 0813`; that the coding index moved with the rest on 2026-06-16 (it did by July); the indices that no
fact gives on 2026-08-07. What the sites did: more digits on 2026-05-14, new methodologies, prices of the day.
"""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files

LISTED_AT = time(4, tzinfo=UTC)
VERSIONS = {date(2025, 1, 1): "4.0", date(2026, 6, 16): "4.1", date(2026, 8, 7): "4.2"}
"""The methodology by the day from which it held; the last number is ours."""
CREATORS = {
    "Anthropic": ("f0aa413f-e8ae-4fcd-9c48-0e049f4f3128", "us"),
    "DeepSeek": ("58b835bf-4c87-4f87-a846-df4b692c6e7d", "cn"),
    "Google": ("faddc6d9-2c14-445f-9b28-56726f59c793", "us"),
    "OpenAI": ("e67e56e3-15cd-43db-b679-da4660a69f41", "us"),
}
"""Id and country."""


@dataclass(frozen=True)
class Model:
    """A model as it was listed from a day on; figures are as stored, "" for unknown."""

    since: date
    id: str
    slug: str
    name: str
    creator: str
    released: str
    intelligence: str
    coding: str
    agentic: str
    gpqa: str
    hle: str
    gdpval: str
    input: str
    output: str
    cache_hit: str
    speed: str
    first_token: str
    source: str


@cache
def rows() -> tuple[Model, ...]:
    text = files("samples.boards").joinpath("artificial_analysis.csv").read_text(encoding="utf-8")
    return tuple(
        Model(since=date.fromisoformat(line.pop("since")), **line) for line in csv.DictReader(text.splitlines())
    )


def change_instants() -> list[datetime]:
    """Every instant at which something was listed anew, the first one included."""
    return [datetime.combine(day, LISTED_AT) for day in sorted({model.since for model in rows()})]


def listed(at: datetime) -> list[Model]:
    """The models at an instant, in the order of their ids."""
    held = {model.id: model for model in rows() if datetime.combine(model.since, LISTED_AT) <= at}
    return [held[key] for key in sorted(held)]


def version(at: datetime) -> str:
    """The methodology of the intelligence index."""
    return VERSIONS[max(day for day in VERSIONS if datetime.combine(day, LISTED_AT) <= at)]
