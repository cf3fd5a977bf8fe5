"""Model cards on the road: what alerts, what waits for the digest, what stays as believed, and the command."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import select, text

from alerts.known_names import known_models
from alerts.targets import Target, is_watched
from bench.harness.dates import day
from cli.printing.show import mapping
from flows.database import Store, alembic_config
from flows.ingest.fetch import web_attempt
from flows.pipeline.attempts import RunResult, process_attempt
from flows.run import DEFAULT_ALERTS, AlertSettings, Run
from flows.settings.fields import Values
from flows.settings.load import Settings
from models.kinds import DeliveryState
from models.queries import card_repositories, model_cards
from models.schema import Alert, ChangeRow, Delivery
from samples.alone import ALONE
from samples.huggingface import GLM, KIMI, PRO, REPOSITORIES, cards
from samples.site import Site
from scrapers.page import Failed, NotModified, Page
from scrapers.registry import SOURCES
from tests.support.typed import Almanac
from tests.support.views import MODEL_CARD_NOW
from tests.support.walks import visit

NAME, AT = "huggingface_cards", day("2026-08-13")
SOURCE = SOURCES[NAME]
Body = dict[str, Any]
BOTH = pytest.mark.both_databases


def body() -> Body:
    return json.loads(cards(AT))


def card(whole: Body, repository: str = PRO) -> Body:
    return next(each["answer"] for each in whole["answers"] if each["path"].endswith(f"/{repository}"))


def bring(store: Store, at: datetime, whole: Body, alerting: AlertSettings = DEFAULT_ALERTS) -> RunResult:
    page = Page(NAME, "https://huggingface.co/api/models", json.dumps(whole).encode(), at)
    return process_attempt(Run(store, SOURCE, lambda: at, alerting), lambda: page)


def relicensed(licence: str = "apache-2.0", repository: str = PRO, named: str | None = None) -> Body:
    whole = body()
    changed = card(whole, repository)
    changed["cardData"] = {"license": licence} | ({"license_name": named} if named else {})
    changed["tags"] = ["transformers", f"license:{licence}"]
    return whole


def recommitted(repository: str = PRO, digit: str = "a") -> Body:
    whole = body()
    card(whole, repository)["sha"] = digit * 40
    return whole


def alerts(store: Store) -> list[Alert]:
    with store.reading() as session:
        return list(session.scalars(select(Alert).order_by(Alert.id)))


def kinds(store: Store) -> list[str]:
    with store.reading() as session:
        return [str(kind) for kind in session.scalars(select(ChangeRow.kind).order_by(ChangeRow.id))]


@BOTH
def test_the_first_reading_is_the_baseline_and_the_same_body_says_nothing(store: Store) -> None:
    assert bring(store, AT, body()).rows == len(REPOSITORIES)
    again = bring(store, AT + timedelta(days=1), body())
    assert (again.rows, again.changes, alerts(store)) == (0, 0, [])


@BOTH
def test_a_changed_licence_is_a_warning_that_says_both_and_what_to_do(store: Store) -> None:
    bring(store, AT, body())
    bring(store, AT + timedelta(days=1), relicensed())
    (alert,) = alerts(store)
    assert (alert.kind, alert.severity, alert.subject) == ("licence changed", "warning", PRO)
    assert alert.title == f"{PRO} licence mit → apache-2.0 as of 14 Aug 00:00 UTC"
    first, _, line, step, *_ = alert.body.splitlines()
    assert first.startswith("To do: read the new licence")
    assert line == "- licence changed: mit → apache-2.0"
    assert "The licence itself is a file there" in step
    assert f"On the page: {PRO}: cardData.license, gated, sha" in alert.body


def test_another_name_of_the_licence_is_a_changed_licence(store: Store) -> None:
    bring(store, AT, body())
    bring(store, AT + timedelta(days=1), relicensed("other", KIMI, "modified-mit-2"))
    (alert,) = alerts(store)
    assert alert.title == f"{KIMI} licence other (modified-mit) → other (modified-mit-2) as of 14 Aug 00:00 UTC"


@BOTH
def test_gating_is_a_notice_of_its_own(store: Store) -> None:
    bring(store, AT, body())
    gated = body()
    card(gated)["gated"] = "manual"
    bring(store, AT + timedelta(days=1), gated)
    (alert,) = alerts(store)
    assert (alert.kind, alert.severity) == ("gating changed", "notice")
    assert alert.title == f"{PRO} gating off → manual as of 14 Aug 00:00 UTC"


def test_a_licence_with_gating_and_commit_is_one_change_of_the_licence(store: Store) -> None:
    bring(store, AT, body())
    both = relicensed()
    card(both).update(gated="auto", sha="b" * 40)
    bring(store, AT + timedelta(days=1), both)
    assert kinds(store) == ["licence changed"]
    assert alerts(store)[0].title.startswith(f"{PRO} licence mit → apache-2.0, gated (auto) as of")


TARGET = Target.model_validate({"url": "json://localhost", "severity": "info"})


@BOTH
def test_a_new_commit_alone_waits_for_the_digest_of_its_day(store: Store) -> None:
    alerting = replace(DEFAULT_ALERTS, targets={"team": TARGET})
    bring(store, AT, body(), alerting)
    bring(store, AT + timedelta(hours=24), recommitted(), alerting)
    both = recommitted()
    card(both, KIMI)["sha"] = "c" * 40
    bring(store, AT + timedelta(hours=30), both, alerting)
    (alert,) = alerts(store)
    assert (alert.severity, alert.kind) == ("info", "revision changed")
    assert PRO in alert.title
    assert KIMI in alert.title
    with store.reading() as session:
        deliveries = session.scalars(select(Delivery).where(Delivery.alert_id == alert.id)).all()
        assert {(one.state, one.due_at) for one in deliveries} == {(DeliveryState.MUTED, day("2026-08-15"))}


def test_a_new_commit_beside_a_licence_of_another_repository_stays_in_the_digest(store: Store) -> None:
    bring(store, AT, body())
    mixed = relicensed(repository=GLM)
    card(mixed)["sha"] = "d" * 40
    bring(store, AT + timedelta(days=1), mixed)
    assert {(alert.kind, alert.severity) for alert in alerts(store)} == {
        ("licence changed", "warning"),
        ("revision changed", "info"),
    }


def test_a_missing_repository_keeps_its_card_is_named_once_and_comes_back_without_a_change(store: Store) -> None:
    bring(store, AT, body())
    lacking = body()
    next(each for each in lacking["answers"] if each["path"].endswith(GLM)).update(status=401, answer=None)
    for hours in (24, 48):
        bring(store, AT + timedelta(hours=hours), lacking)
    with store.reading() as session:
        assert len(model_cards(session, None, AT + timedelta(hours=49), AT + timedelta(hours=49))) == len(REPOSITORIES)
    (alert,) = alerts(store)
    assert (alert.kind, f"{GLM}: HTTP 401" in alert.title) == ("text unread", True)
    bring(store, AT + timedelta(hours=72), body())
    assert [kind for kind in kinds(store) if "notice" not in kind] == ["text unread"]


def test_a_body_that_is_refused_leaves_every_card(store: Store) -> None:
    bring(store, AT, body())
    refused = {"answers": [each | {"status": 401, "answer": None} for each in body()["answers"]]}
    assert bring(store, AT + timedelta(days=1), refused).outcome == "refused"
    with store.reading() as session:
        assert card_repositories(session) == sorted(REPOSITORIES)


@BOTH
def test_the_query_of_the_command_has_the_columns_and_rows_of_the_view(store: Store) -> None:
    for at in ALONE[NAME].instants():
        visit(store, at, NAME)
    with store.reading() as session:
        now = day("2026-11-30")
        queried = model_cards(session, None, now, now)
        viewed = session.execute(select(MODEL_CARD_NOW).order_by(MODEL_CARD_NOW.c.repository)).all()
    assert [tuple(row) for row in queried] == [tuple(row) for row in viewed]
    assert list(mapping(queried[0])) == list(MODEL_CARD_NOW.c.keys())


@BOTH
def test_a_card_is_shown_as_of_any_instant_as_believed_at_another(store: Store) -> None:
    for at in ALONE[NAME].instants():
        visit(store, at, NAME)
    with store.reading() as session:
        (before,) = model_cards(session, KIMI, day("2026-09-01"), day("2026-11-30"))
        (after,) = model_cards(session, KIMI, day("2026-09-08"), day("2026-11-30"))
        unseen = model_cards(session, KIMI, day("2026-11-30"), day("2026-07-01"))
    assert (before.licence, before.licence_name) == ("other", "modified-mit")
    assert (after.licence, after.licence_name) == ("mit", None)
    assert list(unseen) == []


@BOTH
def test_going_down_takes_the_cards_and_their_changes_and_up_again_reads_them_anew(store: Store) -> None:
    for at in ALONE[NAME].instants():
        visit(store, at, NAME)
    with store.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0028")
        kept = connection.scalar(
            text("select count(*) from change where kind in ('licence changed', 'revision changed')")
        )
        assert kept == 0
        command.upgrade(alembic_config(connection), "head")
    visit(store, day("2026-10-06"), NAME)
    with store.reading() as session:
        assert len(model_cards(session, None, day("2026-10-06"), day("2026-10-06"))) == len(REPOSITORIES)


@pytest.fixture
def typed(almanac: Almanac, store: Store) -> Almanac:
    for at in ALONE[NAME].instants():
        visit(store, at, NAME)
    return almanac


def test_the_command_prints_a_table_of_eighty_columns_and_all_columns_as_json(typed: Almanac) -> None:
    lines = typed("cards").out.splitlines()
    assert lines[0].split() == ["repository", "licence", "gated", "revision"]
    assert len(lines) >= 2 + len(REPOSITORIES)
    assert max(map(len, lines[: 2 + len(REPOSITORIES)])) <= 80
    found = typed("cards", "--json").rows
    assert [row["repository"] for row in found] == sorted(REPOSITORIES)
    assert list(found[0]) == list(MODEL_CARD_NOW.c.keys())
    assert json.loads(found[0]["parameters"]) == {"BF16": 3 * 10**9, "F8_E4M3": 5 * 10**10, "I8": 8 * 10**11}


def test_the_command_finds_a_repository_by_its_name_and_says_what_it_does_not_know(typed: Almanac) -> None:
    assert "other (modified-mit)" in typed("cards", "kimi-k2.6", "--at", "2026-08-01").out
    wrong = typed("cards", "kimi")
    assert (wrong.code, KIMI in wrong.err) == (2, True)
    early = typed("cards", "--at", "2026-01-01", "--json")
    assert (early.code, early.out, "no card at that instant" in early.err) == (0, "", True)


def test_filters_know_a_repository_with_its_owner_and_without(store: Store) -> None:
    bring(store, AT, body())
    bring(store, AT + timedelta(days=1), relicensed())
    with store.reading() as session:
        known = known_models(session)
        about = session.scalars(select(Alert.about)).one() or {}
    for pattern in ("deepseek-v4-*", "DeepSeek-V4-Pro", "deepseek-ai/*"):
        assert any(is_watched([name], [full], [pattern]) for name, full in known), pattern
        assert is_watched(about["models"], about["qualified_names"], [pattern]), pattern
    assert not is_watched(about["models"], about["qualified_names"], ["kimi*"])


SITE_SOURCES = [name for name in ALONE if name.startswith(("huggingface", "epoch"))]


@contextmanager
def served(at: str) -> Generator[tuple[Site, Settings]]:
    with Site(day(at)).serving() as site:
        urls = {f"{name}_url": site.url for name in ("huggingface", "epoch")}
        yield site, Settings(Path(), Values.model_validate(urls), {})


@pytest.mark.parametrize("name", SITE_SOURCES)
def test_what_is_fetched_from_the_sample_site_is_the_sample_page(store: Store, name: str) -> None:
    at = ALONE[name].instants()[-1]
    with served(f"{at:%Y-%m-%d}") as (_, settings):
        found = web_attempt(Run(store, SOURCES[name]), settings, at)()
    assert isinstance(found, Page)
    assert found.body == ALONE[name].page(at)


def test_an_archive_that_was_read_well_is_asked_for_with_its_validators(store: Store) -> None:
    source, at = SOURCES["epoch_gpqa_diamond"], day("2026-09-12")
    with served("2026-09-12") as (_, settings):
        run = Run(store, source, lambda: at)
        assert process_attempt(run, web_attempt(run, settings, at)).outcome == "facts"
        assert isinstance(web_attempt(run, settings, at + timedelta(days=1))(), NotModified)


@pytest.mark.parametrize("name", SITE_SOURCES)
def test_a_page_of_another_type_or_ten_times_its_bound_is_refused_before_it_is_read(store: Store, name: str) -> None:
    source, bounds = SOURCES[name], SOURCES[name].expected
    assert bounds is not None
    with served("2026-09-12") as (_, settings):
        for changed, words in (
            (replace(bounds, content_types=("text/plain",)), "and not text/plain"),
            (replace(bounds, most_bytes=len(ALONE[name].page(day("2026-09-12"))) // 100), "the answer is longer than"),
        ):
            found = web_attempt(Run(store, replace(source, expected=changed)), settings, AT)()
            assert isinstance(found, Failed)
            assert words in found.reason
    assert bounds.content_types
