"""`almanac why`: the value with its digits, both clocks, the row of the page, other sources, what was said before."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import body
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.replay.replays import replay
from flows.run import Run
from models.facts.kinds import Price, Retirement
from models.queries.statements import replaced_by, statements
from models.readings.reading import Reading
from scrapers.page import Page
from tests.support.asked_home import asked_home, read_and_load
from tests.support.priced_home import NOW
from tests.support.recordings import Recordings
from tests.support.typed import Almanac
from tests.support.walks import SOURCE, URL

assert asked_home
PRO = "deepseek-v4-pro"


def one(almanac: Almanac, *words: str) -> dict[str, Any]:
    done = almanac("why", *words, "--json")
    assert done.code == 0, done.err
    (row,) = done.rows
    return row


@pytest.mark.both_databases
@pytest.mark.usefixtures("asked_home")
def test_a_price_is_walked_back_to_the_cell_of_its_page(almanac: Almanac) -> None:
    row = one(almanac, PRO, "input_cache_miss", "--at", "2026-05-10", "--currency", "USD")
    assert (row["amount"], row["list_amount"], row["unit"]) == ("0.435", "1.74", "1M tokens")
    assert (row["effective_from"], row["effective_to"]) == ("2026-04-26T00:00:00Z", "2026-05-31T15:59:00Z")
    assert (row["first_stated"], row["recorded_from"], row["recorded_to"]) == ("2026-04-26T00:00:00Z",) * 2 + (None,)
    assert row["source"] == "deepseek_pricing"
    assert row["url"].endswith("/quick_start/pricing")
    passage = row["passage"]
    assert passage["cells"][passage["cell"]] == "$0.435 (75% off) ~~$1.74~~"
    assert passage["cells"][:2] == ["PRICING", "1M INPUT TOKENS (CACHE MISS)"]
    assert passage["titles"][-1] == PRO
    assert almanac("snapshot", str(row["snapshot_id"])).code == 0


@pytest.mark.usefixtures("asked_home")
def test_an_amount_is_found_without_its_meter_or_its_day(almanac: Almanac) -> None:
    done = almanac("why", PRO, "0.435")
    assert done.code == 0
    assert done.out.startswith("deepseek-v4-pro input_cache_miss: 0.435")
    assert "»$0.435 (75% off)" in done.out
    assert one(almanac, PRO, "0.4350")["amount"] == "0.435"
    listed = one(almanac, PRO, "3.48", "--at", "2026-05-10")
    assert (listed["amount"], listed["list_amount"]) == ("0.87", "3.48")
    never = almanac("why", PRO, "0.436")
    assert (never.code, never.out) == (1, "")
    assert "never had a price of 0.436" in never.err


@pytest.mark.both_databases
@pytest.mark.usefixtures("asked_home")
def test_what_was_announced_is_told_with_the_clock_of_the_record(almanac: Almanac) -> None:
    words = (PRO, "output", "--at", "2026-09-15", "--currency", "USD", "--band", "peak", "--believed")
    row = one(almanac, *words, "2026-08-14")
    assert (row["amount"], row["first_stated"]) == ("3.96", "2026-08-13T00:00:00Z")
    assert row["effective_from"] == "2026-08-16T16:00:00Z"
    before = almanac("why", *words, "2026-08-12")
    assert before.code == 1
    assert "has no price of output of band peak, currency USD at 2026-09-15" in before.err


@pytest.mark.both_databases
@pytest.mark.usefixtures("asked_home")
def test_a_name_that_routes_is_explained_by_what_bills_it(almanac: Almanac) -> None:
    words = ("deepseek-chat", "output", "--at", "2026-05-10", "--currency", "USD")
    row = one(almanac, *words)
    assert (row["billed_as"], row["via"] is not None, row["amount"]) == ("deepseek-v4-flash", True, "0.28")
    shown = almanac("why", *words).out
    assert "deepseek-chat output, billed as deepseek-v4-flash: 0.28 USD / 1M tokens" in shown
    assert "deepseek-chat answers as deepseek-v4-flash since 2026-04-24; billed as such." in shown


@pytest.mark.both_databases
@pytest.mark.usefixtures("asked_home")
def test_an_end_is_told_with_what_others_say_and_what_was_taken_back(almanac: Almanac) -> None:
    row = one(almanac, "deepseek-chat", "retirement")
    assert (row["state"], row["retires_at"]) == ("retired", "2026-07-24T15:59:00Z")
    assert "will be deprecated" in row["passage"]["cells"][0]
    others = {each["source"]: each["equal"] for each in row["others"]}
    assert others["deepseek_pricing_zh"] is True
    assert others["deepseek_updates"] is False  # a day without its time
    (gone,) = [each for each in row["superseded"] if each["state"] == "retired"]
    assert (gone["recorded_from"], gone["recorded_to"]) == ("2026-04-24T00:00:00Z", "2026-05-08T00:00:00Z")
    assert gone["replaced"]["why"] == "page"
    assert almanac("snapshot", str(gone["replaced"]["snapshot_id"])).code == 0
    shown = " ".join(almanac("why", "deepseek-chat", "retirement").out.split())
    assert "the page changed (`almanac snapshot" in shown


@pytest.mark.usefixtures("asked_home")
def test_another_source_that_states_the_same_is_named(almanac: Almanac) -> None:
    row = one(almanac, PRO, "output", "--at", "2026-05-10", "--currency", "USD")
    assert [(each["source"], each["equal"]) for each in row["others"]] == [("deepseek_facts", True)]


@pytest.mark.usefixtures("asked_home")
def test_a_price_of_a_catalogue_names_its_evidence(almanac: Almanac) -> None:
    row = one(almanac, "gpt-5.5", "output", "--at", "2026-05-10")
    assert (row["mode"], row["above"], row["passage"]) == ("standard", 0, None)
    shown = almanac("why", "gpt-5.5", "output", "--at", "2026-05-10").out
    assert "the account has no page" in " ".join(shown.split())
    assert "--mode and --above show others" in shown
    assert {row["above"] for row in almanac("why", "gpt-5.5", "output", "--above", "272000", "--json").rows} == {272000}


@pytest.mark.usefixtures("asked_home")
@pytest.mark.parametrize(
    "words",
    [(PRO, "output"), (PRO, "0.435"), ("deepseek-chat", "retirement"), (PRO, "output", "--at", "2026-05-10")],
    ids=" ".join,
)
def test_every_line_fits_a_terminal(almanac: Almanac, words: tuple[str, ...]) -> None:
    assert max(map(len, almanac("why", *words).out.splitlines())) <= 80


@pytest.mark.usefixtures("asked_home")
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("deepsek-v4-pro", "output"), 2, "did you mean deepseek-v4-pro"),
        ((PRO, "outptu"), 2, "unknown meter of deepseek-v4-pro 'outptu': did you mean output?"),
        ((PRO, "output", "--mode", "batch"), 1, "has no price of output of mode batch"),
        ((PRO, "output", "--at", "2025-01-01"), 1, "the first one that is known begins on 2026-04-24"),
        (("gpt-5.5", "retirement"), 1, "no trusted source states anything about the end of gpt-5.5 now"),
        ((PRO, "retirement"), 1, "one last did from 2026-09-11 03:00Z on: ask with --at"),
        ((PRO, "output", "--at", "2026-05-10T00:00"), 2, "has no time zone"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_line(
    almanac: Almanac, words: tuple[str, ...], code: int, says: str
) -> None:
    done = almanac("why", *words)
    assert (done.code, done.out) == (code, "")
    assert says in done.err


def test_without_a_history_it_says_what_to_do(almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALMANAC_DATABASE_URL")
    done = almanac("why", PRO, "output")
    assert (done.code, done.out) == (1, "")
    assert "no history yet: run `almanac up`" in done.err


def doubled(page: Page) -> Reading:
    """A reader that takes every price for twice what it is."""
    found = SOURCE.read(page)
    facts = (
        replace(fact, amount=Decimal(2) * (fact.amount or 0)) if isinstance(fact, Price) else fact
        for fact in found.every()
    )
    return replace(found, facts=tuple(facts))


@pytest.mark.both_databases
def test_what_an_earlier_reader_made_of_a_page_is_told_as_a_correction(
    almanac: Almanac, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.evidence.why.utc_now", lambda: NOW)
    at = day("2026-05-08")
    page = Page(SOURCE.name, URL, body(at).encode(), at)
    process_attempt(Run(store, replace(SOURCE, read=doubled, reader=SOURCE.reader - 1)), lambda: page)
    assert one(almanac, PRO, "output")["amount"] == "1.74"
    replay(Run(store, SOURCE, log=lambda _: None))
    row = one(almanac, PRO, "output")
    assert (row["amount"], row["superseded"]) == ("0.87", [])
    (corrected,) = row["corrections"]
    assert (corrected["said_before"], corrected["said_after"]) == (
        "output 1.74 (list 3.48) USD / 1M tokens",
        "output 0.87 (list 3.48) USD / 1M tokens",
    )
    shown = " ".join(almanac("why", PRO, "output").out.split())
    assert "corrected output 1.74 (list 3.48) USD / 1M tokens → output 0.87" in shown


@pytest.mark.both_databases
def test_a_row_is_replaced_by_a_page_or_by_a_decision(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, read_and_load)
    with store.reading() as session:
        rows = statements(session, Retirement, "deepseek", "deepseek-chat")
        closed = next(row for row in rows if row.recorded_to is not None)
        believed = next(row for row in rows if row.recorded_to is None)
        assert replaced_by(session, believed, []) is None
        by_page, by_person = (replaced_by(session, closed, decided) for decided in ([], [closed.recorded_to]))
    assert by_page is not None
    assert by_person is not None
    assert (by_page.why, by_page.snapshot_id is not None) == ("page", True)
    assert (by_person.why, by_person.snapshot_id) == ("decision", None)
