"""A file of a dataset on Hugging Face: read the listing first, and download only a file that has changed.

The listing is JSON in pages (`Link: <…>; rel="next"`): `type`, `path`, `size`, and of a large file `lfs.oid`, the
SHA-256 of its content. The file itself is behind a redirect to a signed address on a host of the platform's (mid-2026:
cdn-lfs.huggingface.co, cas-bridge.xethub.hf.co, us.aws.cdn.hf.co).
"""

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from hashlib import sha256
from itertools import islice
from urllib.parse import urljoin

from pydantic import BaseModel, StrictInt, StrictStr, TypeAdapter, ValidationError
from requests.utils import parse_header_links

from scrapers.http.addresses import same_site, site_address
from scrapers.http.client import PoliteClient, no_progress, polite_client
from scrapers.http.errors import Refusal
from scrapers.http.politeness import Manners
from scrapers.http.request import FetchRequest, HttpResponse, failed
from scrapers.http.ways import HuggingFaceFile
from scrapers.page import Attempt, NotModified, Page

RESOLVED = re.compile(r"(?P<before>.*/resolve/)main/(?P<path>[^?#]+)")
SHA256 = re.compile(r"[0-9a-f]{64}")
COMMIT = re.compile(r"[0-9a-f]{40}")
MOST_LISTING_BYTES = 2_000_000
"""Bytes of a page of a listing at most; one of a thousand files has 300,000."""
MOST_NAMES = 1_000
"""Names that are compared with one that is missing."""
MOST_PAGES = 20
"""Pages of a listing that are read at most; a page has a thousand files."""


class LargeFile(BaseModel):
    oid: StrictStr
    size: StrictInt


class ListedFile(BaseModel):
    type: StrictStr
    path: StrictStr
    lfs: LargeFile | None = None


ENTRIES = TypeAdapter(list[ListedFile])


@dataclass(frozen=True)
class Listing:
    """The large files of a dataset by path; `commit` is the revision, if the listing names it."""

    files: dict[str, LargeFile | None]
    commit: str | None


def fetch_listed(way: HuggingFaceFile, request: FetchRequest) -> Attempt:
    """Fetch a file of a dataset if its listing has another one than the last."""
    manners = replace(
        request.manners,
        most_bytes=way.most_bytes,
        whole_seconds=way.whole_seconds,
        redirect_hosts=(*way.redirect_hosts, *request.manners.redirect_hosts),
    )
    try:
        with polite_client(manners, request.spend) as visit:
            listing = _listing(visit, request, urljoin(request.url, way.listing_path))
            before, path = _parts(request.url)
            wanted = _wanted(listing, path, manners)
            if wanted.oid == request.known_sha256:
                return NotModified(request.source, request.url, request.moment)
            address = f"{before}{listing.commit or 'main'}/{path}"
            body = visit.ask(address, key=request.key, on_progress=request.on_progress or no_progress).body
    except Refusal as refusal:
        return failed(request, refusal)
    if (got := sha256(body).hexdigest()) != wanted.oid:
        problem = f"the download is not what the listing says: its SHA-256 is {got}, and not {wanted.oid}"
        return failed(request, Refusal(problem))
    return Page(request.source, request.url, body, request.moment)


def _parts(url: str) -> tuple[str, str]:
    match = RESOLVED.fullmatch(url)
    if match is None:
        raise Refusal(f"no address of a file in a dataset's main revision: {url}")
    return match["before"], match["path"]


def _listing(visit: PoliteClient, request: FetchRequest, url: str) -> Listing:
    """Read all pages of a listing. Raises Refusal if they leave the site or are of two revisions."""
    files: dict[str, LargeFile | None] = {}
    commits: set[str | None] = set()
    at: str | None = url
    for _ in range(MOST_PAGES):
        answer = visit.ask(at, key=request.key)
        files |= {entry.path: entry.lfs for entry in _entries(answer) if entry.type == "file"}
        commits.add(_commit(answer))
        if len(commits) > 1:
            raise Refusal("the dataset moved on while its listing was read")
        at = _next(answer)
        if at is None:
            return Listing(files, commits.pop())
    raise Refusal(f"the listing has more than {MOST_PAGES} pages")


def _entries(answer: HttpResponse) -> list[ListedFile]:
    if len(answer.body) > MOST_LISTING_BYTES:
        raise Refusal(f"a listing of {len(answer.body):,} bytes, and {MOST_LISTING_BYTES:,} are the most")
    try:
        return ENTRIES.validate_json(answer.body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Refusal(f"no listing of a dataset in JSON: {place}: {first['msg']}") from None


def _commit(answer: HttpResponse) -> str | None:
    commit = answer.headers.get("X-Repo-Commit", "")
    return commit if COMMIT.fullmatch(commit) else None


def _next(answer: HttpResponse) -> str | None:
    links = parse_header_links(answer.headers.get("Link", ""))
    next_link = next((link["url"] for link in links if link.get("rel") == "next"), None)
    if next_link is None:
        return None
    following = urljoin(answer.url, next_link)
    if not same_site(site_address(answer.url), site_address(following)):
        raise Refusal(f"the listing goes on at another host: {site_address(following).host}")
    return following


def _wanted(listing: Listing, path: str, manners: Manners) -> LargeFile:
    if path not in listing.files:
        near = get_close_matches(path, islice(listing.files, MOST_NAMES), n=3, cutoff=0.5)
        raise Refusal(f"{path} is not in the listing; near it: {', '.join(near) or 'nothing'}")
    large = listing.files[path]
    if large is None or not SHA256.fullmatch(large.oid):
        raise Refusal(f"the listing does not say which bytes {path} has")
    if large.size > manners.most_bytes:
        raise Refusal(f"{path} has {large.size:,} bytes, and {manners.most_bytes:,} are the most that are asked for")
    return large
