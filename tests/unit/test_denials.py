"""What words do to a value that stands beside them, in sentences that are not understood, English and Chinese."""

import pytest

from scrapers.deepseek.small_print.parser import parse_note
from scrapers.deepseek.small_print.statements import Retires, Unclear

AT = "2026/07/24 15:59 UTC"
AT_ZH = "北京时间 2026/07/24 23:59"
NAMES, NAMES_ZH = "deepseek-chat and deepseek-reasoner", "deepseek-chat 与 deepseek-reasoner"
HOURS = "01:00 - 04:00 and 06:00 - 10:00 UTC"

DENIED = {
    f"{NAMES} will no longer be deprecated on {AT}.": "not",
    f"{NAMES} will not be deprecated before {AT}.": "not",
    f"The deprecation of {NAMES} planned for {AT} is postponed.": "withdrawn",
    f"{NAMES} were originally to be deprecated on {AT}, which is moot.": "past",
    f"If all goes well, {NAMES} will be deprecated on {AT}, we are told.": "unsure",
    f"Reportedly {NAMES} will be deprecated on {AT}.": "unsure",
    f"Peak hours used to be {HOURS}; there are none now.": "past",
    f"The peak hours of {HOURS} are cancelled.": "withdrawn",
    f"The peak hours of {HOURS} do not apply any more.": "not",
    f"The 75% discount on deepseek-v4-pro no longer ends on {AT}.": "not",
    f"{NAMES_ZH} 将不再于{AT_ZH}下线。": "not",
    f"{NAMES_ZH} 原定于{AT_ZH}下线，现已推迟。": "withdrawn",
    f"{NAMES_ZH} 原定于{AT_ZH}下线，另行通知。": "past",
}


@pytest.mark.parametrize("text", DENIED)
def test_a_word_that_denies_is_named(text: str) -> None:
    language = "zh" if "。" in text else "en"
    found = [one for one in parse_note(text, language) if isinstance(one, Unclear)]
    assert any(DENIED[text] in one.denies for one in found)


PLAIN = (
    f"Farewell, {NAMES}: curtains on {AT}, dear all.",
    f"{NAMES} will no longer be accessible to anybody as from {AT}, with thanks.",
    f"Our peak-hour window, as ever: {HOURS}, so plan well.",
)


@pytest.mark.parametrize("text", PLAIN)
def test_a_value_that_only_stands_in_other_words_is_not_denied(text: str) -> None:
    assert not any(one.denies for one in parse_note(text) if isinstance(one, Unclear))


OFF_PEAK = (
    f"Off-peak hours are {HOURS}, Monday through Friday (all other hours are peak).",
    f"{HOURS} are off-peak hours, whatever else was written.",
    "空闲时段为北京时间 09:00-12:00、14:00-18:00。",
)


@pytest.mark.parametrize("text", OFF_PEAK)
def test_hours_of_off_peak_stand_as_the_others(text: str) -> None:
    (one,) = parse_note(text, "zh" if "。" in text else "en")
    assert isinstance(one, Unclear)
    assert one.windows == "12:00-14:00 18:00-09:00"


def test_a_sentence_that_only_takes_back_is_named_without_a_model() -> None:
    found = parse_note(f"Our users hope: {NAMES} stay. The deprecation is cancelled.")
    assert [one.denies for one in found if isinstance(one, Unclear)] == [{"unsure", "stay"}, {"withdrawn"}]


@pytest.mark.parametrize(
    "text",
    [
        f"deepseek-chat will be deprecated on {AT}; deepseek-reasoner has its turn on 2026/08/30 15:59 UTC.",
        f"deepseek-reasoner has its turn on 2026/08/30 15:59 UTC; deepseek-chat will be deprecated on {AT}.",
    ],
)
def test_a_clause_that_states_nothing_is_unclear_beside_one_that_does(text: str) -> None:
    found = parse_note(text)
    assert [one.models for one in found if isinstance(one, Retires)] == [("deepseek-chat",)]
    (rest,) = (one for one in found if isinstance(one, Unclear))
    assert (rest.models, [f"{at:%m-%d}" for at in rest.instants]) == (("deepseek-reasoner",), ["08-30"])


def test_a_clause_that_completes_another_is_not_unclear() -> None:
    found = parse_note(f"deepseek-chat will be retired on {AT}; please use deepseek-v4-flash.")
    assert not any(isinstance(one, Unclear) for one in found)
