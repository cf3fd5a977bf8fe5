"""Renders alerts as an Atom feed (RFC 4287). The same alerts give the same bytes.

There is no `self` link, because the address under which the file is served is not known here.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from alerts.feeds.entries import FeedAlert
from alerts.feeds.origin import UNKNOWN, Origin
from alerts.message import also_said
from alerts.texts import lines, one_line
from models.facts import iso

FEED = UUID("7cd02caf-dbfb-4e18-b719-2aebddd3ee2f")
"""A fixed random id: the id of the feed and the namespace of the ids of its entries."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of change of a feed without entries."""
NAME = "Model Almanac"


def atom(alerts: Iterable[FeedAlert], origins: Mapping[str, Origin]) -> bytes:
    """Return the feed, newest first; `origins` are by source name."""
    newest = sorted(alerts, key=lambda alert: (alert.created_at, alert.id), reverse=True)
    feed = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    _add(feed, "id", FEED.urn)
    _add(feed, "title", f"{NAME}: alerts")
    _add(feed, "updated", iso(max(map(_updated_at, newest), default=NEVER)))
    _add(SubElement(feed, "author"), "name", NAME)
    for alert in newest:
        _entry(feed, alert, origins.get(alert.source, UNKNOWN))
    indent(feed)
    return tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(feed: Element, alert: FeedAlert, origin: Origin) -> None:
    entry = SubElement(feed, "entry")
    for name, text in _texts(alert, origin):
        _add(entry, name, text)
    _add(SubElement(entry, "author"), "name", NAME)
    for term in (alert.kind, alert.severity):
        SubElement(entry, "category", term=one_line(term))
    if origin.url:
        SubElement(entry, "link", rel="alternate", href=one_line(origin.url))
    content = SubElement(entry, "content", type="text")
    pages = [(mention.source, mention.seen_at) for mention in alert.mentions]
    content.text = lines("\n".join([alert.body, *also_said(pages)]))


def _texts(alert: FeedAlert, origin: Origin) -> Iterator[tuple[str, str]]:
    said_at = iso(alert.created_at)
    yield "id", uuid5(FEED, alert.alert_key).urn
    yield "title", alert.title
    yield "published", said_at
    yield "updated", iso(_updated_at(alert))
    yield "summary", next(filter(None, alert.body.splitlines()), "").removeprefix("- ")
    if origin.credit:
        yield "rights", origin.credit


def _updated_at(alert: FeedAlert) -> datetime:
    """Return when an alert was written, or when the last page was stored that also said it."""
    return max([alert.created_at, *(mention.stored_at for mention in alert.mentions)])


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = one_line(text)
