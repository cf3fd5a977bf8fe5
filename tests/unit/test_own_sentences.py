"""Sentences of our own: each states what stands beside it, and what must not be understood states nothing."""

import re
from datetime import UTC, datetime, timedelta
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.deepseek.small_print.parser import parse_note
from scrapers.deepseek.small_print.statements import Unclear
from scrapers.parse.dates import find_instants
from scrapers.parse.text import plain_text
from tests.support.own_sentences import examples, told

ENGLISH, CHINESE = examples("en"), examples("zh")
ALL = [*ENGLISH, *CHINESE]
MODEL = re.compile(
    r"(?<![/\w])(?:deepseek-[a-z0-9.-]*[a-z0-9](?:/reasoner)?|(?:DeepSeek[- ])?[VR][0-9][.0-9]*(?<!\.)"
    r"(?:[- ](?:Pro|Flash|Lite|Preview|Exp|Terminus))*|DeepSeek[- ](?:Chat|Reasoner|OCR))"
)
ENDS = re.compile(r"[.。!;?](?=\s|$|[一-鿿])")
NAMING = [(text, states) for text, states in ALL if states and re.match("retired|announced|dated|discount", states[0])]
"""Those that say something of a model."""
SINGLE = [(text, states) for text, states in ALL if states and len(ENDS.findall(text)) < 2]
"""Those of one clause."""
DATED = [
    text for text, states in ENGLISH if states and states[0].startswith("retired") and len(find_instants(text)) == 1
]
WORDS = [word for text, _ in ALL for word in re.split(r"(\W)", text)]


MISREAD = {
    "The deprecation of deepseek-reasoner has been cancelled, and the model will not continue to be served without an "
    "end date."
}
"""Negated sentences that are read like their originals. Of all gaps there are 31 of 10,648; this may only shrink."""


def test_a_sentence_states_what_it_says_and_no_more() -> None:
    """Every sentence of the corpus; those that state something else are listed."""
    assert [(text, found) for text, states in ALL if (found := told(text)) != states] == []


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_there_are_many_of_either_kind_in_each_language(language: list[tuple[str, list[str]]]) -> None:
    understood = sum(bool(states) for _, states in language)
    assert understood >= 150
    assert len(language) - understood >= 60


def negated(text: str) -> list[str]:
    """The sentence with a negation in each of its gaps."""
    if re.search("[一-鿿]", text):
        gaps, word = re.finditer("[一-鿿,](?=[一-鿿])", text), "并未"
    else:
        gaps, word = re.finditer("(?<=[A-Za-z,]) ", text), "not "
    return [text[: gap.end()] + word + text[gap.end() :] for gap in gaps]


def test_a_negation_anywhere_never_leaves_the_same_statement() -> None:
    """Every tenth gap of all sentences, counted through. Those that are still misread are listed."""
    every = [(changed, states) for text, states in SINGLE for changed in negated(text)]
    assert {changed for changed, states in every[::10] if set(told(changed)) & set(states)} == MISREAD


def test_the_same_of_another_vendors_model_states_nothing() -> None:
    changed = [MODEL.sub(other, text) for (text, _), other in zip(NAMING, cycle(["gpt-4o", "qwen-max"]), strict=False)]
    assert len(changed) >= 500
    assert [(text, found) for text in changed if (found := told(text))] == []


@settings(derandomize=True)
@given(st.sampled_from(DATED), st.datetimes(datetime(2024, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001
def test_another_date_in_its_place_is_the_date_that_is_stated(text: str, when: datetime) -> None:
    (printed,) = find_instants(text)
    other = f"{text[: printed.start]}{when:%Y/%m/%d %H:%M} UTC{text[printed.end :]}"
    assert [line.split()[2] for line in told(other)] == [f"{when:%Y-%m-%dT%H:%M}"]


@settings(derandomize=True)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.sampled_from(["en", "zh"]))
def test_no_text_is_an_error(text: str, language: str) -> None:
    parse_note(text, language)
    parse_note(plain_text(text), language)


@settings(derandomize=True)
@given(st.lists(st.sampled_from(WORDS), max_size=60), st.sampled_from(["en", "zh"]))
def test_no_mixture_of_known_words_is_an_error(words: list[str], language: str) -> None:
    parse_note(plain_text("".join(words)), language)


@settings(derandomize=True)
@given(st.sampled_from([text for text, states in ALL if states]), st.data())
def test_a_sentence_that_is_cut_off_never_states_another_date(text: str, data: st.DataObject) -> None:
    """A day alone instead of its minute is what the cut text says; another day is not."""
    cut = text[: data.draw(st.integers(0, len(text)))]
    days = {f"{one.at:%Y-%m-%d}" for one in find_instants(plain_text(text))}
    days |= {f"{one.day}" for one in find_instants(plain_text(text))}
    for line in told(cut):
        assert set(re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", line)) <= days, cut


def unclear(text: str, language: str = "en") -> Unclear:
    (one,) = parse_note(plain_text(text), language)
    assert isinstance(one, Unclear)
    return one


def test_an_unclear_sentence_says_which_models_instants_and_days_it_names() -> None:
    text = "deepseek-chat may be retired at 23:59 Beijing Time on July 24, 2026 or on 2026/08/24."
    one = unclear(text)
    assert (one.sentence, one.models) == (text, ("deepseek-chat",))
    at = datetime(2026, 7, 24, 15, 59, tzinfo=UTC)
    assert one.instants == (at, datetime(2026, 8, 24, tzinfo=UTC))
    assert one.days == (at.date(), at.date() + timedelta(days=31))
    assert (one.looks_dated, one.about) == (False, {"retirement"})


@pytest.mark.parametrize(
    ("text", "language", "percent"),
    [
        ("New users get a 75% discount on deepseek-v4-pro.", "en", "75"),
        ("新用户使用 deepseek-v4-pro 可享 2.5 折优惠。", "zh", "75"),
        ("Students buy deepseek-v4-pro at half price.", "en", "50"),
    ],
)
def test_an_unclear_sentence_says_which_shares_it_names_as_per_cent_off(text: str, language: str, percent: str) -> None:
    one = unclear(text, language)
    assert [str(share) for share in one.percents] == [percent]
    assert "promotion" in one.about


def test_an_unclear_sentence_says_its_hours_on_beijings_clock() -> None:
    one = unclear("Peak hours may be 01:00 - 04:00 UTC.")
    assert (one.windows, one.about) == ("09:00-12:00", {"peak_hours", "hours"})
    assert unclear("Peak hours may be 01:00 - 04:00.").windows == ""


@pytest.mark.parametrize(
    "text", ["Thank you for your support.", "The context window is 128K.", "Prices are in units of 1M tokens."]
)
def test_a_sentence_about_nothing_that_is_kept_is_not_unclear(text: str) -> None:
    assert parse_note(text) == ()


def test_a_sentence_that_completes_another_is_not_unclear() -> None:
    text = "deepseek-chat will be retired on 2026/07/24 15:59 UTC. They stand for a mode of deepseek-v4-flash."
    assert len(parse_note(text)) == 1


@pytest.mark.parametrize("word", ["and will be ", "of will be ", "planned of "])
def test_a_clause_without_end_states_nothing(word: str) -> None:
    assert told(f"deepseek-chat retirement {word * 300}postponed to 2026-12-31.") == []
