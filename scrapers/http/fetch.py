"""The plain way to ask: the page at the source's own address."""

from scrapers.http.client import polite_client
from scrapers.http.errors import Refusal
from scrapers.http.request import FetchRequest, failed
from scrapers.page import Attempt, NotModified, Page, Validators


def fetch(asked: FetchRequest) -> Attempt:
    """The page as it stands now; where the server says that it is the one that we have, only that."""
    known = {"If-None-Match": asked.validators.etag, "If-Modified-Since": asked.validators.last_modified}
    try:
        with polite_client(asked.manners, asked.spend) as visit:
            answer = visit.ask(asked.url, {name: value for name, value in known.items() if value}, asked.key)
    except Refusal as refusal:
        return failed(asked, refusal)
    if answer.status == 304:
        return NotModified(asked.source, asked.url, asked.moment)
    given = Validators(answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
    return Page(asked.source, asked.url, answer.body, asked.moment, given)
