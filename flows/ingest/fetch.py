"""How a source is asked on the web: with which manners, what is known of it, the user's key, and its budget."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from importlib.metadata import version

from flows.clock import Clock, utc_now
from flows.database import Store
from flows.ingest.archive import last_read
from flows.ingest.request_budget import NotAsked, expect_left, spend
from flows.settings import Settings
from scrapers.http import AGENT, ApiKey, FetchRequest, Manners, names_loopback, no_budget, no_progress, site_address
from scrapers.page import Attempt
from scrapers.source import Source


class NoKey(NotAsked):
    """A source that needs a key which is not set. Nobody has to have one."""


def expect_askable(store: Store, settings: Settings, source: Source, clock: Clock = utc_now) -> None:
    """Raise NotAsked where a source is not chosen, has no address or no key, or too little is left of its budget."""
    if not is_chosen(settings, source) and source.chosen:
        setting, name = source.chosen
        raise NotAsked(f'{source.name} is skipped: `{setting}` does not name it; add "{name}" there')
    expect_address(settings, source)
    if not has_key(settings, source):
        raise NoKey(f"{source.name} is skipped: no API key ({source.key_from}); set `{source.key}`")
    if source.budget is not None:
        expect_left(store, source.name, source.most_requests, settings.budget(source.budget), clock)


def expect_address(settings: Settings, source: Source) -> None:
    """Raise NotAsked where the site of a source has no address."""
    if not has_address(settings, source):
        raise NotAsked(f"{source.name} is skipped: its site has no address; set `{source.site.setting}`")


def is_chosen(settings: Settings, source: Source) -> bool:
    """Whether the settings name a source, or, where they name none, choose it."""
    if settings.values.sources:
        return source.name in settings.values.sources
    return source.chosen is None or source.chosen[1] in settings.choice(source.chosen[0])


def has_address(settings: Settings, source: Source) -> bool:
    """Return True if the site of a source has an address, its own or one of the settings."""
    return settings.sites().get(source.site.name, source.site.url) != ""


def has_key(settings: Settings, source: Source) -> bool:
    return source.key is None or settings.key(source.key) is not None


def live(
    store: Store,
    settings: Settings,
    source: Source,
    at: datetime,
    clock: Clock = utc_now,
    came: Callable[[int], None] = no_progress,
) -> Callable[[], Attempt]:
    """An attempt on the web, asking again with what the last good body came with. It may raise Spent."""
    url = source.url(settings.sites())

    def attempt() -> Attempt:
        with store.reading() as session:
            had = last_read(session, source, url)
        return source.ask(
            FetchRequest(
                source=source.name,
                url=url,
                moment=at,
                manners=_manners(settings, source, url),
                validators=had.validators,
                known_sha256=had.sha256,
                key=_key(settings, source),
                spend=_spending(store, settings, source, clock),
                on_progress=came,
            )
        )

    return attempt


def _manners(settings: Settings, source: Source, url: str) -> Manners:
    """With a budget nothing is asked a second time: each retry would be a request of it."""
    usual = manners(settings, url)
    return usual if source.budget is None else replace(usual, retries=0)


def _spending(store: Store, settings: Settings, source: Source, clock: Clock) -> Callable[[], None]:
    return partial(spend, store, source.name, settings.budget(source.budget), clock) if source.budget else no_budget


def _key(settings: Settings, source: Source) -> ApiKey | None:
    secret = settings.key(source.key) if source.key else None
    if source.key is None or secret is None:
        return None
    return ApiKey(secret, f"`{source.key}` ({settings.origin(source.key)})", source.key_header)


def manners(settings: Settings, url: str) -> Manners:
    """Who we say we are, and how patient we are with this server: on our own machine nobody has to be spared.

    There, another port may stand for the host of large files.
    """
    contact = settings.values.contact or "no contact set"
    polite = Manners(user_agent=f"{AGENT}/{version('model-almanac')} ({contact})")
    if not names_loopback(url):
        return polite
    return replace(polite, pause_seconds=0, loopback=True, redirect_hosts=(site_address(url).host,))
