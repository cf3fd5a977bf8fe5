"""Send a request to a monitoring address after every good cycle; the monitor alerts if none comes."""

import logging
from urllib.parse import urljoin, urlsplit

import requests

LOG = logging.getLogger("almanac.heartbeat")
TIMEOUT_SECONDS = 10


class _OnOneHost(requests.Session):
    """Follows no redirect to another host and none from https to http, as the address is a secret."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        target = super().get_redirect_target(resp)
        if target is None:
            return None
        here, there = urlsplit(resp.url), urlsplit(urljoin(resp.url, target))
        stays = there.hostname == here.hostname and there.scheme in (here.scheme, "https")
        return target if stays else None


def send_heartbeat(address: str) -> bool:
    """Request the address once; returns True if it answers well. A failure is logged with the host alone."""
    try:
        # Only the status line of the answer is read.
        with _OnOneHost() as session, session.get(address, timeout=TIMEOUT_SECONDS, stream=True) as answer:
            problem = None if answer.status_code < 300 else f"HTTP {answer.status_code}"
    except (requests.RequestException, ValueError) as error:
        # The text of the error has the whole address.
        problem = type(error).__name__
    if problem:
        LOG.warning("heartbeat: %s: %s", _host(address), problem)
    return problem is None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or "no host"
    except ValueError:
        return "no host"
