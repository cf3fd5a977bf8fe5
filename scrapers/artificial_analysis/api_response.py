"""The answers of the Data API: is it the whole list of models?

200 models a page with their place among the pages, kept by the fetcher as `{"pages": [page, page, …]}`; a single page
that says it is the only one stands for itself. Every page but the last is full: fewer models there than `page_size` are
a list with a hole. A field that is not known is named as unread.

Archived answers of the endpoint that was closed on 2026-11-04 are `{"status": 200, "prompt_options": …, "data": […]}`,
everything at once. That endpoint is not asked any more; what it said is read as ever, so that a replay loses nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.unread import Unread
from scrapers.page import PageChanged
from scrapers.parse import Json, json_object, nonempty_list, printed, required_field, required_text, unknown_fields

FORMER = ("status", "prompt_options", "data")
PAGED = ("tier", "intelligence_index_version", "pagination", "data")
PAGINATION = ("page", "page_size", "total_pages", "has_more")
VERSION = re.compile(r"v?[0-9]+(?:\.[0-9]+)*")


PlacedModels = tuple[tuple[str, Json], ...]
"""Models, each with its place."""


@dataclass(frozen=True)
class ModelList:
    """All models of an answer."""

    rows: PlacedModels
    version: str | None
    """Of the indices' method; the former endpoint's answer does not say."""
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True)
class _Edition:
    """What all pages of one list say alike."""

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
    """The models of an answer; `former` where it is of the endpoint that was closed. Raises PageChanged."""
    found = json_object(answer, "the answer")
    _refuse_errors(found)
    if former:
        return _former(found)
    if "pages" in found:
        _refuse_others(found, ("pages",), "the answer")
        pages = (json_object(page, f"pages[{n}]") for n, page in enumerate(nonempty_list(found["pages"], "pages")))
        return _whole([_page(page, f"pages[{n}].") for n, page in enumerate(pages)])
    return _whole([_page(found, "")])


def _former(found: dict[str, Json]) -> ModelList:
    _refuse_others(found, FORMER, "the answer")
    if isinstance(status := required_field(found, "status", "the answer"), bool) or status != 200:
        raise PageChanged("the answer's status is not 200", printed(found))
    return ModelList(_placed("", found), None)


def _whole(pages: Sequence[_Page]) -> ModelList:
    """The models of all pages, in the pages' order."""
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
    """One page; `place` stands before the names of its fields."""
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
    """`4.3`: the API has it as a number, which says no more than its digits."""
    if version is None:
        return None
    if isinstance(version, bool | dict | list) or not VERSION.fullmatch(str(version)):
        raise PageChanged(f"{place}intelligence_index_version is no version", printed(version))
    return str(version)


def _refuse_errors(answer: dict[str, Json]) -> None:
    if "error" in answer:
        raise PageChanged("the answer is an error", printed(answer["error"]))


def _refuse_others(found: dict[str, Json], known: Sequence[str], place: str) -> None:
    """A field beside the known ones may say that there is more."""
    if others := sorted(found.keys() - set(known)):
        raise PageChanged(f"{place} has fields that nobody knows", f"{', '.join(others)}: {printed(found)}")
