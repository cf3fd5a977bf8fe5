"""Numbers under a condition, in a region, by another channel, of the past or the future: named, and no contradiction.

A plain sentence about the standard price with another number refuses the page, in every shape of it.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle, product
from unicodedata import normalize

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import PROMOTION, page_of
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.facts.kinds import Notice, Price, Promotion
from models.readings.reading import Reading, with_unread_as_notices
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES

EN, ZH = "deepseek_pricing", "deepseek_pricing_zh"
PRO = "deepseek-v4-pro"
PRODUCTS = day("2026-10-18")
PLAIN = {
    EN: (
        "output of deepseek-v4-pro costs $5 per 1M tokens",
        "deepseek-v4-pro costs $5 per 1M output tokens",
        "the output price of deepseek-v4-pro is $5 / 1M tokens",
        "deepseek-v4-pro output: $5 per million tokens",
    ),
    ZH: (
        "deepseek-v4-pro 输出价格为 50元/百万 tokens",
        "deepseek-v4-pro 每百万 tokens 输出 50元",
        "deepseek-v4-pro 的价格为 50元/百万输出 tokens",
    ),
}
AROUND = {
    EN: (
        *("In the EU region {}", "In Europe {}", "For customers in China {}", "{} in the US", "{} outside the EEA"),
        *(
            "If you use batch, {}",
            "{} when you commit to a year",
            "Unless you opt out, {}",
            "{} for prompts above 200K",
        ),
        *("With the batch API {}", "{} via partners", "On Azure {}", "{} through OpenRouter", "{} for students"),
        *("{} on the enterprise plan", "Third-party providers: {}", "With priority processing {}"),
        *("Soon {}", "From next month {}", "{} tomorrow", "Perhaps {}", "{} later this year", "Planned: {}"),
        *("Last year {}", "{} at launch", "Formerly {}", "Until recently {}", "Two months ago {}", "Once, {}"),
        *("On average {}", "At most {}", "For instance, if cached, {}", "Roughly: {}"),
    ),
    ZH: (
        *("在欧盟地区，{}", "海外{}", "中国大陆以外的地区{}", "在新加坡{}"),
        *("如果使用批量接口，{}", "若签订年度合同，{}", "当上下文超过 200K 时，{}", "批处理模式下 {}"),
        *("通过合作伙伴，{}", "在阿里云上 {}", "企业版：{}", "学生用户：{}", "第三方渠道：{}"),
        *("未来 {}", "下个月 {}", "预计 {}", "即将调整：{}", "明年 {}"),
        *("此前 {}", "去年 {}", "上线时 {}", "过去 {}"),
        *("最高：{}", "平均而言，{}", "大约 {}"),
    ),
}
VERBS = (
    *("Output of deepseek-v4-pro will soon cost $5 per 1M tokens.", "deepseek-v4-pro will cost $5 / 1M output tokens."),
    *("Output of deepseek-v4-pro used to cost $5 per 1M tokens.", "Output of deepseek-v4-pro was $5 per 1M tokens."),
    *("Output of deepseek-v4-pro costs up to $5 per 1M tokens.", "Output of deepseek-v4-pro starts at $5 / 1M tokens."),
    *("Output of deepseek-v4-pro is going to be $5 / 1M tokens.", "deepseek-v4-pro may cost $5 / 1M output tokens."),
)


def noted(source: str, text: str, at: datetime = PROMOTION) -> Page:
    """A page of the sample with one more note."""
    body = page_of(source, at).decode()
    place = body.index("<hr>")
    return Page(source, "u", f"{body[:place]}<p>{text}</p>{body[place:]}".encode(), at)


def plain(source: str, at: datetime = PROMOTION) -> Reading:
    return SOURCES[source].reading(Page(source, "u", page_of(source, at), at))


def prices(found: Reading) -> set[Price]:
    return {fact for fact in found.facts if isinstance(fact, Price)}


def warned(found: Reading, source: str) -> list[str]:
    """The texts that are told as a possible price."""
    told = with_unread_as_notices(found, source).facts
    return [fact.text or "" for fact in told if isinstance(fact, Notice) and fact.unread == "price"]


def sentence(source: str, around: str, inner: str) -> str:
    text = around.format(inner)
    return f"{text}{'.' if source == EN else '。'}"


CONDITIONAL = [
    (source, sentence(source, around, inner))
    for source in (EN, ZH)
    for around, inner in zip(AROUND[source], cycle(PLAIN[source]), strict=False)
] + [(EN, text) for text in VERBS]
"""Each wording around the plain sentences, in turn."""


@pytest.mark.parametrize("source", [EN, ZH])
def test_a_price_of_elsewhere_is_named_as_a_possible_price_and_contradicts_nothing(source: str) -> None:
    known, texts = prices(plain(source)), [text for where, text in CONDITIONAL if where == source]
    assert len(texts) > 20
    for text in texts:
        found = SOURCES[source].reading(noted(source, text))
        assert prices(found) == known, text
        assert any(normalize("NFKC", text) in told for told in warned(found, source)), text


PRESENT = {
    EN: (
        "{}",
        "Please note that {}",
        "Now {}",
        "{}, cached or otherwise",
        "Effective immediately, {}",
        "As always, {}",
    ),
    ZH: ("{}", "请注意，{}", "现在 {}", "目前 {}", "即日起 {}"),
}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (source, sentence(source, around, inner))
        for source in (EN, ZH)
        for around, inner in product(PRESENT[source], PLAIN[source])
    ]
    + [
        (EN, "Output of deepseek-v4-pro costs $5 per 1M tokens (batch: $2)."),
        (EN, "Output of deepseek-v4-pro costs $5 per 1M tokens, 50% less for batch jobs."),
        (EN, "You will be charged $5 per 1M output tokens of deepseek-v4-pro."),
        (EN, "Batch jobs have prices of their own. Output of deepseek-v4-pro costs $5 per 1M tokens."),
        (ZH, "deepseek-v4-pro 输出价格为 50元/百万 tokens（批量 20元）。"),
    ],
)
def test_a_plain_price_that_is_not_the_tables_refuses_the_page(source: str, text: str) -> None:
    with pytest.raises(PageChanged, match="another price than the table"):
        SOURCES[source].reading(noted(source, text))


@pytest.mark.parametrize(
    ("source", "at", "text"),
    [
        (source, PRODUCTS, text)
        for source, texts in {
            EN: (
                *(
                    "Each further web search costs $7.",
                    "Fetch is billed at $3 per 1,000 pages in the EU.",
                    "A FETCH: $3",
                ),
                *("For partners, 1,000 search requests cost $2.",),
            ),
            ZH: ("每次联网搜索另收 7 元。", "网页抓取在海外为 3 元。"),
        }.items()
        for text in texts
    ],
)
def test_an_amount_beside_a_product_that_is_priced_is_a_possible_price(source: str, at: datetime, text: str) -> None:
    found = SOURCES[source].reading(noted(source, text, at))
    assert any(text in told for told in warned(found, source))
    assert prices(found) == prices(plain(source, at))


@pytest.mark.parametrize("text", ["Our research budget is $7.", "We fetched $3 at an auction.", "Attempts cost $2."])
def test_a_word_that_only_holds_the_name_of_a_product_is_none(text: str) -> None:
    assert warned(SOURCES[EN].reading(noted(EN, text, PRODUCTS)), EN) == []


SHARES = {
    EN: {
        "50% less for a region": "In the EU deepseek-v4-pro is offered at a 50% discount.",
        "for batch jobs": "For batch jobs, deepseek-v4-pro is offered at a 50% discount.",
        "under a condition": "If you commit to a year, deepseek-v4-pro is offered at a 50% discount.",
        "as a bound": "The deepseek-v4-pro model is offered at up to 85% discount.",
        "later": "Soon deepseek-v4-pro is offered at a 50% discount.",
        "another one beside it": "The deepseek-v4-pro model is offered at a 75% discount (batch: 85% discount).",
    },
    ZH: {
        "for a region": "海外用户 deepseek-v4-pro 享 5 折优惠。",
        "for batch jobs": "批量接口调用 deepseek-v4-pro 享 5 折优惠。",
        "as a bound": "deepseek-v4-pro 最高享 1.5 折优惠。",
    },
}


@pytest.mark.parametrize(("source", "name"), [(source, name) for source in SHARES for name in SHARES[source]])
def test_a_share_of_elsewhere_is_neither_a_contradiction_nor_the_share(store: Store, source: str, name: str) -> None:
    """The page is recorded, and the promotion stays as it is stated."""
    promotion = [fact for fact in plain(source).facts if isinstance(fact, Promotion)]
    page = noted(source, SHARES[source][name])
    found = SOURCES[source].reading(page)
    assert [fact for fact in found.facts if isinstance(fact, Promotion)] == promotion
    assert promotion
    outcomes = [
        process_attempt(
            Run(store, SOURCES[source]), partial(replace, its, moment=PROMOTION + timedelta(hours=hour))
        ).outcome
        for hour, its in enumerate((Page(source, "u", page_of(source, PROMOTION), PROMOTION), page))
    ]
    assert outcomes == ["facts", "facts"]


@pytest.mark.parametrize(
    "text",
    [
        "Enjoy 50% off deepseek-v4-pro, friends.",
        "The discount of deepseek-v4-pro amounts to 50% off, hopefully.",
    ],
)
def test_another_share_that_is_not_understood_still_waits_for_a_person(store: Store, text: str) -> None:
    first, second = Page(EN, "u", page_of(EN, PROMOTION), PROMOTION), noted(EN, text)
    process_attempt(Run(store, SOURCES[EN]), lambda: first)
    settled = process_attempt(Run(store, SOURCES[EN]), lambda: replace(second, moment=PROMOTION + timedelta(hours=1)))
    assert settled.outcome == "held"
