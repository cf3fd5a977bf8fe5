"""Turns of notices, terms and replies about the tariff: what they mean, and what near them states nothing."""

import re

import pytest

from bench.sentences import meaning_of
from scrapers.deepseek.small_print.parser import parse_note
from scrapers.parse.text import plain_text


def told(text: str) -> list[dict[str, object]]:
    """What a note states, without what it leaves open."""
    language = "zh" if re.search("[\u4e00-\u9fff]", text) else "en"
    meanings = filter(None, map(meaning_of, parse_note(plain_text(text), language)))
    return [{key: value for key, value in one.items() if value and key != "kind"} for one in meanings]


@pytest.mark.parametrize(
    "text",
    [
        "Peak hours: 09:00–12:00 Beijing time daily. Festivals in China are different.",
        "Peak hours: 09:00–12:00 Beijing time daily; the Spring Festival counts as valley time.",
        "Peak hours: 09:00–12:00 Beijing time daily. Holidays are not billed in this way.",
        "Peak hours: 09:00–12:00 Beijing time daily, excluding holidays in China and Japan.",
        "Bank holidays in the UK are off-peak. Peak hours are 09:00–11:00 Beijing time.",
        "高峰时段为每日 9:00–12:00（北京时间）。假日另有安排。",
        "高峰时段为每日 9:00–12:00（北京时间）。节假日安排见下。",
    ],
)
def test_hours_stay_unread_beside_an_unread_word_on_holidays(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Peak: every day 09:00–12:00 (UTC+8); holidays in the PRC are off-peak all day.",
        "The peak window runs 01:00–04:00 UTC daily; legal holidays of China are counted as valley period.",
        "Peak: daily 09:00–12:00 (Beijing), excluding public holidays of China, on which off-peak rates apply.",
        "Peak 09:00–12:00 Beijing, every day; CN public holidays = off-peak.",
        "高峰时段为每日 9:00–12:00（北京时间）；逢中国法定节假日按谷时价计费。",
        "除法定节假日全天为谷段外，每天 9:00–12:00（北京时间）为峰段。",
        "峰：每天 09:00–12:00 / 谷：其余时间及法定节假日全天（均为北京时间）",
    ],
)
def test_holidays_of_china_by_all_its_names(text: str) -> None:
    assert told(text) == [{"weekdays": "1234567", "windows": "09:00-12:00", "holidays": "CN"}]


@pytest.mark.parametrize(
    "text",
    [
        "高峰时段拟定为每天 9:00-12:00（北京时间）。",
        "高峰时段初步定为每天 9:00-12:00（北京时间）。",
        "新价格拟定于北京时间 2026 年 9 月 1 日 00:00 起生效。",
        "价格已于北京时间 2026 年 9 月 1 日 00:00 上调。",
        "我们已在 2026 年 9 月 1 日 00:00（北京时间）上调了价格。",
        "Prices have been raised on 1 September 2026, 00:00 UTC.",
        "None of our prices will hold until 1 May 2027, 00:00 UTC.",
        "The price is 0.5 for Search until 1 March 2027, 00:00 UTC.",
        "No charge shall be made for Search from 1 March 2027, 00:00 UTC.",
        "The free phase for Fetch, due to end in May, may be extended to 1 July 2027, 00:00 UTC.",
        "所有模型价格下调至三成，优惠截至 2027 年 3 月 1 日 00:00 UTC。",
        "A new data centre goes into operation on 1 March 2027, 00:00 UTC.",
        "Fetch 调用费用减免 50%，截至 2027 年 3 月 1 日 00:00 UTC。",
        "学生用户的 Fetch 调用费用全额减免，截至 2027 年 3 月 1 日 00:00 UTC。",
        '`tier`: "peak" when the request does not arrive between 02:00 and 06:00 UTC, else "off_peak".',
    ],
)
def test_plans_the_past_and_near_misses_state_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("The prices set out in this schedule remain in force until 31 March 2027, 16:00 UTC.", "until"),
        ("None of our rates will change until 31 March 2027, 16:00 UTC.", "until"),
        ("本价目表所列各项费用在 UTC 2027 年 3 月 31 日 16:00 之前保持不变。", "until"),
        ("The revised tariff enters into operation on 31 March 2027, 16:00 UTC.", "since"),
        ("**Notice** – Price update takes effect 2027-03-31 16:00 UTC. No interruption is expected.", "since"),
        ("价格已自 2027 年 3 月 31 日 16:00 UTC 起上调。", "since"),
        ("No fees will be charged for Fetch until 31 March 2027, 16:00 UTC.", "ends_at"),
        ("A revised price list comes into application on 31 March 2027, 16:00 UTC.", "since"),
        ("Search 调用费用在 2027 年 3 月 31 日 16:00 UTC 之前全部减免。", "ends_at"),
        ("Fetch: the price is 0 until 31 March 2027, 16:00 UTC.", "ends_at"),
        ("Fetch 调用由我们买单，直到 2027 年 3 月 31 日 16:00 UTC。", "ends_at"),
        ("The free phase for Fetch, due to end in May, has been extended to 31 March 2027, 16:00 UTC.", "ends_at"),
        ("所有模型价格下调三成，优惠截至 2027 年 3 月 31 日 16:00 UTC。", "ends_at"),
    ],
)
def test_an_instant_of_prices_free_calls_and_promotions(text: str, at: str) -> None:
    (one,) = told(text)
    assert one[at] == "2027-03-31T16:00:00Z"
