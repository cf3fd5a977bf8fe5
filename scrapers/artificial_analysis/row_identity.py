"""The model that a row is about, and its contender's details; invalid values are recorded, the rest is read."""

from collections.abc import Callable
from dataclasses import dataclass

from models.facts import Contender, Fact, Measurement, Score
from models.readings import KeptFacts
from scrapers.page import PageChanged
from scrapers.parse import Json, UnreadValues, json_type, printed_or_quotes, uuid

CREATOR_FIELDS = {"id", "name", "slug", "country", "color", "logo"}
"""Known fields of the object that names a model's creator."""
TextReader = Callable[[Json, str], str]
"""A function that reads a text, or raises PageChanged."""


@dataclass(frozen=True)
class RowIdentity:
    """The model that a row is about."""

    source: str
    key: str
    name: str
    """For messages; the key if the row has no readable name."""
    rows: str
    """The place of rows without their number: `data[]`."""

    def keep(self, kind: type[Fact], **columns: str) -> KeptFacts:
        """Return the facts of this model that stay as believed."""
        return KeptFacts.of(kind, source=self.source, contender_key=self.key, **columns)


def identify_row(source: str, row: Json, rows: str, odd: UnreadValues) -> tuple[RowIdentity, dict[str, Json]] | None:
    """Return the model of a row, and its fields; None if the key cannot be read: then everything stays as believed."""
    everything = [KeptFacts.of(kind, source=source) for kind in (Contender, Measurement, Score)]
    if not isinstance(row, dict):
        odd.add(rows, json_type(row), everything)
        return None
    name = row.get("name")
    key = odd.value(row, "id", uuid, f"{rows}.id", everything, printed_or_quotes(name))
    called = name if isinstance(name, str) and name.strip() else key
    return None if key is None or called is None else (RowIdentity(source, key, called, rows), row)


@dataclass(frozen=True)
class ContenderDetails:
    """Name, slug and organization of a row's contender."""

    name: str
    slug: str
    organization: str | None


def read_details(
    identity: RowIdentity,
    row: dict[str, Json],
    creator: str,
    read: TextReader,
    organization: TextReader,
    odd: UnreadValues,
) -> ContenderDetails | None:
    """Read name, slug and organization; None if one of them cannot be read."""
    keeps = [identity.keep(Contender)]
    name, slug = (
        odd.value(row, field, read, f"{identity.rows}.{field}", keeps, identity.name) for field in ("name", "slug")
    )
    owner = odd.value(row, creator, organization, f"{identity.rows}.{creator}", keeps, identity.name)
    return None if name is None or slug is None or owner is None else ContenderDetails(name, slug, owner or None)


def refuse_few(read: int, of: int, odd: UnreadValues) -> None:
    """Raise PageChanged if most rows cannot be read: the format has changed."""
    if read * 2 < of:
        raise PageChanged("most models cannot be read", odd.named[0].shown if odd else "")
