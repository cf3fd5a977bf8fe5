"""The simulation itself: a number takes one course, and a program that is broken in a known way is noticed."""

from multiprocessing import get_context
from pathlib import Path

import pytest

from bench.harness.broken_road import BREAKS
from bench.harness.databases import EMPTY, Files
from bench.simulation.simulation import Simulated, simulate

NOTICED = {
    "forget_unread_pages": (6, "awaits reading"),
    "name_each_try_anew": (6, "was given up"),
}
"""By the way in which it is broken, the number of a simulation that notices it soon, and what it says."""


def run(folder: Path, seed: int, days: float, broken: str = "") -> Simulated:
    if broken:
        BREAKS[broken]()
    databases = Files(folder)
    databases.copy(EMPTY)
    return simulate(seed, days, folder, databases.url)


@pytest.mark.parametrize("broken", NOTICED)
def test_a_broken_program_is_noticed(tmp_path: Path, broken: str) -> None:
    seed, said = NOTICED[broken]
    with get_context("fork").Pool(1) as process:
        assert said in process.apply(run, (tmp_path, seed, 1, broken)).problem


def test_a_number_takes_one_course(tmp_path: Path) -> None:
    outcomes = list[Simulated]()
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        outcomes.append(run(tmp_path / name, 3, 0.01))
    assert outcomes[0].problem == ""
    assert outcomes[0].steps > 15
    assert outcomes[0].trace == outcomes[1].trace
