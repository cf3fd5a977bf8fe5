"""The simulation itself: a number takes one course, and a program that is broken in a known way is noticed."""

from collections import Counter
from multiprocessing import get_context
from pathlib import Path

import pytest

from bench.harness.broken_road import BREAKS
from bench.harness.databases import EMPTY, Files
from bench.simulate import SHORT_DAYS
from bench.simulation.many import Kept
from bench.simulation.simulation import Simulated, simulate

NOTICED = {
    "drop_closed_rows": (2, "is gone"),
    "forget_pauses": (16, "was asked before the time that it asked for"),
    "forget_unread_pages": (1, "awaits reading"),
    "leave_the_future": (7, "is recorded at"),
    "name_each_try_anew": (2, "which is noted as delivered"),
    "note_before_sending": (2, "a run ended with Undelivered"),
}
"""By the way in which it is broken, the first of the twenty numbers of `make check` that notices it, and the words."""


def run(folder: Path, seed: int, days: float, broken: str = "") -> Simulated:
    if broken:
        BREAKS[broken]()
    databases = Files(folder)
    databases.copy(EMPTY)
    return simulate(seed, days, folder, databases.url)


@pytest.mark.parametrize("broken", BREAKS)
def test_a_broken_program_is_noticed(tmp_path: Path, broken: str) -> None:
    seed, said = NOTICED[broken]
    with get_context("fork").Pool(1) as process:
        assert said in process.apply(run, (tmp_path, seed, SHORT_DAYS, broken)).problem


def test_a_number_takes_one_course(tmp_path: Path) -> None:
    outcomes = list[Simulated]()
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        outcomes.append(run(tmp_path / name, 3, 0.01))
    assert outcomes[0].problem == ""
    assert outcomes[0].steps > 15
    assert outcomes[0].trace == outcomes[1].trace


def test_what_was_simulated_is_kept_for_the_next_call_of_the_same_program(tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    found = Simulated(7, 0.5, 12, "abc", Counter({"killed": 2}), "step 3: no", ("1 a", "2 b"))
    Kept(file, 0.35).add(found)
    with file.open("a") as half:
        half.write('{"key": {"code"')
    assert Kept(file, 0.35).outcomes == {7: found}
    assert Kept(file, 14).outcomes == Kept(file, 0.35, "forget_pauses").outcomes == {}
