"""Feeding pages to the road, as a schedule would."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from bench.harness.sample_pages import body, page_of
from flows.database import Store
from flows.pipeline.attempts import Attempt, RunResult, process_attempt
from flows.run import Run
from flows.settings.fields import Values
from flows.settings.load import Settings
from samples.deepseek.facts import when
from samples.deepseek.pages import change_instants
from samples.visits import visits
from scrapers.page import Failed, NotModified, Page
from scrapers.registry import SOURCES

SOURCE = replace(SOURCES["deepseek_pricing"], read=cache(SOURCES["deepseek_pricing"].read))
"""Its reader reads the same page at the same moment once, for all tests."""
SITES = Settings(Path(), Values(), {}).sites
V4 = when("v4_launch")
URL = "https://api-docs.deepseek.com/quick_start/pricing"


def feed(store: Store, at: datetime, text: str | bytes | None = None) -> RunResult:
    """One attempt at `at` that brings this page; the sample of that day where none is given."""
    found = body(at) if text is None else text
    return go(store, Page(SOURCE.name, URL, found.encode() if isinstance(found, str) else found, at))


def walk(store: Store, since: datetime = V4, *sources: str) -> None:
    """Every visit to these sources since then (to the pricing page where none is named), each through the road."""
    for at, name in visits():
        if at >= since and name in (sources or (SOURCE.name,)):
            visit(store, at, name)


def walk_changes(store: Store) -> None:
    """Every page that the pricing page has been, and an hour after each that it is unchanged."""
    for instant in change_instants():
        feed(store, instant)
        unchanged(store, instant + timedelta(hours=1))


def visit(store: Store, at: datetime, name: str) -> RunResult:
    source = SOURCES[name]
    return process_attempt(Run(store, source), lambda: Page(name, source.url(SITES), page_of(name, at), at))


def fail(store: Store, at: datetime, reason: str = "ConnectionError: refused") -> RunResult:
    return go(store, Failed(SOURCE.name, URL, at, reason))


def unchanged(store: Store, at: datetime) -> RunResult:
    return go(store, NotModified(SOURCE.name, URL, at))


def go(store: Store, attempt: Attempt) -> RunResult:
    return process_attempt(Run(store, SOURCE), lambda: attempt)
