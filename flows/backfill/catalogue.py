"""Loads the history of a public catalogue of prices: for each vendor a page at each instant at which it changed.

The pages are of the catalogue's own instants, so that what was believed on a day is what it said then; its corrections
are of its date. Nobody is alerted.
"""

from collections.abc import Iterator
from datetime import datetime

from flows.backfill.accounts import add_source, is_record_behind, newest_account
from flows.clock import Clock, utc_now
from flows.database import Store
from flows.progress import Print
from flows.replay import ReplayResult, insert_pages, replay_recorded
from flows.run import Run
from scrapers.catalogue import BACKFILLS, Catalogue, account, as_of_account, instants
from scrapers.page import Page
from scrapers.source import Source


def backfill_catalogue(
    store: Store, catalogue: Catalogue, say: Print, clock: Clock = utc_now
) -> dict[str, ReplayResult | None]:
    """Load a catalogue; by source what was recorded, or None if neither the catalogue nor the reader is new."""
    return {source.name: _load(Run(store, source, clock, log=say), catalogue) for source in BACKFILLS}


def _load(run: Run, catalogue: Catalogue) -> ReplayResult | None:
    store, source = run.store, run.source
    add_source(store, source)
    pages = list(_pages(run, catalogue, newest_account(store, source)))
    if not pages:
        run.log(f"{source.name}: nothing new")
        return replay_recorded(run) if is_record_behind(store, source) else None
    run.log(f"{source.name}: {len(pages)} account{'' if len(pages) == 1 else 's'} to file")
    return insert_pages(run, pages)


def _pages(run: Run, catalogue: Catalogue, newest: Page | None) -> Iterator[Page]:
    """Yield the accounts that are not archived: those after the last one, or a corrected one as of now."""
    source, loaded = run.source, None if newest is None else as_of_account(newest.body)
    if newest is None or loaded is None or loaded < catalogue.as_of:
        for moment in instants(catalogue, source.vendor):
            if newest is None or moment > newest.moment:
                yield _page(source, catalogue, moment)
    elif loaded == catalogue.as_of and account(catalogue, source.vendor, newest.moment) != newest.body:
        yield _page(source, catalogue, run.clock())


def _page(source: Source, catalogue: Catalogue, moment: datetime) -> Page:
    return Page(source.name, source.url({}), account(catalogue, source.vendor, moment), moment)
