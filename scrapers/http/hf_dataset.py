"""A file of a dataset on Hugging Face: the listing says what it is now, and only what is new is downloaded.

The listing is JSON in pages (`Link: <…>; rel="next"`): `type`, `path`, `size`, and of a large file `lfs.oid`, the
SHA-256 of its content. The file itself is behind a redirect to a signed address on a host of the platform's (mid-2026:
cdn-lfs.huggingface.co, cas-bridge.xethub.hf.co, us.aws.cdn.hf.co).
"""

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from hashlib import sha256
from urllib.parse import urljoin

from pydantic import BaseModel, StrictInt, StrictStr, TypeAdapter, ValidationError
from requests.utils import parse_header_links

from scrapers.http.addresses import same_site, site_address
from scrapers.http.client import HttpResponse, PoliteClient, polite_client
from scrapers.http.errors import Refusal
from scrapers.http.politeness import Manners
from scrapers.http.request import FetchRequest, failed
from scrapers.page import Attempt, NotModified, Page

HUGGING_FACE = ("huggingface.co", "hf.co")
RESOLVED = re.compile(r"(?P<before>.*/resolve/)main/(?P<path>[^?#]+)")
SHA256 = re.compile(r"[0-9a-f]{64}")
COMMIT = re.compile(r"[0-9a-f]{40}")
MOST_PAGES = 20
"""Of a listing; a page has a thousand files."""


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
    """The large files of a dataset by path; `commit` where the listing says which revision it is of."""

    files: dict[str, LargeFile | None]
    commit: str | None


@dataclass(frozen=True)
class HuggingFaceFile:
    """The file that the source's address (`…/resolve/main/<path>`) names, as its dataset's listing has it."""

    listing_path: str
    """`/api/datasets/<owner>/<name>/tree/main?recursive=true`, on the source's own site."""
    most_bytes: int = 20_000_000
    whole_seconds: float = 120
    redirect_hosts: tuple[str, ...] = HUGGING_FACE

    def __call__(self, asked: FetchRequest) -> Attempt:
        manners = replace(
            asked.manners,
            most_bytes=self.most_bytes,
            whole_seconds=self.whole_seconds,
            redirect_hosts=(*self.redirect_hosts, *asked.manners.redirect_hosts),
        )
        try:
            with polite_client(manners, asked.spend) as visit:
                listing = _listing(visit, asked, urljoin(asked.url, self.listing_path))
                before, path = _parts(asked.url)
                wanted = _wanted(listing, path, manners)
                if wanted.oid == asked.known:
                    return NotModified(asked.source, asked.url, asked.moment)
                address = f"{before}{listing.commit or 'main'}/{path}"
                body = visit.ask(address, key=asked.key, came=asked.came).body
        except Refusal as refusal:
            return failed(asked, refusal)
        if (got := sha256(body).hexdigest()) != wanted.oid:
            problem = f"the download is not what the listing says: its SHA-256 is {got}, and not {wanted.oid}"
            return failed(asked, Refusal(problem))
        return Page(asked.source, asked.url, body, asked.moment)


def _parts(url: str) -> tuple[str, str]:
    found = RESOLVED.fullmatch(url)
    if found is None:
        raise Refusal(f"no address of a file in a dataset's main revision: {url}")
    return found["before"], found["path"]


def _listing(visit: PoliteClient, asked: FetchRequest, url: str) -> Listing:
    """All pages of a listing, which stay on one site and are of one revision."""
    files: dict[str, LargeFile | None] = {}
    commits: set[str | None] = set()
    at: str | None = url
    for _ in range(MOST_PAGES):
        answer = visit.ask(at, key=asked.key)
        files |= {entry.path: entry.lfs for entry in _entries(answer) if entry.type == "file"}
        commits.add(_commit(answer))
        if len(commits) > 1:
            raise Refusal("the dataset moved on while its listing was read")
        at = _next(answer)
        if at is None:
            return Listing(files, commits.pop())
    raise Refusal(f"the listing has more than {MOST_PAGES} pages")


def _entries(answer: HttpResponse) -> list[ListedFile]:
    try:
        return ENTRIES.validate_json(answer.body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Refusal(f"no listing of a dataset in JSON: {place}: {first['msg']}") from None


def _commit(answer: HttpResponse) -> str | None:
    said = answer.headers.get("X-Repo-Commit", "")
    return said if COMMIT.fullmatch(said) else None


def _next(answer: HttpResponse) -> str | None:
    links = parse_header_links(answer.headers.get("Link", ""))
    found = next((link["url"] for link in links if link.get("rel") == "next"), None)
    if found is None:
        return None
    following = urljoin(answer.url, found)
    if not same_site(site_address(answer.url), site_address(following)):
        raise Refusal(f"the listing goes on at another host: {site_address(following).host}")
    return following


def _wanted(listing: Listing, path: str, manners: Manners) -> LargeFile:
    if path not in listing.files:
        near = get_close_matches(path, listing.files, n=3, cutoff=0.5)
        raise Refusal(f"{path} is not in the listing; near it: {', '.join(near) or 'nothing'}")
    large = listing.files[path]
    if large is None or not SHA256.fullmatch(large.oid):
        raise Refusal(f"the listing does not say which bytes {path} has")
    if large.size > manners.most_bytes:
        raise Refusal(f"{path} has {large.size:,} bytes, and {manners.most_bytes:,} are the most that are asked for")
    return large
