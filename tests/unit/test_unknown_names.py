"""What an unknown name is answered with: similar names, else a few of those that are known."""

import pytest

from cli.names import MOST_NAMES, expect_name
from cli.printing.show import Problem


def told(name: str, *known: str) -> str:
    with pytest.raises(Problem) as error:
        expect_name(name, known, "vendor")
    return str(error.value)


def test_similar_names_are_suggested() -> None:
    assert told("deepsek", "deepseek", "google") == "unknown vendor 'deepsek': did you mean deepseek?"


def test_a_name_like_no_other_is_answered_with_a_few_and_the_number_of_the_others() -> None:
    assert told("zzz", "google", "deepseek") == "unknown vendor 'zzz': known: deepseek, google"
    many = [f"model-{number:02}" for number in range(MOST_NAMES + 3)]
    assert told("zzz", *many) == f"unknown vendor 'zzz': known: {', '.join(many[:MOST_NAMES])} and 3 more"


def test_without_any_name_that_is_said() -> None:
    assert told("zzz") == "unknown vendor 'zzz': none is known yet"
