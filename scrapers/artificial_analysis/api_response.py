"""Responses of the Data API, checked to be the whole list of models.

A page has 200 models and its place among the pages; the fetcher stores them as `{"pages": [page, page, …]}`. A single
page that says it is the only one stands alone. Every page but the last is full: fewer models than `page_size` mean a
gap. An unknown field is reported as unread.

Archived responses of the endpoint that was closed on 2026-11-04 are `{"status": 200, "prompt_options": …, "data":
[…]}`, everything at once. That endpoint is no longer fetched; its archive is still read, so that a replay loses
nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.readings import Unread
from scrapers.page import PageChanged
from scrapers.parse import Json, json_object, nonempty_list, printed, required_field, required_text, unknown_fields

FORMER = ("status", "prompt_options", "data")
PAGED = ("tier", "intelligence_index_version", "pagination", "data")
PAGINATION = ("page", "page_size", "total_pages", "has_more")
VERSION = re.compile(r"v?[0-9]+(?:\.[0-9]+)*")


PlacedModels = tuple[tuple[str, Json], ...]
"""Models, each with its place in the response."""


@dataclass(frozen=True)
class ModelList:
    """All models of a response."""

    rows: PlacedModels
    version: str | None
    """Version of the indices' method; the former endpoint does not state it."""
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True)
class _Edition:
    """Values that are equal on all pages of one list."""

    tier: str
    version: str | None
    page_size: int
    total_pages: int


@dataclass(frozen=True)
class _Page:
    edition: _Edition
    number: int
    more: bool
    rows: PlacedModels
    unread: tuple[Unread, ...]


def read_models(answer: Json, former: bool = False) -> ModelList:
    """Return the models of a response; `former` for the endpoint that was closed. Raises PageChanged."""
    response = json_object(answer, "the answer")
    _refuse_errors(response)
    if former:
        return _former(response)
    if "pages" in response:
        _refuse_others(response, ("pages",), "the answer")
        pages = (json_object(page, f"pages[{n}]") for n, page in enumerate(nonempty_list(response["pages"], "pages")))
        return _whole([_page(page, f"pages[{n}].") for n, page in enumerate(pages)])
    return _whole([_page(response, "")])


def _former(response: dict[str, Json]) -> ModelList:
    _refuse_others(response, FORMER, "the answer")
    if isinstance(status := required_field(response, "status", "the answer"), bool) or status != 200:
        raise PageChanged("the answer's status is not 200", printed(response))
    return ModelList(_placed("", response), None)


def _whole(pages: Sequence[_Page]) -> ModelList:
    """Return the models of all pages, in order. Raises PageChanged if pages are missing or do not belong together."""
    first = pages[0]
    for page in pages:
        if page.edition != first.edition:
            raise PageChanged("the pages are of different lists", f"{first.edition}, {page.edition}")
    in_order = sorted(pages, key=lambda page: page.number)
    numbers = [page.number for page in in_order]
    if numbers != list(range(1, first.edition.total_pages + 1)):
        raise PageChanged("not each page once", f"{numbers} of {first.edition.total_pages} pages")
    for page in in_order:
        last = page.number == first.edition.total_pages
        if page.more == last:
            raise PageChanged("a page is wrong about whether more follow", f"{page.number}, has_more: {page.more}")
        if len(page.rows) > page.edition.page_size or (len(page.rows) < page.edition.page_size and not last):
            raise PageChanged("a page has not as many models as pages have", f"{page.number}: {len(page.rows)}")
    unread = dict.fromkeys(other for page in in_order for other in page.unread)
    return ModelList(tuple(row for page in in_order for row in page.rows), first.edition.version, tuple(unread))


def _page(answer: dict[str, Json], place: str) -> _Page:
    """Read one page; `place` is the prefix of its fields in messages."""
    _refuse_errors(answer)
    tier, version, pagination = (required_field(answer, name, place or "the answer") for name in PAGED[:3])
    counts = json_object(pagination, f"{place}pagination")
    unread = (*unknown_fields([answer], PAGED, ""), *unknown_fields([counts], PAGINATION, "pagination."))
    number, size, total, more = (required_field(counts, name, f"{place}pagination") for name in PAGINATION)
    if not isinstance(more, bool):
        raise PageChanged(f"{place}pagination.has_more is neither true nor false", printed(pagination))
    edition = _Edition(
        required_text(tier, f"{place}tier"), _version(version, place), _count(size, counts), _count(total, counts)
    )
    return _Page(edition, _count(number, counts), more, _placed(place, answer), unread)


def _placed(place: str, page: dict[str, Json]) -> PlacedModels:
    models = nonempty_list(required_field(page, "data", place or "the answer"), f"{place}data")
    return tuple((f"{place}data[{n}]", model) for n, model in enumerate(models))


def _count(value: Json, counts: dict[str, Json]) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise PageChanged("the pages are not counted in whole numbers", printed(counts))
    return value


def _version(version: Json, place: str) -> str | None:
    """Return the version (`4.3`), which the API states as a number."""
    if version is None:
        return None
    if isinstance(version, bool | dict | list) or not VERSION.fullmatch(str(version)):
        raise PageChanged(f"{place}intelligence_index_version is no version", printed(version))
    return str(version)


def _refuse_errors(answer: dict[str, Json]) -> None:
    if "error" in answer:
        raise PageChanged("the answer is an error", printed(answer["error"]))


def _refuse_others(response: dict[str, Json], known_fields: Sequence[str], place: str) -> None:
    """Raise PageChanged for further fields: one may say that there is more."""
    if others := sorted(response.keys() - set(known_fields)):
        raise PageChanged(f"{place} has fields that nobody knows", f"{', '.join(others)}: {printed(response)}")
