"""Fetch a source from the web: manners, validators of the last page, the user's key, and the request budget."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from importlib.metadata import version

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from flows.ingest.archive import last_page_read
from flows.ingest.choice import has_address, has_key, is_chosen
from flows.ingest.request_budget import NotAsked, count_request, expect_budget
from flows.page_reader import call_limited
from flows.run import Run
from flows.settings import BadSettings, Settings
from models.schema import Snapshot
from scrapers.http import (
    AGENT,
    ApiKey,
    FetchRequest,
    Manners,
    asked_to_wait_until,
    failed,
    names_loopback,
    site_address,
)
from scrapers.page import Attempt
from scrapers.source import Source

MOST_WAIT = timedelta(days=1, minutes=5)
"""No server is left alone for longer: what asks for more is no reason of ours."""


class NoKey(NotAsked):
    """A source needs a key that is not set; keys are optional."""


def expect_askable(run: Run, settings: Settings) -> None:
    """Raise NotAsked if a source is not chosen, has no address or no key, or has too little of its budget left."""
    source = run.source
    if not is_chosen(settings, source) and source.chosen:
        setting, name = source.chosen
        raise NotAsked(f'{source.name} is skipped: `{setting}` does not name it; add "{name}" there')
    expect_address(settings, source)
    if not has_key(settings, source):
        raise NoKey(f"{source.name} is skipped: no API key ({source.key_from}); set `{source.key}`")
    if source.budget is not None:
        expect_budget(run.store, source.name, source.most_requests, settings.budget(source.budget), run.clock)


def expect_address(settings: Settings, source: Source) -> None:
    """Raise NotAsked if the site of a source has no address."""
    if not has_address(settings, source):
        raise NotAsked(f"{source.name} is skipped: its site has no address; set `{source.site.setting}`")


def web_attempt(
    run: Run,
    settings: Settings,
    at: datetime,
    on_progress: Callable[[int], None] | None = None,
    on_answer: Callable[[str, Mapping[str, str]], None] | None = None,
) -> Callable[[], Attempt]:
    """An attempt to fetch a source, conditional on the last page that read well. It may raise BudgetSpent.

    `on_answer` is called with the host and the headers of each answer.
    """
    store, source = run.store, run.source
    url = source.url(settings.sites)

    def attempt() -> Attempt:
        from scrapers.http import Refusal, fetch  # loads `requests`

        with store.reading() as session:
            last = last_page_read(session, source, url)
            _expect_waited(session, source, at)
        most = settings.budget(source.budget) if source.budget else None
        request = FetchRequest(
            source=source.name,
            url=url,
            moment=at,
            manners=replace(_source_manners(settings, source, url), on_answer=on_answer),
            validators=last.validators,
            known_sha256=last.sha256,
            expected=source.expected,
            spend=None if most is None else partial(count_request, store, source.name, most, run.clock),
            call=call_limited,
            on_progress=on_progress,
        )
        try:
            request = replace(request, key=_key(settings, source))
        except BadSettings as problem:
            return failed(request, Refusal(str(problem)))
        return (source.ask or fetch)(request)

    return attempt


def _expect_waited(session: Session, source: Source, at: datetime) -> None:
    """Raise NotAsked if the server asked at the last attempt to wait until after `at`.

    An attempt after `at` was made while the clock was ahead: its wait may end years from now.
    """
    reason = session.connection().scalar(_last_reason_query(), {"source": source.name})
    until = asked_to_wait_until(reason) if reason else None
    if until is None or not at < until < at + MOST_WAIT:
        return
    asked_at = session.scalar(select(func.max(Snapshot.moment)).where(Snapshot.source == source.name))
    if asked_at is not None and asked_at <= at:
        raise NotAsked(f"{source.name} is skipped: its server asked to wait until {until:%Y-%m-%d %H:%M} UTC")


@cache
def _last_reason_query() -> Select[tuple[str | None]]:
    """The query of the reason of the last attempt at a source, built once."""
    newest = select(Snapshot.reason).where(Snapshot.source == bindparam("source"))
    return newest.order_by(Snapshot.moment.desc(), Snapshot.id.desc()).limit(1)


def _source_manners(settings: Settings, source: Source, url: str) -> Manners:
    """The manners of a source: its bounds; one with a budget is never fetched again, as each retry spends a request."""
    usual = fetch_manners(settings, url)
    if source.expected is not None:
        usual = source.expected.bounds(usual)
    elif source.most_bytes is not None:
        usual = replace(usual, most_bytes=source.most_bytes)
    return usual if source.budget is None else replace(usual, retries=0)


def _key(settings: Settings, source: Source) -> ApiKey | None:
    secret = settings.key(source.key) if source.key else None
    if source.key is None or secret is None:
        return None
    return ApiKey(secret, f"`{source.key}` ({settings.origin(source.key)})", source.key_header)


def fetch_manners(settings: Settings, url: str) -> Manners:
    """User agent, pauses and retries for a server. A server on this machine is fetched without pauses.

    Large files of such a server may be on another port.
    """
    contact = settings.values.contact or "no contact set"
    polite = Manners(user_agent=f"{AGENT}/{version('model-almanac')} ({contact})")
    if not names_loopback(url):
        return polite
    return replace(polite, pause_seconds=0, loopback=True, redirect_hosts=(site_address(url).host,))
