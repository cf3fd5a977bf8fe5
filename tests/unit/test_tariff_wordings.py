"""The tariff by roles: a word that changes the meaning of a note never leaves its statement as it is."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench.sentences import CORPUS, notes
from scrapers.deepseek.small_print.parser import parse_note
from scrapers.deepseek.small_print.statements import Discounts, FreeUntil, NoteStatement, Peaks, PricesHold
from scrapers.deepseek.small_print.tariff_roles.lexicon import (
    doubts_en,
    fillers_en,
    fillers_zh,
    general_en,
    general_zh,
    hours_en,
)
from scrapers.deepseek.small_print.tariff_roles.lexicon.inflections import stem
from scrapers.deepseek.small_print.tariff_roles.reader import read_tariff
from scrapers.deepseek.small_print.tariff_roles.rewriting.asides import ATTRIBUTION, BACKGROUND
from scrapers.deepseek.small_print.tariff_roles.rewriting.paraphrases import PARAPHRASES
from scrapers.parse.text import plain_text
from tests.support.quick import examples

TOLD = (Discounts, FreeUntil, Peaks, PricesHold)
TARIFF = {"peaks", "discount", "prices_hold", "free_until"}
POSITIVE = [
    (note.language, plain_text(note.text).rstrip(":"))
    for note in notes(sorted(CORPUS.glob("*.jsonl")))
    if note.means and {meaning["kind"] for meaning in note.means} <= TARIFF
]
DOUBTS = {
    "en": ("may", "might", "reportedly", "possibly", "not", "if approved", "tentatively", "probably"),
    "zh": ("可能", "或将", "据传", "并未", "如果获批", "预计", "不会", "考虑"),
}
TAILS = {
    "en": (
        "for new users",
        "for enterprise customers",
        "in the mobile app",
        "on the website only",
        "for the batch API",
        "on Azure",
        "during scheduled maintenance",
        "as a voucher",
        "as top-up credit",
        "in selected regions",
        "for students",
        "for cache hits only",
    ),
    "zh": (
        "(仅限新用户)",
        "(仅限企业客户)",
        "(仅限 App)",
        "(仅限网页版)",
        "(仅批量接口)",
        "(仅部分地区)",
        "(以代金券形式发放)",
        "(以充值赠金形式发放)",
        "(仅缓存命中)",
        "(维护期间)",
    ),
}
AFTER = {
    "en": (
        "This is not final.",
        "This has been cancelled.",
        "That is only a rumour.",
        "This applies to new customers.",
        "It has been postponed.",
    ),
    "zh": ("以上尚未最终确定。", "该安排已取消。", "以上仅为传闻。", "仅对新用户有效。", "该安排已推迟。"),
}


def told(text: str, language: str) -> set[NoteStatement]:
    """What a note states of the tariff, whatever the words of its sentences."""
    stated = (one for one in parse_note(plain_text(text), language) if isinstance(one, TOLD))
    return {replace(one, sentence="") if isinstance(one, Peaks) else one for one in stated}


def doubted(text: str, language: str, chosen: random.Random) -> str:
    """The note with a word of doubt in one of its gaps."""
    gaps = [match.end() for match in re.finditer(GAPS[language], text)]
    word = chosen.choice(DOUBTS[language])
    place = chosen.choice(gaps)
    return f"{text[:place]}{word}{' ' if language == 'en' else ''}{text[place:]}"


GAPS = {
    "en": "(?<=[A-Za-z,])(?<! of) (?=[a-z][^.;!?]*[0-9])",
    "zh": "(?<=[一-鿿,;])(?=(?:为|将|于|享|属|按|自|在|从|截|免|调整|恢复|执行)[^。;!?]*[0-9])",
}
"""Where a word of doubt may stand: before what is doubted."""


def changed() -> Iterator[tuple[str, str, str]]:
    """Each positive note with its changed ones."""
    chosen = random.Random(2026)  # noqa: S311 (a test's)
    for language, text in POSITIVE:
        end = text.rstrip(".。!")
        if re.search(GAPS[language], text) and not re.search("Because|Since", text):
            for _ in range(4):
                yield language, text, doubted(text, language, chosen)
        for tail in chosen.sample(TAILS[language], 3):
            yield language, text, f"{end} {tail}{text[len(end) :] or '.'}"
        yield language, text, f"{end}{'.' if language == 'en' else '。'} {chosen.choice(AFTER[language])}"


def test_a_word_that_changes_the_meaning_never_leaves_the_same_statement() -> None:
    """Every third change; all of them by the profile of `make check`."""
    seen = list(changed())[:: max(1, 3 // examples(1))]
    assert len(seen) >= 300
    kept = [other for language, text, other in seen if told(other, language) & told(text, language)]
    assert kept == []


@pytest.mark.parametrize("words", [general_en, hours_en, doubts_en, fillers_en, general_zh, fillers_zh])
def test_a_phrase_has_one_role(words: object) -> None:
    roles: dict[str, str] = {}
    for role, phrases in vars(words)["WORDS"].items():
        for phrase in phrases.split("|"):
            assert phrase.strip()
            assert roles.setdefault(phrase.removeprefix("="), role) == role, phrase


@pytest.mark.parametrize(
    "forms",
    ["apply applies applied applying", "charge charges charged charging", "cut cuts cutting", "rate rates", "run runs"],
)
def test_the_forms_of_a_word_have_one_base(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("Peak: 9am–noon, Beijing time.", "09:00-12:00"),
        ("Peak: 9 a.m. to 12 p.m. (Beijing).", "09:00-12:00"),
        ("Peak hours lie between 9 and 12 o'clock Beijing time.", "09:00-12:00"),
        ("Peak: 0100Z–0400Z.", "09:00-12:00"),
        ("Peak (UTC): 01:00-04:00 and 06:00-10:00.", "09:00-12:00 14:00-18:00"),
        ("Peak from half past eight in the morning until noon, Beijing time.", "08:30-12:00"),
        ("Peak: 22:00–24:00 Beijing time.", "22:00-00:00"),
        ("Peak: 23:00-02:00 (UTC+8).", "23:00-02:00"),
        ("高峰:上午九点至十二点(北京时间)。", "09:00-12:00"),
        ("高峰:9 时至 12 时(北京时间)。", "09:00-12:00"),
        ("北京时间 9 点半到 11 点半为高峰。", "09:30-11:30"),
        ("Peak: 01:00-04:00 UTC (09:00-12:00 Beijing time).", "09:00-12:00"),
        ("Peak hours run from 9 to 12 and from 14 to 18 Beijing time.", "09:00-12:00 14:00-18:00"),
        ("What is peak? From 9:00 to 12:00 Beijing time, every day.", "09:00-12:00"),
        ("何为高峰?即每日北京时间 9:00 至 12:00。", "09:00-12:00"),
        ("There are two peak windows. The first is 9-11 UTC, the second is 12-13 UTC.", "17:00-19:00 20:00-21:00"),
        ("Off-peak prices apply at all times except 09:00-12:00 Beijing time.", "09:00-12:00"),
        ("除北京时间每日 9:00-12:00 外,其余时间均为平峰时段。", "09:00-12:00"),
        ("Off-peak: 18:00-09:00 and 12:00-14:00 Beijing time; all other hours are peak.", "09:00-12:00 14:00-18:00"),
        ("平峰为北京时间 12:00-14:00 和 18:00-24:00、0:00-9:00,其余时间为高峰。", "09:00-12:00 14:00-18:00"),
        ("高峰时段由原来的 9:00-12:00 改为 10:00-12:00(北京时间)。", "10:00-12:00"),
        ("You pay the peak price only if your call reaches us between 9:00 and 12:00 Beijing time.", "09:00-12:00"),
        ("A request is billed by the time at which it is received. Peak: 9:00-12:00 Beijing time.", "09:00-12:00"),
        ("请求是否属于高峰,以服务器收到的时间为准:北京时间每日 9:00-12:00 为高峰。", "09:00-12:00"),
        ("You pay the peak price only if you are a student and send calls between 9:00 and 12:00 Beijing time.", ""),
        ("A request on Azure is billed by the time at which it is received. Peak: 9:00-12:00 Beijing time.", ""),
        ("Off-peak prices apply at all times except on holidays between 09:00-12:00 Beijing time.", ""),
        ("When is the peak of traffic? From 9:00 to 12:00 Beijing time.", ""),
        ("Peak: Monday to Saturday 09:00-12:00 Beijing time; weekends are off-peak.", ""),
        ("Every day is divided into peak (10:00-20:00 UTC+8) and off-peak (20:00-10:00 UTC+8).", "10:00-20:00"),
        ("Peak hours will be moved to 10:00-13:00 Beijing time.", "10:00-13:00"),
        ("Peak hours start at 9 a.m. and end at 6 p.m. Beijing time.", "09:00-18:00"),
        ("高峰时段自早上 9 点开始,到下午 6 点结束(北京时间)。", "09:00-18:00"),
        ("Calls from 9:00 to 18:00 Beijing time are charged at twice the off-peak price.", "09:00-18:00"),
        ("如果您在北京时间每日 9:00-12:00 之间发起请求,将按高峰价计费。", "09:00-12:00"),
        ("请避开北京时间每日 9:00-12:00 的高峰时段。", "09:00-12:00"),
        ("请避开北京时间每日 9:00-12:00 的网络高峰。", ""),
        ("除高峰时段(北京时间每日 9:00-18:00)外,其余时间享受低谷价。", "09:00-18:00"),
        ("Outside peak hours (9:00-18:00 Beijing time), off-peak prices apply.", "09:00-18:00"),
        ("Plan batch jobs outside peak hours, which run from 9:00 to 12:00 Beijing time.", "09:00-12:00"),
        ("Plan jobs on Azure outside peak hours, which run from 9:00 to 12:00 Beijing time.", ""),
        ("Off-peak hours are 18:00-09:00 Beijing time; all other hours are peak for enterprise customers.", ""),
        ("Peak: 01:00-04:00 UTC (10:00-12:00 Beijing time).", ""),
        ("Peak: 09:00-12:00.", ""),
        ("Peak: 09:00-12:00; off-peak: 11:00-13:00 (Beijing time).", ""),
    ],
)
def test_hours_are_read_in_all_shapes(text: str, windows: str) -> None:
    assert " ".join(one.windows for one in read_tariff(text) if isinstance(one, Peaks)) == windows


def test_peak_hours_by_roles_keep_the_note_as_printed() -> None:
    text = "¹ Peak: 9am–noon, Beijing (every day)."
    assert [one.sentence for one in read_tariff(text) if isinstance(one, Peaks)] == [text]


HOLIDAYS = [
    ("If a weekday is a statutory holiday in mainland China, it is off-peak all day; otherwise ", "CN"),
    ("若当日为中国法定节假日,则全天按平峰计费;否则", "CN"),
    ("节假日优惠:法定节假日全天执行平峰价格。平时,", "CN"),
    ("Everything else is off-peak, i.e. nights, weekends, public holidays. ", "CN"),
    ("Public holidays make no difference. ", None),
    ("逢国家法定节假日,高峰价暂停执行;", "CN"),
    ("Chinese statutory holidays are off-peak. The rest of the year, ", "CN"),
]


@pytest.mark.parametrize(("before", "holidays"), HOLIDAYS)
def test_a_sentence_about_holidays_is_read_with_the_hours(before: str, holidays: str | None) -> None:
    english = before.isascii()
    hours = (
        "Monday to Friday, 9:00-12:00 Beijing time, is peak." if english else "周一至周五北京时间 9:00-12:00 为高峰。"
    )
    found = [one for one in parse_note(plain_text(before + hours), "en" if english else "zh") if isinstance(one, Peaks)]
    assert [(one.weekdays, one.windows, one.holidays) for one in found] == [("12345", "09:00-12:00", holidays)]


def test_hours_beside_an_unread_sentence_about_holidays_are_left_unread() -> None:
    text = "Holidays follow a calendar of their own. Peak hours are 9:00-12:00 Beijing time, Monday to Friday."
    assert not any(isinstance(one, Peaks) for one in parse_note(plain_text(text), "en"))


def test_a_remark_reaches_over_so_many_characters_and_no_more() -> None:
    """A pattern without a bound on what it skips holds up the reader on a hostile page."""
    endless = re.compile(r"\[\^[^\]]*\]\)?[*+]")
    assert [
        pattern.pattern for pattern, _ in (*ATTRIBUTION, *BACKGROUND, *PARAPHRASES) if endless.search(pattern.pattern)
    ] == []
