"""The artifacts of a run, of a family of sources, and of a cycle, each as of one instant."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from alerts.targets import ANY
from flows.artifact_keys import artifact_key
from flows.database import Store
from flows.pipeline import RunResult
from flows.reports.artifact import Artifact, markdown_artifact
from flows.reports.health import health_artifact, held_artifact
from flows.reports.leaderboard import family_boards, leaderboard_page
from flows.reports.links import link_artifacts
from flows.reports.prices import changes_artifact, charts_artifact, deadlines_artifact, prices_artifact
from flows.reports.value import value_page
from flows.settings import Settings
from models.kinds import SnapshotOutcome
from scrapers.source import Source


def own_patterns(settings: Settings) -> Sequence[str]:
    """Return the patterns of the models that settings name: `watch`, `uses` and the filters of targets."""
    values = settings.values
    named = [values.watch, values.uses, *(target.models for target in values.targets.values())]
    return list(dict.fromkeys(pattern for patterns in named if tuple(patterns) != ANY for pattern in patterns))


def run_artifacts(
    store: Store,
    source: Source,
    result: RunResult,
    settings: Settings,
    at: datetime,
    with_pages: bool | None = None,
) -> Iterator[Artifact]:
    """Yield the artifacts of a run: none if it recorded, changed and held nothing.

    `with_pages` says whether those of its family and of all sources are among them; by default if it has others.
    """
    is_held = result.outcome == SnapshotOutcome.HELD
    has_news = bool(result.rows or result.changes or is_held)
    if has_news and result.good and not is_held:
        if changes := changes_artifact(store, source.name, result):
            yield changes
        yield from link_artifacts(store, source, result)
    if has_news if with_pages is None else with_pages:
        yield from family_artifacts(store, source.family, settings, at)
        yield from standing_artifacts(store, at)


def standing_artifacts(store: Store, at: datetime) -> Iterator[Artifact]:
    """Yield how the sources stand, and what is held."""
    yield health_artifact(store, at)
    yield held_artifact(store)


def family_artifacts(store: Store, family: str, settings: Settings, at: datetime) -> Iterator[Artifact]:
    """Yield the artifacts of a family of sources: its boards with their prices, or the prices and the deadlines."""
    boards = family_boards(store, family)
    for board in boards:
        page = leaderboard_page(store, board, settings.values.watch, at)
        yield markdown_artifact(artifact_key("leaderboard", board), page)
        yield markdown_artifact(artifact_key("value", board), value_page(store, board, at))
    if not boards:
        yield from price_artifacts(store, settings, at)


def price_artifacts(store: Store, settings: Settings, at: datetime) -> Iterator[Artifact]:
    """Yield the prices in force, their charts, and the deadlines. The passing of time changes them, too."""
    yield prices_artifact(store, at)
    yield charts_artifact(store, own_patterns(settings), settings.values.currency, at)
    yield deadlines_artifact(store, at)


def cycle_artifacts(store: Store, aged: Sequence[str], settings: Settings, at: datetime) -> Iterator[Artifact]:
    """Yield the artifacts that the passing of time may change; of leaderboards those with a source that went stale."""
    for family in aged:
        if family_boards(store, family):
            yield from family_artifacts(store, family, settings, at)
    yield from price_artifacts(store, settings, at)
    yield from standing_artifacts(store, at)
