"""A model is known by its vendor and its name: what becomes of one vendor's says nothing of another one's."""

from hashlib import sha256

import pytest
from sqlalchemy import select, text

from alerts.reminder_schedule import former_uid, uid
from alerts.targets import is_watched
from flows.ingest.choice import enabled_sources
from flows.pipeline.attempts import open_store
from flows.run import AlertSettings
from flows.settings.load import Settings
from models.kinds.deadlines import DeadlineKind
from models.queries.deadlines import deadlines
from models.schema.tables import ChangeRow, Reminder, SourceRow
from models.schema.views import ALERT_LOG, CHANGE_LOG
from scrapers.registry import BACKFILLS, FORMER, SOURCES
from tests.support.two_vendors import AZURE, MODEL, OPENAI, Pages, at, cancelled, hours, pages, price, retirement
from tests.support.views import RETIREMENT_HISTORY

assert pages
EVERY = {**SOURCES, **BACKFILLS, **FORMER}


def test_the_sources_of_a_family_and_what_checks_it_have_one_vendor() -> None:
    families: dict[str, set[str]] = {}
    for source in EVERY.values():
        if len(source.checked_families) < 2:
            families.setdefault(source.checks or source.family, set()).add(source.vendor)
    assert {family: len(vendors) for family, vendors in families.items()} == dict.fromkeys(families, 1)
    assert {source.vendor for source in EVERY.values()} >= {
        *("deepseek", "anthropic", "zai", "moonshot", "google", "openai", "xai", "mistral"),
        *("arena", "artificial-analysis", "epoch", "huggingface", "litellm"),
    }


def test_a_page_is_asked_for_at_most_twice_a_day_but_deepseeks() -> None:
    often = {source.family for source in SOURCES.values() if source.cadence_minutes < 12 * 60}
    assert often == {"deepseek"}
    assert all(len(source.cron.split()[1].split(",")) <= 2 for source in SOURCES.values() if source.family not in often)


@pytest.mark.both_databases
def test_a_source_is_listed_with_the_vendor_of_the_registry(settings: Settings) -> None:
    store = open_store(settings)
    with store.writing() as session:
        session.execute(text("update source set vendor = 'another'"))
    store.close()
    store = open_store(settings)
    with store.reading() as session:
        listed = dict(session.execute(select(SourceRow.name, SourceRow.vendor)).tuples().all())
    store.close()
    assert listed == {source.name: source.vendor for source in enabled_sources(settings)}


@pytest.mark.both_databases
def test_a_deadline_of_two_vendors_is_two_and_each_goes_by_itself(pages: Pages) -> None:
    pages.say(1, OPENAI, price(OPENAI), retirement(OPENAI, 60))
    pages.say(2, AZURE, price(AZURE), retirement(AZURE, 60))
    assert [(row.vendor, row.state) for row in pages.reminders()] == [(AZURE, "ahead"), (OPENAI, "ahead")]
    assert len({row.uid for row in pages.reminders()}) == 2
    assert pages.say(5, OPENAI, price(OPENAI), cancelled(OPENAI)) == [
        "openai: gpt-5 stays: its retirement on 2 Mar 00:00 UTC is cancelled"
    ]
    assert [(row.vendor, row.state) for row in pages.reminders()] == [(AZURE, "ahead"), (OPENAI, "cancelled")]
    assert pages.look(31) == ["azure: gpt-5 is retired on 2 Mar 00:00 UTC (in 29 days)"]


def test_a_change_of_prices_by_two_vendors_at_one_instant_is_two_deadlines(pages: Pages) -> None:
    for days, vendor, amount in ((1, OPENAI, "20"), (2, AZURE, "30")):
        pages.say(days, vendor, price(vendor), price(vendor, amount, 60))
    with pages.store.reading() as session:
        found = [
            (its.vendor, its.says) for its in deadlines(session, at(3), at(3)) if its.kind is DeadlineKind.PRICE_CHANGE
        ]
    assert found == [
        (AZURE, "output 10 → 30 USD / 1M tokens"),
        (OPENAI, "output 10 → 20 USD / 1M tokens"),
    ]


@pytest.mark.both_databases
def test_another_vendors_change_silences_no_reminder_of_ours(pages: Pages) -> None:
    """The retirement comes due at the very moment at which another vendor's changes."""
    pages.say(1, OPENAI, price(OPENAI), retirement(OPENAI, 10))
    pages.say(2, AZURE, price(AZURE), retirement(AZURE, 90))
    pages.look(9.5)
    assert pages.say(10, AZURE, price(AZURE), cancelled(AZURE)) == [
        "azure: gpt-5 stays: its retirement on 1 Apr 00:00 UTC is cancelled",
        "openai: gpt-5 is retired on 11 Jan 00:00 UTC (now)",
    ]


def test_another_vendors_peak_hours_silence_no_reminder_of_ours(pages: Pages) -> None:
    was, new = "09:00-12:00", "10:00-12:00"
    pages.say(1, OPENAI, price(OPENAI), hours(OPENAI, was))
    pages.say(1, AZURE, price(AZURE), hours(AZURE, was))
    pages.say(2, OPENAI, price(OPENAI), hours(OPENAI, was), hours(OPENAI, new, 10))
    pages.look(9.5)
    told = pages.say(10, AZURE, price(AZURE), hours(AZURE, new))
    assert told == [
        "azure: azure peak hours: 10:00-12:00 UTC, Monday to Friday, as of 11 Jan 00:00 UTC",
        "openai: openai peak hours: 10:00-12:00 UTC, Monday to Friday, from 11 Jan 00:00 UTC (now)",
    ]


def test_a_deadline_that_is_known_by_its_former_name_keeps_it(pages: Pages) -> None:
    """Calendars know it by that; until version 0012 names were made without the vendor."""
    pages.say(1, OPENAI, price(OPENAI), retirement(OPENAI, 60))
    (row,) = pages.reminders()
    old = sha256(
        f"{DeadlineKind.RETIREMENT}|{MODEL}|{row.first_recorded_from.isoformat()}|{row.due_at}".encode()
    ).hexdigest()[:32]
    assert (row.uid, former_uid(row)) == (uid(OPENAI, DeadlineKind.RETIREMENT, MODEL, at(1), at(60)), old)
    with pages.store.writing() as session:
        session.execute(text("update reminder set uid = :old"), {"old": old})
    pages.say(2, AZURE, price(AZURE), retirement(AZURE, 60))
    pages.look(3)
    assert {row.vendor: row.uid == old for row in pages.reminders()} == {AZURE: False, OPENAI: True}
    with pages.store.writing() as session:
        session.execute(text("update reminder set state = 'cancelled'"))
    pages.look(4)
    assert {row.vendor: (row.uid == old, row.state, row.sequence) for row in pages.reminders()} == {
        AZURE: (False, "ahead", 1),
        OPENAI: (True, "ahead", 1),
    }


def test_a_name_behind_its_vendor_chooses_that_vendors_model(pages: Pages) -> None:
    pages.telling = AlertSettings(uses=["openai/gpt-*"])
    for vendor in (OPENAI, AZURE):
        pages.say(1, vendor, price(vendor), retirement(vendor, 60))
    assert pages.look(31) == ["openai: gpt-5 is retired on 2 Mar 00:00 UTC (in 29 days)"]


PATTERNS = {
    "gpt-*": True,
    "openai/*": True,
    "OpenAI/GPT-5": True,
    "openai*": False,
    "azure/*": False,
    "*": True,
}


@pytest.mark.parametrize(("pattern", "watched"), PATTERNS.items())
def test_a_pattern_with_a_slash_names_the_vendor_too(pattern: str, watched: bool) -> None:
    assert is_watched(["gpt-5"], ["openai/gpt-5"], [pattern]) == watched


@pytest.mark.both_databases
def test_a_change_an_alert_and_a_reminder_have_the_vendor_of_their_source(pages: Pages) -> None:
    pages.say(1, AZURE, price(AZURE, "20"), retirement(AZURE, 60))
    with pages.store.reading() as session:
        logged = session.execute(select(ChangeRow.vendor, ChangeRow.subject).distinct()).tuples().all()
        views = [
            session.scalars(select(table.c.vendor).distinct()).all()
            for table in (ALERT_LOG, CHANGE_LOG, RETIREMENT_HISTORY)
        ]
        reminded = session.scalars(select(Reminder.vendor)).all()
    assert (logged, reminded) == ([(AZURE, MODEL)], [AZURE])
    assert views == [[AZURE]] * 3
