"""Sources of a file of the user's own: further pages that have the layout of a registered source's page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlsplit

from models.leaderboards import EVERY_BOARD
from scrapers.registry import BACKFILLS, FORMER, SOURCES
from scrapers.source import Source, Website

NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
MOST_NAME = 80
"""Characters of a name."""
FIELDS = ("url", "reader", "vendor", "every_minutes")
HOURLY, LEAST_MINUTES, MOST_MINUTES = 60, 5, 7 * 24 * 60


class BadEntry(ValueError):
    """An entry that is no source; the message names the entry, and says what to do."""


@dataclass(frozen=True, kw_only=True)
class OwnSource(Source):
    """A source of the user's file."""

    every_minutes: int = HOURLY
    layout: str = ""
    """The registered source whose reader it has."""

    @cached_property
    def cadence_minutes(self) -> int:
        """Return the minutes between two runs."""
        return self.every_minutes


@cache
def layouts() -> Mapping[str, Source]:
    """Return the registered sources whose reader may read another page: one page, without a key, that is no board."""
    return {
        source.name: source
        for source in SOURCES.values()
        if source.ask is None and source.key is None and source.checks is None and source.boards is EVERY_BOARD
    }


def own_sources(entries: Mapping[str, Any]) -> dict[str, Source]:
    """Return the sources of the tables of a file. Raises BadEntry."""
    found, pages = dict[str, Source](), dict[tuple[str, str], str]()
    for name, entry in entries.items():
        source = _source(name, entry)
        page = (source.site.url + source.path, source.layout)
        if page in pages:
            raise BadEntry(f"[{name}] has the url and the reader of [{pages[page]}]: take one of the two out")
        pages[page] = name
        found[name] = source
    return found


def _source(name: str, entry: object) -> OwnSource:
    if not isinstance(entry, dict):
        raise BadEntry(f"{name}: a source is a table: write [{name}] with a url and a reader below it")
    _expect_name(name)
    given: dict[str, Any] = dict(entry)  # pyright: ignore[reportUnknownArgumentType]
    if unknown := [field for field in given if field not in FIELDS]:
        raise BadEntry(f"[{name}] {unknown[0]}: unknown; known are {', '.join(FIELDS)}")
    site, path = _page(name, given.get("url"))
    like = _layout(name, given.get("reader"))
    return OwnSource(
        name=name,
        vendor=_vendor(name, given.get("vendor", name)),
        site=Website("", site),
        path=path,
        cron="",
        read=like.read,
        reader=like.reader,
        family=f"own {name}",
        trust=1,
        language=like.language,
        expected=like.expected,
        most_bytes=like.most_bytes,
        plausibility=like.plausibility,
        canonical_name=like.canonical_name,
        holidays=like.holidays,
        find_place=like.find_place,
        every_minutes=_minutes(name, given.get("every_minutes", HOURLY)),
        layout=like.name,
    )


def _expect_name(name: str) -> None:
    if not NAME.fullmatch(name) or len(name) > MOST_NAME:
        raise BadEntry(f"[{name}]: no name of a source; take small letters, digits and single _, as acme_pricing")
    if name in SOURCES or name in BACKFILLS or name in FORMER:
        raise BadEntry(f"[{name}] is a source of the registry: give yours another name")


def _page(name: str, url: object) -> tuple[str, str]:
    """Return the address of the site, and the path on it with its query."""
    say = f"[{name}] url: an address as https://docs.acme.example/pricing, without user, password and #"
    if not isinstance(url, str) or not url.isascii() or re.search(r"[\s\x00-\x20]", url):
        raise BadEntry(say)
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        raise BadEntry(say) from None
    if not is_good or "#" in url:
        raise BadEntry(say)
    site = f"{parts.scheme}://{parts.netloc.lower()}"
    return site, url.partition("://")[2][len(parts.netloc) :] or "/"


def _layout(name: str, reader: object) -> Source:
    known = layouts()
    if isinstance(reader, str) and reader in known:
        return known[reader]
    similar = get_close_matches(str(reader), known, n=1)
    hint = f"did you mean {similar[0]}?" if similar else f"take one of {', '.join(known)}"
    raise BadEntry(f"[{name}] reader: {hint}" if reader is None else f"[{name}] reader: unknown {reader!r}; {hint}")


def _vendor(name: str, vendor: object) -> str:
    if not isinstance(vendor, str) or not NAME.fullmatch(vendor) or len(vendor) > MOST_NAME:
        raise BadEntry(f"[{name}] vendor: one word in small letters, digits and single _")
    if any(vendor == source.vendor for source in SOURCES.values()):
        raise BadEntry(f"[{name}] vendor: {vendor} is a vendor of the registry; give another, as {vendor}_resold")
    return vendor


def _minutes(name: str, every: object) -> int:
    if isinstance(every, bool) or not isinstance(every, int) or not LEAST_MINUTES <= every <= MOST_MINUTES:
        raise BadEntry(f"[{name}] every_minutes: a whole number from {LEAST_MINUTES} to {MOST_MINUTES}")
    return every
