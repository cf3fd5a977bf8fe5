"""The plain way to fetch: one page at the source's own address."""

from scrapers.http.client import polite_client
from scrapers.http.errors import Refusal
from scrapers.http.request import FetchRequest, failed
from scrapers.page import Attempt, NotModified, Page, Validators


def fetch(request: FetchRequest) -> Attempt:
    """Fetch the page; NotModified if the server says that the validators still hold."""
    conditions = {"If-None-Match": request.validators.etag, "If-Modified-Since": request.validators.last_modified}
    try:
        with polite_client(request.manners, request.spend) as visit:
            answer = visit.ask(request.url, {name: value for name, value in conditions.items() if value}, request.key)
    except Refusal as refusal:
        return failed(request, refusal)
    if answer.status == 304:
        return NotModified(request.source, request.url, request.moment)
    given = Validators(answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
    return Page(request.source, request.url, answer.body, request.moment, given)
