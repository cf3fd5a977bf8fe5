"""A sentence longer than any that a person would write is left unread, and the work over it stays in proportion."""

import sys
from types import FrameType
from typing import Any

import pytest

from scrapers.deepseek.small_print.parser import MOST_PIECES, parse_note
from scrapers.deepseek.small_print.statements import Unclear
from scrapers.deepseek.small_print.syntax.sentences import LONGEST

UNITS = (
    *("-->", "\\ud800", "--> ", "→", "a ", "and ", "2027-01-01 ", "not ", "09:00-12:00 ", "50% ", "(", "the names "),
    *("to deepseek-chat ", "will be retired on ", "in the ", "模型", "不", "自2027年1月1日起", "deepseek-chat、"),
)


def note(unit: str, length: int) -> str:
    head, tail = "The names deepseek-chat ", " will be retired on 2027-01-01."
    return f"{head}{unit * ((length - len(head) - len(tail)) // len(unit))}{tail}"


def language(unit: str) -> str:
    return "zh" if any(letter >= "、" for letter in unit) else "en"


def steps(unit: str, length: int) -> int:
    """Calls of functions that reading a note takes."""
    calls = 0

    def count(frame: FrameType, event: str, arg: Any) -> None:  # noqa: ANN401 (what Python hands over)
        nonlocal calls
        calls += 1

    read = parse_note.__wrapped__
    sys.setprofile(count)
    try:
        read(note(unit, length), language(unit))
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("unit", UNITS)
def test_a_name_in_it_is_named(unit: str) -> None:
    unread = [one for one in parse_note(note(unit, LONGEST - 1), language(unit)) if isinstance(one, Unclear)]
    assert any("deepseek-chat" in one.models for one in unread)


@pytest.mark.parametrize("unit", UNITS)
def test_twice_as_long_a_note_takes_little_more_than_twice_the_steps(unit: str) -> None:
    most = max(steps(unit, length) for length in range(300, 1_900, 500))
    assert steps(unit, 3_800) <= 2.3 * most


def test_a_long_list_of_names_is_still_read() -> None:
    names = ", ".join(f"deepseek-v{number}" for number in range(2, MOST_PIECES // 10))
    (only,) = parse_note(f"{names} and deepseek-chat will be retired on 2027-01-01.")
    assert not isinstance(only, Unclear)
