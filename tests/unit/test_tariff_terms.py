"""Promotions, prices and free calls by roles: shares in all shapes, and whose an instant is."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from scrapers.deepseek.small_print.parser import parse_note
from scrapers.deepseek.small_print.statements import Discounts, FreeUntil, PricesHold, Unclear
from scrapers.deepseek.small_print.tariff_roles.reader import read_tariff
from scrapers.parse.text import plain_text

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
    stated = parse_note(plain_text(REDUCED[language] + after), language)
    assert not any(isinstance(one, Discounts) and one.then == "list_price" for one in stated)


@pytest.mark.parametrize(
    "after",
    ["Afterwards the list price applies again.", "优惠结束后恢复原价。", "After it ends, regular prices apply."],
)
def test_a_list_price_that_comes_back_follows_the_reduced_price(after: str) -> None:
    language = "en" if after.isascii() else "zh"
    stated = parse_note(plain_text(REDUCED[language] + after), language)
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
        ("deepseek-v4-pro prices are cut to 25% of the list price until 2026-05-31 15:59 UTC.", "75"),
        ("deepseek-v4-pro is reduced to 25% of the list price. The reduction ends on 2026-05-31 15:59 UTC.", "75"),
        ("deepseek-v4-pro 价格降至原价的 25%,优惠 2026-05-31 15:59 UTC 结束。", "75"),
        ("deepseek-v4-pro 价格下调 25%,优惠 2026-05-31 15:59 UTC 结束。", "25"),
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
    found = [one for one in parse_note(plain_text(text), language) if isinstance(one, Discounts)]
    assert [(str(one.percent_off), one.ends_at) for one in found] == ([(percent_off, ends)] if percent_off else [])


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("新价格自 UTC 2026-10-31 16:00(北京时间 11 月 1 日 00:00)起生效。", True),
        ("新价格自 UTC 2026-10-31 16:00(北京时间 11 月 2 日 00:00)起生效。", False),
        ("No price changes are planned before 1 July 2027.", False),
        ("The prices of 1 August 2026 are still valid.", False),
        ("We do not intend to change prices before 1 June 2027.", False),
        ("We will announce new prices on 1 March 2027.", False),
        ("新价格将于 2027 年 3 月 1 日公布。", False),
        ("We announce new prices as of 1 March 2027.", True),
        ("The price change planned for 1 March 2027 is postponed; the new prices take effect on 1 April 2027.", True),
    ],
)
def test_prices_begin_at_an_instant_that_is_theirs_on_all_its_clocks(text: str, since: bool) -> None:
    assert bool([one for one in read_tariff(text) if isinstance(one, PricesHold)]) is since


def test_an_end_in_a_sentence_of_its_own_is_that_of_the_promotion_before_it() -> None:
    text = "(2) deepseek-v4-pro is offered at 75% off. The discount has been extended until 2026/05/31 15:59 UTC."
    found = [one for one in parse_note(plain_text(text), "en") if isinstance(one, Discounts)]
    assert [(one.models, str(one.percent_off), one.ends_at) for one in found] == [
        (("deepseek-v4-pro",), "75", datetime(2026, 5, 31, 15, 59, tzinfo=UTC))
    ]


@pytest.mark.parametrize(
    "text", ["Search results are free to use until 31 December 2026.", "Search 免费额度将于 2026 年 12 月 31 日清零。"]
)
def test_what_is_free_of_search_is_its_calls(text: str) -> None:
    assert not any(isinstance(one, FreeUntil) for one in parse_note(plain_text(text), "en" if text.isascii() else "zh"))


def test_a_tariff_that_the_roles_of_its_words_state_otherwise_is_left_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "deepseek-v4-pro is 75% off until 2026-05-31 15:59 UTC."
    read = parse_note.__wrapped__
    stated = read(text, "en")
    assert [type(one) for one in stated] == [Discounts]
    others = tuple(replace(one, percent_off=Decimal(25)) for one in stated if isinstance(one, Discounts))

    def by_roles(text: str) -> tuple[Discounts, ...]:
        return others

    monkeypatch.setattr("scrapers.deepseek.small_print.doubts.half_read.read_tariff", by_roles)
    assert [type(one) for one in read(text, "en")] == [Unclear]
