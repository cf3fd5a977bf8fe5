"""Whose a row of the board is, and what it says of a contender: what is odd is named, the rest of the row is read."""

from collections.abc import Callable
from dataclasses import dataclass

from models.fact import Fact
from models.facts import Contender, Measurement, Score
from models.unread import Keep
from scrapers.page import PageChanged
from scrapers.parse import Json, UnreadValues, json_type, printed_or_quotes, uuid

TextReader = Callable[[Json, str], str]
"""Reads a text, or raises PageChanged."""


@dataclass(frozen=True)
class RowIdentity:
    """The model that a row is about."""

    source: str
    key: str
    name: str
    """For people; the key where the row has no readable name."""
    rows: str
    """Where rows stand, without their number: `data[]`."""

    def keep(self, kind: type[Fact], **columns: str) -> Keep:
        """What stays as it is believed of this model."""
        return Keep.of(kind, source=self.source, contender_key=self.key, **columns)


def identify_row(source: str, row: Json, rows: str, odd: UnreadValues) -> tuple[RowIdentity, dict[str, Json]] | None:
    """The model of a row, and its fields; None where nobody can tell: then everything stays as it is believed."""
    everything = [Keep.of(kind, source=source) for kind in (Contender, Measurement, Score)]
    if not isinstance(row, dict):
        odd.add(rows, json_type(row), everything)
        return None
    name = row.get("name")
    key = odd.value(row, "id", uuid, f"{rows}.id", everything, printed_or_quotes(name))
    called = name if isinstance(name, str) and name.strip() else key
    return None if key is None or called is None else (RowIdentity(source, key, called, rows), row)


@dataclass(frozen=True)
class ContenderDetails:
    """What a row says of its contender."""

    name: str
    slug: str
    organization: str | None


def read_details(
    its: RowIdentity, row: dict[str, Json], creator: str, read: TextReader, organization: TextReader, odd: UnreadValues
) -> ContenderDetails | None:
    """Name, slug and organization, which is empty for nobody; None where one of them cannot be read."""
    keeps = [its.keep(Contender)]
    name, slug = (odd.value(row, field, read, f"{its.rows}.{field}", keeps, its.name) for field in ("name", "slug"))
    owner = odd.value(row, creator, organization, f"{its.rows}.{creator}", keeps, its.name)
    return None if name is None or slug is None or owner is None else ContenderDetails(name, slug, owner or None)


def refuse_few(read: int, of: int, odd: UnreadValues) -> None:
    """Raise PageChanged where most rows cannot be read: that is another shape."""
    if read * 2 < of:
        raise PageChanged("most models cannot be read", odd.named[0].shown if odd else "")
