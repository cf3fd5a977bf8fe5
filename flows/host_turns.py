"""Turns at a site, for runs on several machines: `python -m flows.host_turns` makes the limits that they take.

A machine asks a site politely by itself. Workers on other machines do not know of each other: each run takes the only
slot of a global concurrency limit of Prefect's, one for each host, while it reads. A run that dies gives it back when
its lease ends.
"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from urllib.parse import urlsplit

from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.concurrency.sync import concurrency

from flows.ingest import enabled_sources
from flows.settings import Settings, load
from scrapers.source import Source

LEASE_SECONDS = 60
"""The time after which a run that died gives its turn back; a run that lives renews it. Prefect's minimum."""
MOST_LIMITS = 200


def limit_name(source: Source, settings: Settings) -> str:
    """Return the name of the limit of a source's host: `host api-docs.deepseek.com`."""
    return f"host {urlsplit(source.url(settings.sites)).hostname or source.site.name}"


@contextmanager
def turn_of_host(source: Source, settings: Settings) -> Generator[None]:
    """Wait for the turn at the host of a source, where `shared_hosts` is set and its limit was made."""
    if not settings.values.shared_hosts:
        yield
        return
    with concurrency(limit_name(source, settings), lease_duration=LEASE_SECONDS, raise_on_lease_renewal_failure=False):
        yield


def ensure_limits(client: SyncPrefectClient, names: Iterable[str]) -> list[str]:
    """Make the limits that there are not yet, with one slot each; return their names."""
    existing = {limit.name for limit in client.read_global_concurrency_limits(limit=MOST_LIMITS, offset=0)}
    missing = sorted({*names} - existing)
    for name in missing:
        client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=name, limit=1))
    return missing


def main() -> None:
    settings = load()
    names = {limit_name(source, settings) for source in enabled_sources(settings)}
    with get_client(sync_client=True) as client:
        made = ensure_limits(client, names)
    print(f"{len(names)} hosts, {len(made)} new limits")  # noqa: T201 (a program for operators)


if __name__ == "__main__":
    main()
