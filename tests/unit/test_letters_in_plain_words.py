"""Letters whose turns of phrase are put in plain words: what they state, and near misses."""

import pytest

from scrapers.deepseek.small_print.retirement_roles.rewriting import rewrite_sentence
from scrapers.deepseek.small_print.syntax.sentences import Sentence
from tests.support.own_sentences import examples, told

LETTERS = examples("letters")


@pytest.mark.parametrize(("text", "states"), LETTERS)
def test_a_letter_states_what_it_says_and_a_near_miss_states_nothing(text: str, states: list[str]) -> None:
    assert told(text) == states


def test_there_are_more_near_misses_than_letters() -> None:
    assert sum(not states for _, states in LETTERS) > len(LETTERS) / 2


@pytest.mark.parametrize(
    "text",
    [
        "You may have noticed that deepseek-chat is slower, and this is because deepseek-r1 is used more.",
        "We don't want 500 scripts to break, so deepseek-chat stays.",
        "您注意到的⟦0⟧的变化是正常的,deepseek-chat仍可用。",
        "Contrary to what was said at https://example.com/talk, deepseek-chat stays.",
    ],
)
def test_no_name_number_or_instant_is_left_out(text: str) -> None:
    assert rewrite_sentence(Sentence(text, text, ())).marked == text
