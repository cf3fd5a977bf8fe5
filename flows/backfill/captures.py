"""What a web archive has of a page, and how it serves it: the addresses and answers of the Wayback Machine.

Oddities: an index without captures is `[]`, without its header; a moment that the archive cannot serve is redirected to
the nearest one that it can; the bytes of a capture as they came are under `id_`, elsewhere the page is rewritten.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode, urlsplit

from pydantic import TypeAdapter, ValidationError

from scrapers.http import HttpResponse, PoliteClient, Refusal

FIELDS = ["timestamp", "original", "mimetype", "statuscode", "digest"]
INDEX = TypeAdapter(list[list[str]])
STAMP = "%Y%m%d%H%M%S"
ADDRESS = re.compile(r"https?://[^\s/]+/\S*")
REPLAYED = re.compile(r".*/web/([0-9]{14})id_/(.*)")


class NoIndex(Exception):
    """The archive's index could not be had, or is none."""


@dataclass(frozen=True)
class Capture:
    """A page as the archive has it; `original` is the address as the archive wrote it down."""

    moment: datetime
    original: str

    def address(self, archive: str) -> str:
        """Where its bytes are, as they came."""
        return f"{archive}/web/{self.moment:{STAMP}}id_/{self.original}"


@dataclass(frozen=True)
class Served:
    """The bytes of a capture, and the moment of the one that was really served."""

    moment: datetime
    body: bytes


def listed(visit: PoliteClient, archive: str, url: str, since: datetime, until: datetime) -> list[Capture]:
    """The captures of a page, oldest first; of neighbours with equal bytes the first. Raises NoIndex."""
    query = {
        "url": url,
        "from": f"{since:{STAMP}}",
        "to": f"{until:{STAMP}}",
        "output": "json",
        "fl": ",".join(FIELDS),
        "filter": "statuscode:200",
        "collapse": "digest",
    }
    try:
        answer = visit.ask(f"{archive}/cdx/search/cdx?{urlencode(query)}")
    except Refusal as refusal:
        raise NoIndex(f"the archive's index cannot be had: {refusal}") from None
    found = {capture.moment: capture for capture in _captures(answer.body)}
    return [capture for moment, capture in sorted(found.items()) if since <= moment <= until]


def _captures(body: bytes) -> Iterator[Capture]:
    try:
        rows = INDEX.validate_json(body, strict=True)
    except ValidationError:
        raise NoIndex(f"the archive's index is no table in JSON: {body[:60].decode(errors='replace')!r}") from None
    if rows and rows[0] != FIELDS:
        raise NoIndex(f"the archive's index has other columns: {rows[0]}")
    for row in rows[1:]:
        moment = _moment(row[0]) if len(row) == len(FIELDS) else None
        if moment is None or not ADDRESS.fullmatch(row[1]):
            raise NoIndex(f"a line of the archive's index cannot be read: {row}")
        yield Capture(moment, row[1])


def fetched(visit: PoliteClient, archive: str, capture: Capture) -> Served:
    """The bytes of a capture, or of the nearest one, if the archive serves that instead. Raises Refusal."""
    answer = visit.ask(capture.address(archive))
    replayed = REPLAYED.fullmatch(answer.url)
    if answer.status != 200 or replayed is None or _page(replayed[2]) != _page(capture.original):
        raise Refusal(f"the archive answers with something else: HTTP {answer.status} from {answer.url}")
    moment = _memento(answer) if "Memento-Datetime" in answer.headers else _moment(replayed[1])
    if moment is None:
        raise Refusal(f"the archive does not say of which moment this is: {answer.url}")
    return Served(moment, answer.body)


def _memento(answer: HttpResponse) -> datetime | None:
    """What the archive says of the moment (RFC 7089); it outranks the address."""
    try:
        return parsedate_to_datetime(answer.headers["Memento-Datetime"]).astimezone(UTC)
    except ValueError:
        return None


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC) if len(stamp) == 14 else None
    except ValueError:
        return None


def _page(address: str) -> tuple[str | None, str, str]:
    """A page, whichever way its address was written: archives change scheme, port and the slash at the end."""
    parts = urlsplit(address)
    return parts.hostname, parts.path.rstrip("/"), parts.query
