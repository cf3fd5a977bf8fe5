"""Epoch's tables: runs and claims apart, rows of other lengths, and what is unread or refused."""

import csv
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from bench.harness.dates import day
from models.facts import Contender, Score
from models.readings import KeptFacts, Reading
from samples.epoch import table
from scrapers.epoch import reader
from scrapers.epoch.reader import read
from scrapers.epoch.sources import BENCHMARKS, Benchmark
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES

NAME, AT = "epoch_gpqa_diamond", day("2026-09-12")
BOARD, CLAIMED = "epoch/gpqa_diamond", "epoch/gpqa_diamond/claimed"
EVERYTHING = {KeptFacts.of(kind, source=NAME) for kind in (Score, Contender)}
V4, CLAIM, RUN = "SampleV4ProGpqaRun1", "sample-gpt6-astra-gpqa", "SampleAstra6GpqaRun"
Rows = list[list[str]]


def rows() -> Rows:
    return list(csv.reader(StringIO(table("gpqa_diamond", AT).decode(), newline="")))


def written(changed: Rows) -> bytes:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(changed)
    return out.getvalue().encode()


def reading(body: bytes, source: str = NAME) -> Reading:
    return read(Page(source, "u", body, AT))


def with_cell(value: str, title: str, key: str = V4) -> bytes:
    changed = rows()
    row = next(row for row in changed if key in row)
    row[changed[0].index(title)] = value
    return written(changed)


def scores(found: Reading) -> dict[str, tuple[str, Decimal | None]]:
    return {fact.contender_key: (fact.board, fact.score) for fact in found.facts if isinstance(fact, Score)}


def lost(found: Reading) -> set[str]:
    return scores(WHOLE).keys() - scores(found).keys()


def of(key: str) -> set[KeptFacts]:
    return {KeptFacts.of(kind, source=NAME, contender_key=key) for kind in (Score, Contender)}


WHOLE = reading(table("gpqa_diamond", AT))


def test_the_capture_has_five_runs_and_a_claim(capture: Callable[[str], Path]) -> None:
    found = reading(capture("boards/epoch_gpqa_diamond_head.csv").read_bytes())
    stated = scores(found)
    assert {key for key, (board, _) in stated.items() if board == CLAIMED} == {"gpt6-astra-gpqa"}
    assert stated["gpt6-astra-gpqa"] == (CLAIMED, Decimal("0.96"))
    assert stated["3h8STJpG2VzY9LiBUzwotv"] == (BOARD, Decimal("0.9577020202020202"))
    assert (len(stated), found.unread, found.keeps) == (6, (), frozenset())


def test_a_row_of_thirteen_cells_under_fourteen_titles_is_a_run() -> None:
    assert {len(row) for row in rows()} == {13, 14}
    assert (scores(WHOLE)[V4][0], WHOLE.unread) == (BOARD, ())


def test_a_row_may_end_before_its_last_cell_alone() -> None:
    for less in (2, 3):
        changed = rows()
        changed[1] = changed[1][: 14 - less]
        found = reading(written(changed))
        assert found.keeps == EVERYTHING
        assert len(lost(found)) == 1
    without_claims = [row[:12] for row in rows()]
    with pytest.raises(PageChanged, match="no column id"):
        reading(written(without_claims))


def test_line_breaks_within_quotes_end_no_row() -> None:
    assert b'"6ND, with the number of tokens\n\nas stated' in table("gpqa_diamond", AT)
    assert len(scores(WHOLE)) == len(rows()) - 1 == 12


def test_one_model_twice_is_a_claim_and_a_run_of_two_keys_on_two_boards() -> None:
    names = {fact.contender_key: fact.name for fact in WHOLE.facts if isinstance(fact, Contender)}
    assert names[CLAIM] == names[RUN] == "gpt-6-astra_max"
    assert (scores(WHOLE)[CLAIM][0], scores(WHOLE)[RUN][0]) == (CLAIMED, BOARD)


def test_a_name_keeps_its_effort_and_two_runs_of_a_model_stay_two() -> None:
    names = {fact.contender_key: fact.name for fact in WHOLE.facts if isinstance(fact, Contender)}
    assert {names["SampleV4ProGpqaRun1"], names["SampleV4ProGpqaRun2"]} == {"deepseek-v4-pro_max", "deepseek-v4-pro"}
    swe = reading(table("swe_bench_verified", AT), "epoch_swe_bench_verified")
    opus = [fact for fact in swe.facts if isinstance(fact, Contender) and fact.name == "claude-opus-4-6"]
    assert len({fact.contender_key for fact in opus}) == 2


def test_a_table_without_claims_has_no_such_column() -> None:
    body = table("swe_bench_verified", AT)
    assert b"Source URL" not in body
    assert {board for board, _ in scores(reading(body, "epoch_swe_bench_verified")).values()} == {
        "epoch/swe_bench_verified"
    }


def test_the_score_is_read_from_the_column_of_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = [[*row[:1], *row[2:]] for row in rows()]
    with pytest.raises(PageChanged, match="the table has no column mean_score"):
        reading(written(changed))
    other = Benchmark("gpqa_diamond", "Accuracy", "")
    monkeypatch.setattr(reader, "BENCHMARKS", {NAME: other})
    renamed = rows()
    renamed[0][1] = "Accuracy"
    assert scores(reading(written(renamed))) == scores(WHOLE)
    with pytest.raises(PageChanged, match="the table has no column Accuracy"):
        reading(written(rows()))


def test_columns_in_another_order_and_case_have_the_same_facts() -> None:
    whole = [[*row, *[""] * (14 - len(row))] for row in rows()]
    turned = [row[::-1] for row in whole]
    turned[0] = [title.upper() for title in turned[0]]
    assert scores(reading(written(turned))) == scores(WHOLE)


def test_an_unknown_column_is_named() -> None:
    changed = [[*row[:3], "x" if number else "Harness", *row[3:]] for number, row in enumerate(rows())]
    found = reading(written(changed))
    assert [unread.shown for unread in found.unread] == ["columns: Harness"]
    assert scores(found) == scores(WHOLE)


@pytest.mark.parametrize("title", ["Model version", "mean_score", "Started at", "id", "Organization", "stderr"])
def test_a_watched_title_that_is_renamed_refuses_the_table(title: str) -> None:
    changed = rows()
    changed[0][changed[0].index(title)] = f"{title} (new)"
    with pytest.raises(PageChanged, match=f"the table has no column {title}"):
        reading(written(changed))


UNREAD = {
    "a run with an address": written([[*row, "https://example.org/claim"] if V4 in row else row for row in rows()]),
    "a start in words": with_cell("yesterday", "Started at"),
    "a start without a zone": with_cell("2026-04-25T08:00:00", "Started at"),
    "a standard error in words": with_cell("small", "stderr"),
    "a score above 1": with_cell("88.13", "mean_score"),
    "a negative score": with_cell("-0.8", "mean_score"),
    "a score in per cent": with_cell("88 %", "mean_score"),
    "no score": with_cell("", "mean_score"),
    "no name": with_cell("", "Model version"),
    "a name in words": with_cell("The best model", "Model version"),
    "an organization for a name": with_cell("DeepSeek", "Model version"),
    "a number for an organization": with_cell("9.7e+24", "Organization"),
    "an address for an organization": with_cell("https://deepseek.com", "Organization"),
}


@pytest.mark.parametrize("what", UNREAD)
def test_an_odd_cell_leaves_its_row_as_believed_and_the_others_are_read(what: str) -> None:
    found = reading(UNREAD[what])
    assert lost(found) == {V4}
    assert found.keeps == of(V4)
    assert len(found.unread) == 1


@pytest.mark.parametrize("address", ["", "openai.com/x", "see the card", "ftp://x"])
def test_a_claim_without_an_address_is_on_no_board(address: str) -> None:
    found = reading(with_cell(address, "Source URL", CLAIM))
    assert lost(found) == {CLAIM}
    assert found.keeps == of(CLAIM)
    assert {board for board, _ in scores(found).values()} == {BOARD}


@pytest.mark.parametrize("title", ["stderr", "Started at"])
def test_a_claim_with_a_sign_of_a_run_is_on_no_board(title: str) -> None:
    value = {"stderr": "0.02", "Started at": "2026-09-04T00:00:00.000Z"}[title]
    assert lost(reading(with_cell(value, title, CLAIM))) == {CLAIM}


def test_a_run_may_lack_its_start_or_its_log() -> None:
    """As one of July 2025 lacks both."""
    changed = rows()
    row = next(row for row in changed if V4 in row)
    for title in ("Started at", "Log viewer", "Logs"):
        row[changed[0].index(title)] = ""
    assert scores(reading(written(changed))) == scores(WHOLE)


@pytest.mark.parametrize(
    "key", ["", "x", "https://example.org", "2026-04-25", "0.8813131313131313", "Anthropic", "a b c d e f g"]
)
def test_a_row_without_a_key_is_named_and_no_row_goes(key: str) -> None:
    found = reading(with_cell(key, "id"))
    assert lost(found) == {V4}
    assert found.keeps == EVERYTHING


def test_a_key_that_is_not_that_of_the_log_is_none() -> None:
    found = reading(with_cell("SampleV4ProGpqaRun9", "id"))
    assert (lost(found), found.keeps) == ({V4}, EVERYTHING)


def test_one_key_twice_refuses_the_table() -> None:
    with pytest.raises(PageChanged, match=f"one id twice: '{V4}"):
        reading(written([*rows(), next(row for row in rows() if V4 in row)]))


def test_most_rows_unreadable_refuse_the_table() -> None:
    changed = rows()
    for row in changed[1:8]:
        row[1] = "88.1"
    with pytest.raises(PageChanged, match=r"most rows cannot be read: .column mean_score"):
        reading(written(changed))


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_source_shows_its_credit_and_asks_for_its_file(name: str) -> None:
    source, benchmark = SOURCES[name], BENCHMARKS[name]
    assert "CC BY 4.0" in source.credit
    assert "Epoch AI" in source.credit
    assert source.family == benchmark.board == f"epoch/{name.removeprefix('epoch_')}"
    assert getattr(source.ask, "name", None) == f"{benchmark.name}.csv"
