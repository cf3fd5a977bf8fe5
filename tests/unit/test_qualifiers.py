"""A negation, a limit or a scope that no rule knows: the note with it is not read as the note without it."""

import random
from functools import cache

import pytest

from bench.qualifiers import SEED, ChangedNote, changed_notes, tariff, tariff_notes
from bench.sentences import CorpusNote
from scrapers.deepseek.small_print.doubts.qualifiers import MOST, is_known_phrase, without_qualifiers
from scrapers.deepseek.small_print.parser import parse_note
from scrapers.deepseek.small_print.statements import TARIFF, Unclear
from tests.support.quick import examples

FEWEST = {"en": 200, "zh": 160}
"""Notes of a language that the test is made of."""


@cache
def known_notes() -> tuple[CorpusNote, ...]:
    return tuple(tariff_notes())


def some(note: CorpusNote) -> list[ChangedNote]:
    """Some changes of a note; ten times as many by the profile of `make check`."""
    changes = changed_notes(note)
    return random.Random(f"{SEED} {note.id}").sample(changes, min(examples(1), len(changes)))  # noqa: S311


@pytest.mark.parametrize("language", FEWEST)
def test_a_note_with_one_word_more_is_not_read_as_the_note(language: str) -> None:
    """`python -m bench.qualifiers` tries more of them."""
    of_language = [note for note in known_notes() if note.language == language]
    assert len(of_language) > FEWEST[language]
    assert any(note.id.startswith("sample") for note in of_language)
    changes = [changed for note in of_language for changed in some(note)]
    assert [changed.text for changed in changes if changed.is_read_as_before and not changed.is_known] == []
    assert sum(changed.is_known for changed in changes) <= len(changes) / 50


@pytest.mark.parametrize(
    ("changed", "known"),
    [
        (
            "尊敬的开发者,经综合评估,我们将对 API 价格进行调整,不会调整后的价格自北京时间 "
            "2026 年 9 月 6 日零点起正式施行,请您提前做好用量规划。",
            "不会",
        ),
        (
            "To celebrate one not trillion tokens a day, we've cut every token price by 20 percent until "
            "January 10, 2027, 15:59 UTC.",
            "not ",
        ),
        (
            "For your planning in the not coming year: until 30 June 2027 none of our API list prices will move.",
            "not ",
        ),
        (
            "Dear Ms Weber, our API prices will change on 1 October 2026 at 00:00 Beijing time. Usage before that "
            "moment is charged at the present price for cache hits only.",
            " for cache hits only",
        ),
        ("Peak hours are 01:00 - 04:00 UTC every day, on input tokens.", ", on input tokens"),
        ("高峰时段为每天北京时间 9:00-12:00(新用户)。", "(新用户)"),
    ],
)
def test_a_word_that_no_rule_knows_leaves_the_note_unread(changed: str, known: str) -> None:
    language = "zh" if "时间" in changed else "en"
    original = changed.replace(known, "", 1)
    assert tariff(original, language)
    assert tariff(changed, language) == frozenset()


def test_what_the_unread_note_names_is_kept_for_a_person_to_read() -> None:
    known = "Peak hours are 01:00 - 04:00 UTC, Monday through Friday. All other hours are off-peak."
    (stated,) = [statement for statement in parse_note(known) if isinstance(statement, TARIFF)]
    unread = parse_note(known.replace("All other", "All other merely"))
    assert [type(statement) for statement in unread] == [Unclear]
    assert isinstance(unread[0], Unclear)
    assert (unread[0].windows, unread[0].weekdays) == ("09:00-12:00", ("12345",))
    assert stated.windows == unread[0].windows  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "word", "known"),
    [
        ("Peak hours are 01:00 - 04:00 UTC, Monday through Friday only.", "only", True),
        ("Peak hours are 01:00 - 04:00 UTC only, Monday through Friday.", "only", False),
        ("节假日按谷价,除法定节假日外均为高峰。", "除", True),
        ("高峰时段仅为每天 9:00-12:00。", "仅", False),
    ],
)
def test_a_phrase_that_repeats_what_the_note_states_is_known(text: str, word: str, *, known: bool) -> None:
    start = text.index(word)
    assert is_known_phrase(text, start, start + len(word)) is known


def test_each_word_is_left_out_by_itself_with_one_of_its_spaces() -> None:
    assert list(without_qualifiers("It is not free, if at all only.")) == [
        "It is free, if at all only.",
        "It is not free, at all only.",
        "It is not free, if at all.",
    ]
    assert list(without_qualifiers("价格并不调整")) == ["价格并调整", "价格调整"]


def test_a_note_with_more_of_such_words_than_anybody_writes_is_not_understood() -> None:
    known = "Peak hours are 01:00 - 04:00 UTC, Monday through Friday."
    hostile = f"{known} We thank you{', if you like' * (MOST + 1)}."
    assert tariff(known, "en")
    assert tariff(hostile, "en") == frozenset()
