"""Several addresses of a JSON API, asked one after the other: all of them or none.

The body is `{"answers":[{"path":"/api/x","status":200,"answer":<the bytes as they came>}, …]}`. An address that answers
with a status that means "missing" is kept with that status, and null as its answer.
"""

import json
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from scrapers.http.client import polite_client
from scrapers.http.errors import Refusal
from scrapers.http.request import FetchRequest, failed
from scrapers.http.ways import SeveralAnswers
from scrapers.page import Attempt, Page

StatedAnswer = tuple[str, int, bytes | None]
"""A path, the status of its answer, and the body of an answer of status 200."""


def fetch_several(way: SeveralAnswers, request: FetchRequest) -> Attempt:
    """Fetch every address in its order."""
    at, answers = request.url, list[StatedAnswer]()
    try:
        with polite_client(request.manners, request.spend) as visit:
            for path in way.paths():
                at = urljoin(request.url, path)
                answer = visit.ask(at, key=request.key, statuses=way.missing, expected=request.expected)
                answers.append((urlsplit(path).path, answer.status, _json(answer.status, answer.body)))
    except Refusal as refusal:
        return failed(request, refusal, at)
    return Page(request.source, request.url, join_answers(answers), request.moment)


def _json(status: int, body: bytes) -> bytes | None:
    """Return the body of an answer of status 200, None for any other. Raises Refusal unless it is one JSON value."""
    if status != 200:
        return None
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal("the answer is not JSON") from None
    return body


def join_answers(answers: Iterable[StatedAnswer]) -> bytes:
    """Join answers into one body, byte for byte."""
    parts = (
        b'{"path":%s,"status":%d,"answer":%s}' % (json.dumps(path).encode(), status, b"null" if body is None else body)
        for path, status, body in answers
    )
    return b'{"answers":[' + b",".join(parts) + b"]}"
