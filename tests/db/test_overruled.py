"""Changes that fall due by time alone alert unless a more trusted source has said something else since."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.sample_pages import body
from flows.database import Store
from models.agreement import overruled_changes
from models.changes import Change
from models.facts.base import Fact
from models.facts.kinds import Price, Retirement
from models.kinds.changes import ChangeKind
from models.schema.views import ALERT_LOG, CHANGE_LOG
from samples.visits import instants
from tests.db.test_routes import ends
from tests.db.test_trust import costs, know, say
from tests.support.facts import hour
from tests.support.vendor import hours
from tests.support.walks import feed, visit

pytestmark = pytest.mark.both_databases
PRICING, NEWS, CHANGES = "deepseek_pricing", "deepseek_news", "deepseek_updates"
ANNOUNCED, CANCELLED, DUE = day("2026-09-10 04:00"), day("2026-09-11"), day("2026-09-14 04:00")
AFTER = DUE + timedelta(hours=12)
REROUTED = "name re-routed"


def walk(store: Store, *visits: tuple[datetime, str]) -> None:
    for at, source in visits:
        visit(store, at, source)


def rerouted(store: Store, since: datetime) -> tuple[Sequence[str], Sequence[str]]:
    """The sources that logged that deepseek-v4-pro is re-routed since an instant, and those that alerted it."""
    with store.reading() as session:
        logs = [
            session.scalars(
                select(log.c.source)
                .where(log.c.subject == "deepseek-v4-pro", log.c.kind == REROUTED, log.c[column] >= since)
                .order_by(log.c.id)
            ).all()
            for log, column in ((CHANGE_LOG, "seen_at"), (ALERT_LOG, "created_at"))
        ]
    return logs[0], logs[1]


def test_an_old_post_does_not_alert_what_the_pricing_page_has_cancelled(store: Store) -> None:
    posted = next(at for at in instants(NEWS) if at >= ANNOUNCED)
    walk(store, (day("2026-08-21"), PRICING), (posted - timedelta(days=1), NEWS), (ANNOUNCED, PRICING), (posted, NEWS))
    walk(store, (CANCELLED, PRICING), (AFTER, NEWS))
    assert rerouted(store, CANCELLED) == ([NEWS], [])
    walk(store, (DUE + timedelta(days=2), NEWS))
    with store.reading() as session:
        kinds = session.scalars(select(ALERT_LOG.c.kind).where(ALERT_LOG.c.subject == "deepseek-v4-pro")).all()
    assert "sources disagree" in kinds


def test_a_source_alone_alerts_what_falls_due(store: Store) -> None:
    posted = next(at for at in instants(NEWS) if at >= ANNOUNCED)
    walk(store, (posted - timedelta(days=1), NEWS), (posted, NEWS), (AFTER, NEWS))
    assert rerouted(store, CANCELLED) == ([NEWS], [NEWS])


def test_a_more_trusted_source_that_still_says_so_leaves_the_alert(store: Store) -> None:
    posted = next(at for at in instants(NEWS) if at >= ANNOUNCED)
    walk(store, (day("2026-08-21"), PRICING), (posted - timedelta(days=1), NEWS), (ANNOUNCED, PRICING), (posted, NEWS))
    walk(store, (AFTER, NEWS))
    assert rerouted(store, CANCELLED) == ([NEWS], [NEWS])


def test_a_less_trusted_source_overrules_nothing(store: Store) -> None:
    walk(store, (day("2026-08-21"), PRICING), (day("2026-09-09"), CHANGES), (ANNOUNCED, PRICING), (CANCELLED, CHANGES))
    # The pricing page is read once more with its text of 10 September, after the change log has cancelled.

    feed(store, AFTER, body(ANNOUNCED))
    assert rerouted(store, CANCELLED) == ([PRICING], [PRICING])


@pytest.mark.parametrize(
    ("best", "other", "is_overruled"),
    [
        ((10, ends("a", "cancelled")), 2, True),
        ((2, ends("a", "cancelled")), 10, False),
        ((2, ends("a", "announced")), 10, False),
        ((2, costs(1, "a")), 10, False),
    ],
    ids=["cancelled later", "cancelled before", "vaguer before", "nothing said"],
)
def test_only_what_was_said_later_overrules(
    store: Store, best: tuple[float, Fact], other: float, is_overruled: bool
) -> None:
    """An old word of a trusted source, which may be broken by now, hides nothing that another one says after it."""
    know(store, ("page", "v", 1), ("other", "v", 2))
    at, said = best
    announced = (ends("a", "dated", at=20), ends("a", "retired", at=20))
    for hour_of, source, facts in sorted(
        [(at, "page", (said,)), (other, "other", announced)], key=lambda each: each[0]
    ):
        say(store, hour_of, source, *facts, of=(Price, Retirement))
    happened = replace(announced[1], source="other", effective_from=None)
    change = Change(ChangeKind.RETIREMENT_HAPPENED, "other", "a", None, None, hour(20), (), (happened,))
    with store.reading() as session:
        assert overruled_changes(session, [change], hour(21)) == [change] * is_overruled


ANNOUNCEMENTS = {
    "a first price": (costs(2, "a", at=20),),
    "another price": (costs(1, "a"), costs(2, "a", at=20)),
    "first hours": (replace(hours(), effective_from=hour(20)),),
    "a retirement": (ends("a", "dated", at=20), ends("a", "retired", at=20)),
}


@pytest.mark.parametrize("name", ANNOUNCEMENTS)
@pytest.mark.parametrize(
    ("announced", "withdrawn", "other", "is_overruled"),
    [(1, 10, 2, True), (1, 10, 12, False), (1, None, 2, False), (None, None, 2, False)],
    ids=["withdrawn later", "withdrawn before", "still announced", "never announced"],
)
def test_what_a_more_trusted_source_withdraws_is_no_news_when_it_falls_due(
    store: Store, name: str, announced: float | None, withdrawn: float | None, other: float, is_overruled: bool
) -> None:
    """Also where nothing was stated before, so that its withdrawal leaves no statement."""
    know(store, ("page", "v", 1), ("other", "v", 2))
    facts = ANNOUNCEMENTS[name]
    kinds = tuple({type(fact) for fact in facts})
    stays = tuple(fact for fact in facts if fact.effective_from is None and isinstance(fact, Price))
    for hour_of, source, said in sorted(
        [(announced, "page", facts), (withdrawn, "page", stays), (other, "other", facts)],
        key=lambda each: each[0] or 0,
    ):
        if hour_of is not None:
            say(store, hour_of, source, *said, of=kinds)
    due = replace(facts[-1], source="other", effective_from=None)
    movement = ChangeKind.RETIREMENT_HAPPENED if isinstance(due, Retirement) else ChangeKind.PRICE_IN_EFFECT
    change = Change(movement, "other", "a", None, None, hour(20), (), (due,))
    with store.reading() as session:
        assert overruled_changes(session, [change], hour(21)) == [change] * is_overruled
