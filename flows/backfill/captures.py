"""Client of the Wayback Machine: the index of captures, and their bytes.

An index without captures is `[]`, without its header. A moment that the archive cannot serve is redirected to the
nearest one. The original bytes of a capture are under `id_`; under other addresses the page is rewritten.
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
    """The archive's index could not be fetched or parsed."""


@dataclass(frozen=True)
class Capture:
    """A capture of a page; `original` is the address as the archive recorded it."""

    moment: datetime
    original: str

    def address(self, archive: str) -> str:
        """Return the address of its original bytes."""
        return f"{archive}/web/{self.moment:{STAMP}}id_/{self.original}"


@dataclass(frozen=True)
class Served:
    """The bytes of a capture, and the moment of the capture that was served."""

    moment: datetime
    body: bytes


def list_captures(visit: PoliteClient, archive: str, url: str, since: datetime, until: datetime) -> list[Capture]:
    """Return the captures of a page, oldest first; of neighbours with equal bytes the first. Raises NoIndex."""
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
        raise NoIndex(f"the archive's index could not be fetched: {refusal}") from None
    by_moment = {capture.moment: capture for capture in _captures(answer.body)}
    return [capture for moment, capture in sorted(by_moment.items()) if since <= moment <= until]


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


def fetch_capture(visit: PoliteClient, archive: str, capture: Capture) -> Served:
    """Fetch a capture, or the nearest one that the archive serves instead. Raises Refusal."""
    answer = visit.ask(capture.address(archive))
    replayed = REPLAYED.fullmatch(answer.url)
    if answer.status != 200 or replayed is None or _page(replayed[2]) != _page(capture.original):
        raise Refusal(f"the archive answers with something else: HTTP {answer.status} from {answer.url}")
    moment = _memento(answer) if "Memento-Datetime" in answer.headers else _moment(replayed[1])
    if moment is None:
        raise Refusal(f"the archive does not say of which moment this is: {answer.url}")
    return Served(moment, answer.body)


def _memento(answer: HttpResponse) -> datetime | None:
    """Return the moment that the header states (RFC 7089); it takes precedence over the address."""
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
    """Return a key of a page: archives change scheme, port and the trailing slash."""
    parts = urlsplit(address)
    return parts.hostname, parts.path.rstrip("/"), parts.query
