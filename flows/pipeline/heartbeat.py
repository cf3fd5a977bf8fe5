"""Asking an address after every good cycle, so that somebody else notices when none comes any more."""

import logging
from urllib.parse import urljoin, urlsplit

import requests

LOG = logging.getLogger("almanac.heartbeat")
TIMEOUT_SECONDS = 10


class _OnOneHost(requests.Session):
    """Follows no redirect to another host, and none out of TLS: whoever knows the address can keep us alive."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        target = super().get_redirect_target(resp)
        if target is None:
            return None
        here, there = urlsplit(resp.url), urlsplit(urljoin(resp.url, target))
        stays = there.hostname == here.hostname and there.scheme in (here.scheme, "https")
        return target if stays else None


def send_heartbeat(address: str) -> bool:
    """Ask the address once; whether it answered well. Where it did not, the log says so and names its host alone."""
    try:
        # Nothing of the answer is read but its first line.
        with _OnOneHost() as session, session.get(address, timeout=TIMEOUT_SECONDS, stream=True) as answer:
            problem = None if answer.status_code < 300 else f"HTTP {answer.status_code}"
    except (requests.RequestException, ValueError) as error:
        # Its words have the whole address in them.
        problem = type(error).__name__
    if problem:
        LOG.warning("heartbeat: %s: %s", _host(address), problem)
    return problem is None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or "no host"
    except ValueError:
        return "no host"
