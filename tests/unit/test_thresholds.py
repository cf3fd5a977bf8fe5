"""Thresholds of plausibility are tied to the releases of the readers."""

from copy import deepcopy
from typing import Any

import pytest

from tests.golden.thresholds import BOARDS, READER, RULES, advice, current, recorded, unmoved

Changed = dict[str, dict[str, Any]]


@pytest.fixture
def now() -> Changed:
    """A copy of the file, to change."""
    return {part: deepcopy(dict(values)) for part, values in recorded().items()}


def test_no_threshold_changed_since_its_readers_were_released() -> None:
    assert advice(recorded(), current()) == ""


@pytest.mark.parametrize("name", recorded()["constants"])
def test_a_changed_constant_needs_a_new_release_of_every_reader(name: str, now: Changed) -> None:
    now["constants"][name] = ["12345"]
    assert unmoved(recorded(), now) == list(recorded()["sources"])
    assert f"{name} was" in advice(recorded(), now)
    assert "raise the READER of " in advice(recorded(), now)


@pytest.mark.parametrize("change", ["new", "gone"])
def test_a_constant_that_comes_or_goes_needs_a_new_release_of_every_reader(change: str, now: Changed) -> None:
    if change == "new":
        now["constants"]["NEVER_SEEN"] = ["12345"]
    else:
        now["constants"].popitem()
    assert unmoved(recorded(), now) == list(recorded()["sources"])


def test_a_constant_that_is_renamed_needs_no_release_and_a_new_file(now: Changed) -> None:
    name, values = now["constants"].popitem()
    now["constants"][f"RENAMED_{name}"] = values
    assert unmoved(recorded(), now) == []
    assert advice(recorded(), now).endswith(": run python -m tests.golden.thresholds")


@pytest.mark.parametrize("source", recorded()["sources"])
def test_a_changed_rule_needs_a_new_release_of_its_readers(source: str, now: Changed) -> None:
    now["sources"][source][RULES]["cheapest_first"] = ["output"]
    assert unmoved(recorded(), now) == [source]
    now["sources"][source][READER] += 1
    assert unmoved(recorded(), now) == []


def test_another_margin_of_scores_needs_a_new_release_of_its_readers(now: Changed) -> None:
    now["sources"]["artificial_analysis"][BOARDS]["margin"] = "0.05"
    assert unmoved(recorded(), now) == ["artificial_analysis"]


def test_a_rule_that_is_new_and_has_its_default_needs_no_release_and_another_value_does(now: Changed) -> None:
    before = deepcopy(dict(recorded()))
    for source in before["sources"].values():
        del source[BOARDS]["every_row_is_scored"]
    scored = [name for name, source in now["sources"].items() if source[BOARDS]["every_row_is_scored"]]
    assert unmoved(before, now) == scored
    assert {"epoch_gpqa_diamond", "huggingface_boards"} <= set(scored)
    assert "deepseek_pricing" not in scored
