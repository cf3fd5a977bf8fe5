"""A visit to a server: page by page, as its robots.txt allows, with a pause between two pages."""

import re
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from urllib.parse import urljoin

import requests
from protego import Protego
from urllib3.exceptions import HTTPError

from scrapers.web.asked import Key, free, unheard
from scrapers.web.manners import AGENT, Answer, Manners, NotNow, Refusal
from scrapers.web.session import get, polite, vet

WRAPPING = re.compile(r"^.*?HTTPS?Connection(Pool)?\([^)]*\)(>|: )*")
NOT_ACCEPTED = (401, 403)


class Visit:
    """Pages of one server, one after the other: its robots.txt is read once, and there is a pause between two pages."""

    def __init__(self, session: requests.Session, manners: Manners, spend: Callable[[], None] = free) -> None:
        self._session, self._manners, self._spend = session, manners, spend
        self._robots: dict[str, Protego | None] = {}
        self._asked_at: float | None = None

    def ask(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        key: Key | None = None,
        came: Callable[[int], None] = unheard,
    ) -> Answer:
        """What is answered with 200 or 304. Raises Refusal for all else that the web may do."""
        try:
            answer = self._ask(url, headers or {}, key, came)
        except (requests.RequestException, HTTPError, ValueError) as error:
            # A ValueError is an address in a redirect that is none.
            raise Refusal(_reason(error)) from error
        if answer.status == 429:
            raise NotNow("HTTP 429")
        if key and answer.status in NOT_ACCEPTED:
            raise Refusal(f"HTTP {answer.status}: the key in {key.place} was not accepted")
        if answer.status not in (200, 304):
            raise Refusal(f"HTTP {answer.status}")
        return answer

    def _ask(self, url: str, headers: Mapping[str, str], key: Key | None, came: Callable[[int], None]) -> Answer:
        vet(url, self._manners)
        if self._asked_at is not None:
            time.sleep(max(0.0, self._asked_at + self._manners.pause_seconds - time.monotonic()))
        if key is None:
            # Whoever gave us a key allowed its owner's programs to ask; robots.txt speaks to the others.
            self._respect_robots(url)
        try:
            its = {**headers, **(key.headers() if key else {})}
            return get(self._session, url, its, self._manners, self._spend, came)
        finally:
            self._asked_at = time.monotonic()

    def _respect_robots(self, url: str) -> None:
        """RFC 9309: no file allows all, a server that cannot say allows nothing."""
        address = urljoin(url, "/robots.txt")
        if address not in self._robots:
            answer = get(self._session, address, {}, self._manners)
            if answer.status >= 500 or answer.status == 429:
                raise NotNow(f"{address} cannot be read: HTTP {answer.status}")
            text = answer.body.decode("utf-8", "replace")
            self._robots[address] = Protego.parse(text) if answer.status == 200 else None
        rules = self._robots[address]
        if rules is not None and not rules.can_fetch(url, AGENT):
            raise Refusal("robots.txt forbids this page to us")


@contextmanager
def visiting(manners: Manners, spend: Callable[[], None] = free) -> Generator[Visit]:
    with polite(manners) as session:
        yield Visit(session, manners, spend)


def _reason(error: Exception) -> str:
    """What went wrong, in a line that is worth reading: requests and urllib3 wrap it in their own objects."""
    inner = error.args[0] if error.args else error
    return f"{type(error).__name__}: {WRAPPING.sub('', str(getattr(inner, 'reason', None) or inner))}"
