"""The tariff by roles: a word that changes the meaning of a note never leaves its statement as it is."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bench.sentences import CORPUS, notes
from scrapers.deepseek.small_print.sentences import statements
from scrapers.deepseek.small_print.statements import Discounts, FreeUntil, Peaks, PricesHold, Statement
from scrapers.deepseek.small_print.tariff import doubts_en, fillers_en, fillers_zh, hours_en, words_en, words_zh
from scrapers.deepseek.small_print.tariff.inflections import stem
from scrapers.deepseek.small_print.tariff.reading import tariff
from scrapers.text import plain

TOLD = (Discounts, FreeUntil, Peaks, PricesHold)
TARIFF = {"peaks", "discount", "prices_hold", "free_until"}
POSITIVE = [
    (note.language, plain(note.text).rstrip(":"))
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


def told(text: str, language: str) -> set[Statement]:
    """What a note states of the tariff, whatever the words of its sentences."""
    stated = (one for one in statements(plain(text), language) if isinstance(one, TOLD))
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
    seen = list(changed())
    assert len(seen) >= 700
    kept = [other for language, text, other in seen if told(other, language) & told(text, language)]
    assert kept == []


@pytest.mark.parametrize("words", [words_en, hours_en, doubts_en, fillers_en, words_zh, fillers_zh])
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
        ("Off-peak hours are 18:00-09:00 Beijing time; all other hours are peak for enterprise customers.", ""),
        ("Peak: 01:00-04:00 UTC (10:00-12:00 Beijing time).", ""),
        ("Peak: 09:00-12:00.", ""),
        ("Peak: 09:00-12:00; off-peak: 11:00-13:00 (Beijing time).", ""),
    ],
)
def test_hours_are_read_in_all_shapes(text: str, windows: str) -> None:
    assert " ".join(one.windows for one in tariff(text) if isinstance(one, Peaks)) == windows


def test_peak_hours_by_roles_keep_the_note_as_printed() -> None:
    text = "¹ Peak: 9am–noon, Beijing (every day)."
    assert [one.sentence for one in tariff(text) if isinstance(one, Peaks)] == [text]


REDUCED = {
    "en": "deepseek-v4-pro is 75% off until 2026-05-31 15:59 UTC. ",
    "zh": "deepseek-v4-pro 2.5 折优惠至北京时间 2026 年 5 月 31 日 23:59。",
}


@pytest.mark.parametrize(
    "after",
    [
        "Afterwards the discounted price is the list price.",
        "After that, the promotional price becomes the standard price.",
        "After the promotion, this price will be our list price.",
        "Once the promotion ends, it will be the regular price.",
        "From that point the sale price is adopted as the normal price.",
        "The list price will be lowered to the promotional price after that.",
        "Thereafter the list price will equal the discounted price.",
        "There will be no return to the list price afterwards.",
        "优惠结束后,优惠价将作为正式价格。",
        "之后优惠价即为原价。",
        "届时促销价转为标准价。",
        "此后这一价格就是正价。",
        "之后标准价格将下调至优惠价。",
        "到期后正式价格与优惠价一致。",
        "此后不再恢复原价。",
    ],
)
def test_a_reduced_price_that_becomes_the_list_price_is_not_followed_by_it(after: str) -> None:
    language = "en" if after.isascii() else "zh"
    stated = statements(plain(REDUCED[language] + after), language)
    assert not any(isinstance(one, Discounts) and one.then == "list_price" for one in stated)


@pytest.mark.parametrize(
    "after",
    ["Afterwards the list price applies again.", "优惠结束后恢复原价。", "After it ends, regular prices apply."],
)
def test_a_list_price_that_comes_back_follows_the_reduced_price(after: str) -> None:
    language = "en" if after.isascii() else "zh"
    stated = statements(plain(REDUCED[language] + after), language)
    assert [one.then for one in stated if isinstance(one, Discounts)] == ["list_price"]


@pytest.mark.parametrize(
    ("text", "percent_off"),
    [
        ("deepseek-v4-pro: ×0.25 of the list price until 2026-05-31 15:59 UTC.", "75"),
        ("deepseek-v4-pro is at 0.3x the list price until 2026-05-31 15:59 UTC.", "70"),
        ("deepseek-v4-pro 按原价的 0.3 倍计费,截至 2026-05-31 15:59 UTC。", "70"),
        ("deepseek-v4-pro 的价格为原价的四分之一,优惠有效期至 2026-05-31 15:59 UTC。", "75"),
        ("The introductory discount of 60% on deepseek-v4-pro will expire on 2026-05-31 15:59 UTC.", "60"),
        ("From 2026-06-01 00:00 UTC you pay only 25% of the list price for deepseek-v4-pro.", None),
        ("北京时间 2026 年 6 月 1 日 0 点起,deepseek-v4-pro 按原价的 25% 收费。", None),
        ("V4 Flash 的价格只有 V4 Pro 的一半。", None),
        ("deepseek-v4-pro 价格低至 2.5 折,截止时间为 2026-05-31 15:59 UTC。", None),
        ("The price of deepseek-v4-pro includes a 75% discount valid until 2026-05-31 15:59 UTC.", "75"),
        ("deepseek-v4-pro 的五折优惠原定 5 月 5 日结束,现延长至 2026-05-31 15:59 UTC。", "50"),
        (
            "75% off deepseek-v4-pro was due to end on 5 May, but we have extended it until 15:59 UTC on 31 May 2026.",
            "75",
        ),
        ("V4 Flash is priced at a quarter of what V4 Pro costs until 2026-05-31 15:59 UTC.", None),
    ],
)
def test_a_share_is_read_in_all_shapes_and_ends_when_it_says(text: str, percent_off: str | None) -> None:
    language = "en" if text.isascii() or "×" in text else "zh"
    ends = datetime(2026, 5, 31, 15, 59, tzinfo=UTC)
    found = [one for one in statements(plain(text), language) if isinstance(one, Discounts)]
    assert [(str(one.percent_off), one.ends_at) for one in found] == ([(percent_off, ends)] if percent_off else [])


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("新价格自 UTC 2026-10-31 16:00(北京时间 11 月 1 日 00:00)起生效。", True),
        ("新价格自 UTC 2026-10-31 16:00(北京时间 11 月 2 日 00:00)起生效。", False),
        ("No price changes are planned before 1 July 2027.", False),
        ("The prices of 1 August 2026 are still valid.", False),
        ("The price change planned for 1 March 2027 is postponed; the new prices take effect on 1 April 2027.", True),
    ],
)
def test_prices_begin_at_an_instant_that_is_theirs_on_all_its_clocks(text: str, since: bool) -> None:
    assert bool([one for one in tariff(text) if isinstance(one, PricesHold)]) is since


HOLIDAYS = [
    ("If a weekday is a statutory holiday in mainland China, it is off-peak all day; otherwise ", "CN"),
    ("若当日为中国法定节假日,则全天按平峰计费;否则", "CN"),
    ("节假日优惠:法定节假日全天执行平峰价格。平时,", "CN"),
    ("Everything else is off-peak, i.e. nights, weekends, public holidays. ", "CN"),
    ("Public holidays make no difference. ", None),
]


@pytest.mark.parametrize(("before", "holidays"), HOLIDAYS)
def test_a_sentence_about_holidays_is_read_with_the_hours(before: str, holidays: str | None) -> None:
    english = before.isascii()
    hours = (
        "Monday to Friday, 9:00-12:00 Beijing time, is peak." if english else "周一至周五北京时间 9:00-12:00 为高峰。"
    )
    found = [one for one in statements(plain(before + hours), "en" if english else "zh") if isinstance(one, Peaks)]
    assert [(one.weekdays, one.windows, one.holidays) for one in found] == [("12345", "09:00-12:00", holidays)]


def test_hours_beside_an_unread_sentence_about_holidays_are_left_unread() -> None:
    text = "Holidays follow a calendar of their own. Peak hours are 9:00-12:00 Beijing time, Monday to Friday."
    assert not any(isinstance(one, Peaks) for one in statements(plain(text), "en"))
