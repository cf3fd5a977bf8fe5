"""`almanac held`: what waits for a person, in the terminal."""

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from bench.harness.dates import day
from bench.harness.sample_pages import body, replaced
from flows.database import Store, revisions
from models.bitemporal.belief import Contradiction
from models.readings.reading import BadReading
from scrapers.page import PageChanged
from tests.db.test_cli import Saved, saved, track
from tests.support.typed import Almanac

__all__ = ["saved"]
DEAR = replaced(">$0.28<", ">$28<")


def hold(almanac: Almanac, saved: Saved) -> int:
    """A price a hundred times what it was, seen once; the id of its snapshot."""
    track(almanac, saved(body()), "2026-05-08")
    assert "held: seen once" in track(almanac, saved(DEAR), "2026-05-08T01:00Z").out
    return almanac("held", "--json").rows[0]["id"]


def test_nothing_held_says_so(almanac: Almanac, saved: Saved) -> None:
    track(almanac, saved(body()), "2026-05-08")
    typed = almanac("held")
    assert (typed.code, typed.out, typed.err) == (0, "", "nothing is held\n")


def test_what_is_held_stands_beside_what_is_believed_in_eighty_columns(almanac: Almanac, saved: Saved) -> None:
    number = hold(almanac, saved)
    lines = almanac("held").out.splitlines()
    assert lines[0] == f"snapshot {number} of deepseek_pricing, held since 2026-05-08 01:00Z"
    place = lines.index("price deepseek-v4-flash output flat USD")
    assert lines[place + 1 : place + 3] == [
        "  believed  output 0.28 USD / 1M tokens",
        "  read      output 28 USD / 1M tokens",
    ]
    assert lines[place + 3] == "  accept    output 28 USD / 1M tokens, from 2026-05-08 01:00 UTC on"
    assert lines[place + 4].startswith("  reject    the believed value stays; what was read is left out")
    assert lines[lines.index(f"  almanac held accept {number}") + 1] == "    alerts: deepseek-v4-flash: price changed"
    assert lines[lines.index(f"  almanac held reject {number}") + 1] == "    alerts: none, nothing changes"
    assert f"  almanac held accept {number}" in lines
    assert max(map(len, lines)) <= 80


@pytest.mark.both_databases
def test_accepting_records_what_was_read(almanac: Almanac, saved: Saved) -> None:
    number = hold(almanac, saved)
    lines = almanac("held", "accept", str(number), "--note", "asked").out.splitlines()
    assert lines[0] == f"deepseek_pricing: snapshot {number} accepted (outcome: facts)"
    words = "deepseek-v4-flash: price changed: output 0.28 USD / 1M tokens → output 28 USD / 1M tokens"
    assert words in " ".join(line.strip() for line in lines)
    assert lines[-1] == f"`almanac held undo {number}` takes the decision back."
    assert max(map(len, lines)) <= 80
    amounts = {row["amount"] for row in almanac("prices", "deepseek-v4-flash", "--json").rows}
    assert "28" in amounts


def test_rejecting_keeps_what_is_believed(almanac: Almanac, saved: Saved) -> None:
    number = hold(almanac, saved)
    assert almanac("held", "reject", str(number)).code == 0
    track(almanac, saved(DEAR + "\n"), "2026-05-08T02:00Z")
    amounts = {row["amount"] for row in almanac("prices", "deepseek-v4-flash", "--json").rows}
    assert "28" not in amounts
    assert almanac("held").err == "nothing is held\n"


JULY = day("2026-07-18")
WANDERING = replaced("will be deprecated on 2026/07/24", "last until 2026/08/24, or so it seems, and not", JULY)


def hold_a_retirement(almanac: Almanac, saved: Saved) -> int:
    """A retirement in words that are not understood, with another date; the id of its snapshot."""
    track(almanac, saved(body(JULY)), "2026-07-18")
    track(almanac, saved(WANDERING), "2026-07-18T01:00Z")
    return almanac("held", "--json").rows[0]["id"]


def test_each_choice_says_what_it_records_before_it_is_made_and_tells_that_afterwards(
    almanac: Almanac, saved: Saved
) -> None:
    number = hold_a_retirement(almanac, saved)
    chat = next(row for row in almanac("held", "--json").rows if row["key"] == "deepseek-chat")
    assert chat["accept"] == "the retirement of deepseek-chat is withdrawn from 2026-07-18 01:00 UTC on"
    assert chat["reject"].startswith("the believed value stays; the sentence below is taken to say the same")
    made = json.loads(almanac("held", "accept", str(number), "--json").out)
    told = [f"{change['subject']}: {change['kind']}" for change in made["changes"]]
    assert sorted(told) == sorted(chat["accept_tells"])
    assert {alert["title"] for alert in made["alerts"]} >= {
        "deepseek-chat, deepseek-reasoner stay: their retirement on 24 Jul 15:59 UTC is cancelled"
    }


def test_rejecting_tells_what_it_said_it_would(almanac: Almanac, saved: Saved) -> None:
    number = hold_a_retirement(almanac, saved)
    foreseen = almanac("held", "--json").rows[0]["reject_tells"]
    made = json.loads(almanac("held", "reject", str(number), "--json").out)
    assert (
        [f"{change['subject']}: {change['kind']}" for change in made["changes"]]
        == foreseen
        == ["notices: notice changed"]
    )


@pytest.mark.both_databases
def test_an_undo_says_what_is_corrected_and_the_decision_stays_in_the_list(almanac: Almanac, saved: Saved) -> None:
    number = str(hold_a_retirement(almanac, saved))
    assert almanac("held", "--settled").err == "no decisions yet\n"
    almanac("held", "accept", number, "--note", "asked")
    assert almanac("deadlines", "--json").rows == []
    answer = almanac("held", "undo", number, "--note", "a slip")
    lines = answer.out.splitlines()
    assert lines[0] == f"deepseek_pricing: snapshot {number} undecided again (outcome: held)"
    assert " - deepseek-chat: from 2026-07-18 01:00 UTC retirement none → dated 2026-07-24 15:59 UTC," in answer.text
    assert max(map(len, lines)) <= 80
    (decision,) = almanac("held", "--settled", "--json").rows
    assert (decision["note"], decision["undo_note"], decision["decided_by"]) == (
        "asked",
        "a slip",
        decision["undone_by"],
    )
    assert max(map(len, almanac("held", "--settled").out.splitlines())) <= 80
    assert almanac("held", "reject", number).code == 0
    assert [row["verdict"] for row in almanac("held", "--settled", "--json").rows] == ["accepted", "rejected"]


Mistake = Callable[[Almanac, Saved, int], tuple[str, str]]


def unknown(_almanac: Almanac, _saved: Saved, _number: int) -> tuple[str, str]:
    return "999", "no snapshot 999: `almanac held` lists what can be decided"


def decided(almanac: Almanac, _saved: Saved, number: int) -> tuple[str, str]:
    almanac("held", "accept", str(number))
    return str(number), f"decided already; `almanac held undo {number}` takes it back"


def never_held(_almanac: Almanac, _saved: Saved, number: int) -> tuple[str, str]:
    return str(number - 1), f"snapshot {number - 1} is not held (its outcome is facts): `almanac held` lists what is"


def settled(almanac: Almanac, saved: Saved, number: int) -> tuple[str, str]:
    track(almanac, saved(DEAR + "\n"), "2026-05-08T02:00Z")
    return str(number), f"snapshot {number} is settled: snapshot {number + 1} of 2026-05-08 02:00 UTC was recorded"


def no_number(_almanac: Almanac, _saved: Saved, _number: int) -> tuple[str, str]:
    return (
        "deepseek_pricing",
        "'deepseek_pricing' is not the number of a snapshot: `almanac held` lists those that can be decided",
    )


def beyond_any_number(_almanac: Almanac, _saved: Saved, _number: int) -> tuple[str, str]:
    return str(2**63), "is not the number of a snapshot"


@pytest.mark.parametrize("mistake", [unknown, decided, never_held, settled, no_number, beyond_any_number])
def test_a_wrong_id_is_exit_2_with_one_line_that_says_what_to_do(
    almanac: Almanac, saved: Saved, mistake: Mistake
) -> None:
    number, words = mistake(almanac, saved, hold(almanac, saved))
    for verdict in ("accept", "reject"):
        typed = almanac("held", verdict, number)
        errors = [line for line in typed.err.splitlines() if not line.startswith(("usage:", " "))]
        assert (typed.code, typed.out, len(errors)) == (2, "", 1)
        assert words in errors[0]


@pytest.mark.both_databases
def test_what_nobody_decided_and_what_was_undone_cannot_be_undone(almanac: Almanac, saved: Saved) -> None:
    number = str(hold(almanac, saved))
    typed = almanac("held", "undo", number)
    words = f"almanac: no decision was made about snapshot {number}: `almanac held --settled` lists the decisions\n"
    assert (typed.code, typed.err) == (2, words)
    almanac("held", "reject", number)
    assert almanac("held", "undo", number).code == 0
    typed = almanac("held", "undo", number)
    assert (typed.code, "undone already" in typed.err, typed.err.count("\n")) == (2, True, 1)


def missing(store: Store) -> str:
    if store.file is not None:
        store.file.unlink()
    else:
        store.empty()
    return "almanac: no history yet: run `almanac up`, or `almanac demo` for an example\n"


def older(store: Store) -> str:
    with store.writing() as session:
        session.execute(text("update alembic_version set version_num = '0001'"))
    return (
        "almanac: the database is of an older release: its schema revision is 0001, this release has "
        f"{revisions()[0]}; `almanac up` or `almanac track` brings it up to date\n"
    )


def newer(store: Store) -> str:
    with store.writing() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    return (
        "almanac: the database was made by a newer release of Model Almanac: its schema revision is 9999, this release "
        f"knows those up to {revisions()[0]}; upgrade this one, or restore a backup of before\n"
    )


@pytest.mark.both_databases
@pytest.mark.parametrize("state", [missing, older, newer])
@pytest.mark.parametrize("words", [(), ("--settled",), ("accept", "1"), ("undo", "1")], ids=" ".join)
def test_a_database_that_cannot_be_asked_is_exit_1_and_left_as_it_is(
    almanac: Almanac, url: str, state: Callable[[Store], str], words: tuple[str, ...]
) -> None:
    store = Store(url)
    expected = state(store)
    store.close()
    typed = almanac("held", *words)
    assert (typed.code, typed.out, typed.err) == (1, "", expected)
    assert store.file is None or store.file.exists() == (state is not missing)


@contextmanager
def only_read() -> Generator[None]:
    """Every new connection to a database may only read."""

    def forbid(connection: DBAPIConnection, _record: object) -> None:
        is_sqlite = type(connection).__module__.startswith("sqlite3")
        connection.cursor().execute("pragma query_only = on" if is_sqlite else "set default_transaction_read_only = on")
        connection.commit()

    event.listen(Engine, "connect", forbid)
    try:
        yield
    finally:
        event.remove(Engine, "connect", forbid)


def test_a_database_that_can_only_be_read_shows_what_is_held_and_says_who_can_decide(
    almanac: Almanac, saved: Saved
) -> None:
    number = str(hold(almanac, saved))
    with only_read():
        assert almanac("held").out.startswith(f"snapshot {number} of deepseek_pricing")
        typed = almanac("held", "accept", number)
    assert (typed.code, typed.out, typed.err.count("\n")) == (1, "", 1)
    assert typed.err.startswith("almanac: the database cannot be written to: ")
    assert typed.err.endswith("type this as the account that `almanac up` runs as\n")


@pytest.mark.parametrize("words", [(), ("accept",), ("reject",), ("undo",)], ids=" ".join)
def test_the_help_fits_into_eighty_columns_and_names_the_exit_codes(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    typed = almanac("held", *words, "--help")
    assert max(map(len, typed.out.splitlines())) <= 80
    assert typed.out.endswith("  2  nothing can be decided or undone for this ID\n")


def test_a_held_page_that_the_reader_of_today_refuses_says_what_to_do(
    almanac: Almanac, saved: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = hold(almanac, saved)

    def refuse(*_: object) -> None:
        raise PageChanged("another page", "x")

    monkeypatch.setattr("flows.ingest.record_page.read_page", refuse)
    typed = almanac("held")
    assert typed.code == 0
    assert f"snapshot {number} is refused by today's reader: another page" in " ".join(typed.out.split())
    assert "`almanac replay deepseek_pricing` reads it again" in " ".join(typed.out.split())


@pytest.mark.parametrize("place", ["judge", "without_rejected", "preview_changes"])
@pytest.mark.parametrize("fault", [Contradiction, BadReading, ValueError])
def test_a_held_page_that_contradicts_what_is_believed_by_now_says_what_that_means(
    almanac: Almanac, saved: Saved, monkeypatch: pytest.MonkeyPatch, place: str, fault: type[Exception]
) -> None:
    number = hold(almanac, saved)

    def contradict(*_: object, **__: object) -> None:
        raise fault("output: the page states 3, but also 2")

    monkeypatch.setattr(f"flows.ingest.record_page.{place}", contradict)
    typed, rows = almanac("held"), almanac("held", "--json").rows
    lines = " ".join(typed.out.split())
    assert (typed.code, typed.err, max(map(len, typed.out.splitlines())) <= 80) == (0, "", True)
    assert "the page states 3, but also 2" in lines
    if place == "judge":
        assert f"snapshot {number} is refused by today's reader: " in lines
        assert all("the page states 3" in row["problem"] for row in rows)
    else:
        assert f"almanac held accept {number} refuses the page, and nothing of it is recorded: " in lines
        assert all("the page states 3" in row["accept_refuses"] for row in rows)
        assert {row["accept_tells"] for row in rows if row["accept_tells"]} == set()


def test_a_decision_about_a_page_that_cannot_be_judged_any_more_is_exit_2(
    almanac: Almanac, saved: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = hold(almanac, saved)

    def contradict(*_: object, **__: object) -> None:
        raise Contradiction("the page states 3, but also 2")

    monkeypatch.setattr("flows.ingest.record_page.judge", contradict)
    typed = almanac("held", "accept", str(number))
    assert (typed.code, typed.out) == (2, "")
    assert typed.err == f"almanac: snapshot {number} is refused by today's reader: the page states 3, but also 2\n"


def test_json_has_a_line_for_each_doubted_fact(almanac: Almanac, saved: Saved) -> None:
    hold(almanac, saved)
    rows = [json.loads(line) for line in almanac("held", "--json").out.splitlines()]
    assert {row["fact"] for row in rows} == {"price"}
    assert all(row["believed"] != row["read"] for row in rows)


def check(almanac: Almanac) -> tuple[str, str]:
    (found,) = (row for row in almanac("doctor", "--json").rows if row["check"] == "deepseek_pricing held")
    return found["state"], found["detail"]


def test_the_doctor_names_what_waits_for_a_person_and_the_commands_that_settle_it(
    almanac: Almanac, saved: Saved
) -> None:
    number = hold_a_retirement(almanac, saved)
    track(almanac, saved(WANDERING + "\n"), "2026-07-18T02:00Z")
    state, detail = check(almanac)
    assert state == "bad"
    assert detail.startswith(f"snapshot {number + 1}, since 2026-07-18 01:00Z: Settled by `almanac held ")
    assert "deepseek-chat: what stands there about its retirement is not understood: " in detail
    assert "Recorded as of then: 6 prices of deepseek-v4-flash, deepseek-v4-pro in USD" in detail
    for verdict in ("accept", "reject"):
        assert f"`almanac held {verdict} {number + 1}`" in detail
    assert almanac("held", "reject", str(number + 1)).code == 0
    assert "deepseek_pricing held" not in {row["check"] for row in almanac("doctor", "--json").rows}


def test_the_doctor_notes_what_a_second_sighting_settles(almanac: Almanac, saved: Saved) -> None:
    hold(almanac, saved)
    state, detail = check(almanac)
    assert (
        state,
        "Settled by the next reading, and what it confirms holds from this one on; or" in detail,
    ) == ("note", True)
    assert ". deepseek-v4-flash: output flat from 0.28 to 28, unannounced. Recorded as of then" in detail
