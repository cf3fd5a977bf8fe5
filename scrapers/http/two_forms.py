"""A page in its Markdown form, or the page itself, which may be as long as the Markdown form."""

from dataclasses import replace
from urllib.parse import urljoin

from scrapers.http.client import fetch_by, polite_client
from scrapers.http.request import WEB_PAGE, FetchRequest
from scrapers.http.ways import TwoForms
from scrapers.page import Attempt, NotModified, Page, PageChanged, Validators


def fetch_two_forms(way: TwoForms, request: FetchRequest) -> Attempt:
    """Fetch the Markdown form, and if it is not read the page; if the page does not come either, return the first."""
    with polite_client(WEB_PAGE.bounds(request.manners), request.spend) as visit:
        found = fetch_by(visit, request)
        if isinstance(found, NotModified) or (isinstance(found, Page) and _is_read(way, request, found)):
            return found
        itself = replace(request, url=urljoin(request.url, way.page), validators=Validators(), expected=WEB_PAGE)
        other = fetch_by(visit, itself)
    return other if isinstance(other, Page) else found


def _is_read(way: TwoForms, request: FetchRequest, page: Page) -> bool:
    try:
        return request.call(way.is_read, page)
    except PageChanged:
        return False
