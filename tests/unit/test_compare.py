"""The benches: nothing is timed where answers differ, every row has a goal, and results have the same fields."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.compare import rows as folder
from bench.compare.catalogue import modules, rows, selected
from bench.compare.frame import Bench, DifferentAnswers, Result, Row, Side, Sides, measure
from bench.compare.plots import write_plots
from bench.compare.report import FIELDS, RESULTS, header, line, write_results


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        yield Bench(tmp_path, stack)


class Counter:
    """Work that counts its calls, and a clock that runs on with each of them."""

    def __init__(self, answer: object, seconds: float) -> None:
        self.answer, self.seconds, self.calls = answer, seconds, 0

    def work(self) -> object:
        self.calls += 1
        return self.answer

    def side(self) -> Side:
        return Side(self.work, clock=lambda: self.calls * self.seconds)


def row(prepare: Callable[[Bench], Sides], calls: int = 1) -> Row:
    return Row("a_row", "ms", 3, "ratio", prepare, pairs=5, calls=calls)


def test_nothing_is_timed_where_the_answers_differ(bench: Bench) -> None:
    ours, theirs = Counter([1], 0.002), Counter([2], 0.001)
    with pytest.raises(DifferentAnswers, match="a_row"):
        measure(row(lambda _: Sides(ours.side(), theirs.side())), bench)
    assert (ours.calls, theirs.calls) == (1, 1)


def test_equal_answers_are_timed_in_pairs_and_the_medians_compared(bench: Bench) -> None:
    ours, theirs = Counter([1], 0.004), Counter([1], 0.002)
    result = measure(row(lambda _: Sides(ours.side(), theirs.side()), calls=3), bench)
    assert (ours.calls, theirs.calls) == (1 + 5 * 3, 1 + 5 * 3)
    assert (result.ours, result.baseline, result.ratio) == pytest.approx((4, 2, 2))
    assert result.is_met


def test_a_yardstick_does_other_work_and_a_stored_figure_none(bench: Bench) -> None:
    ours, theirs = Counter("prices", 0.008), Counter("", 0.002)
    found = measure(row(lambda _: Sides(ours.side(), theirs.side(), is_yardstick=True)), bench)
    assert (found.ratio, found.is_met, found.is_stored) == (pytest.approx(4), False, False)
    stored = measure(row(lambda _: Sides(ours.side(), 16.0)), bench)
    assert (stored.ratio, stored.is_stored) == (pytest.approx(0.5), True)
    assert "~16.0" in line(stored)


def test_a_figure_may_be_something_else_than_a_time(bench: Bench) -> None:
    sides = Sides(Side(lambda: b"1234", figure=len), Side(lambda: b"1234", figure=lambda body: len(body) / 2))
    assert measure(row(lambda _: sides), bench).ratio == 2


def test_every_module_of_the_folder_has_rows_and_each_row_a_name_a_goal_and_a_unit() -> None:
    assert modules()
    for module in modules():
        assert import_module(f"{folder.__name__}.{module}").ROWS, module
    names = [each.name for each in rows()]
    assert len(set(names)) == len(names)
    assert [each.name for each in rows() if not (each.goal > 0 and each.unit and each.goal_of and each.pairs)] == []


def test_rows_are_chosen_by_name_or_beginning_and_long_ones_by_name_alone() -> None:
    every = rows()
    assert [each for each in selected(every, ()) if each.on_demand] == []
    assert [each.name for each in selected(every, ["record_changed_10"])] == ["record_changed_10"]
    assert [each.name for each in selected(every, ["replay"])] == ["replay_100"]
    assert [each.name for each in selected(every, ["replay_1000"])] == ["replay_1000"]
    with pytest.raises(KeyError, match="no_such"):
        selected(every, ["no_such"])


RESULT = Result("record_changed_300", 43.04567, 2.4, 17.9356, 3, "ratio", "ms")


def test_results_have_the_same_fields_and_rows_that_did_not_run_stay(tmp_path: Path) -> None:
    file, order = tmp_path / "results.json", ["record_changed_10", "record_changed_300"]
    write_results([RESULT], order, file)
    write_results([Result("record_changed_10", 40.0, None, None, 50, "ours", "ms")], order, file)
    found = json.loads(file.read_text())
    assert [entry["name"] for entry in found] == order
    assert found[1] == {
        "name": "record_changed_300", "ours": 43.05, "baseline": 2.4, "ratio": 17.94, "goal": 3, "unit": "ms"
    }  # fmt: skip
    assert found[0]["baseline"] is None
    write_results([], order[:1], file)
    assert [entry["name"] for entry in json.loads(file.read_text())] == order[:1]


def test_the_stored_results_are_of_rows_that_exist() -> None:
    known = {each.name: each for each in rows()}
    for entry in json.loads(RESULTS.read_text()):
        assert tuple(entry) == FIELDS
        assert (entry["goal"], entry["unit"]) == (known[entry["name"]].goal, known[entry["name"]].unit)


def test_lines_fit_into_80_columns() -> None:
    longest = max((each.name for each in rows()), key=len)
    widest = Result(longest, 123_456.0, 123_456.0, 1234.56, 100, "ours", "bytes")
    assert len(header()) <= 80
    assert len(line(widest)) <= 80
    assert line(RESULT).endswith("≤ 3 × !")


def test_the_plots_show_what_was_measured(tmp_path: Path) -> None:
    entries = [{"name": f"record_changed_{size}", "ours": size / 10} for size in (10, 300)]
    write_plots(entries, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["recording-cost.svg"]
    assert ElementTree.parse(tmp_path / "recording-cost.svg").getroot().tag.endswith("svg")  # noqa: S314 (our own)
