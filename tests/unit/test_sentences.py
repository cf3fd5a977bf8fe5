"""DeepSeek's small print: what each note states, and that words with another meaning state nothing."""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from bench.harness.dates import day
from samples.deepseek.early_notes import GROUPS, ROWS, EarlyNote
from samples.deepseek.notes import NOTES, Note
from samples.deepseek.notes_zh import NOTES_ZH
from scrapers.deepseek.small_print.parser import discount_window, parse_note
from scrapers.deepseek.small_print.statements import (
    Discounts,
    EndpointEnds,
    FreeUntil,
    NoteStatement,
    Peaks,
    PricesHold,
    Retires,
    Unclear,
    Upgraded,
)
from scrapers.page import PageChanged
from scrapers.parse.dates import find_instants
from scrapers.parse.text import plain_text

Found = tuple[NoteStatement, ...]
OLD = ("deepseek-chat", "deepseek-reasoner")
PRO = ("deepseek-v4-pro",)
MERGED = Retires(("deepseek-coder", "deepseek-chat"), "routed", replacement="DeepSeek V2.5")
V3_PROMOTION = Discounts((), None, day("2025-02-08 16:00"), "list_price")
RISE_2025 = day("2025-09-05 16:00")
R1 = Upgraded(("deepseek-reasoner",), "DeepSeek-R1")
FLASH_1017 = Upgraded(("deepseek-flash",), "DeepSeek-V4.1-Flash-1017")
FREE = FreeUntil(("search", "fetch"), day("2026-10-31 16:00"))
LEGACY = ("deepseek-v4-flash", "deepseek-v4-flash-vision-exp")
OLD_END, PRO_END = day("2026-07-24 15:59"), day("2026-09-14 04:00")
PROMOTION_END, RISE = day("2026-05-31 15:59"), day("2026-08-16 16:00")
CUT = PricesHold(day("2026-04-26 12:15"), None, ("input_cache_hit",))
ROUTED = Retires(LEGACY, "routed", replacement="DeepSeek-V4.1-Flash")
PRO_ROUTED = Retires(PRO, "dated", PRO_END, "routed", "V4.1 Flash")
KEPT = Retires(PRO, "cancelled")
FLASH = "deepseek-v4-flash"


def retiring(at: datetime, replacement: str | None = None, models: tuple[str, ...] = OLD) -> Retires:
    """Names that end; until then they answer as the replacement."""
    return Retires(models, "dated", at, "retired", replacement, replacement)


def hours(weekdays: str, sentence: str, since: datetime | None = None, holidays: str | None = None) -> Peaks:
    windows = "09:00-12:00 14:00-18:00"
    return Peaks(weekdays=weekdays, windows=windows, holidays=holidays, since=since, sentence=sentence)


def understood(text: str, language: str = "en") -> Found:
    """What a note states, without the sentences that are not clear."""
    return tuple(one for one in parse_note(text, language) if not isinstance(one, Unclear))


def without_words(found: Found) -> Found:
    """Peak hours without the sentence that they were read from."""
    return tuple(
        Peaks(weekdays=one.weekdays, windows=one.windows, holidays=one.holidays, since=one.since, sentence="")
        if isinstance(one, Peaks)
        else one
        for one in found
    )


ENGLISH: list[tuple[str, Found]] = [
    (
        "The names deepseek-chat and deepseek-reasoner will be deprecated in the future. They stand for two modes of "
        "deepseek-v4-flash.",
        (Retires(OLD, "announced", replacement=FLASH, answers_as=FLASH),),
    ),
    (
        "The model names deepseek-chat and deepseek-reasoner will be deprecated on 2026/07/24 15:59 UTC. For now they "
        "correspond to the non-thinking mode and thinking mode of deepseek-v4-flash, respectively.",
        (retiring(OLD_END, FLASH),),
    ),
    (
        "Both old names, `deepseek-chat` and `deepseek-reasoner`, will be discontinued in three months (2026-07-24).",
        (retiring(day("2026-07-24")),),
    ),
    ("deepseek-chat will be retired in mid-July.", ()),
    (
        "On 2026/07/24 15:59 UTC, deepseek-chat will be shut down and can no longer be called.",
        (retiring(OLD_END, models=("deepseek-chat",)),),
    ),
    (
        "deepseek-chat will be retired on 2026/07/24 15:59 UTC and will not be accepted afterwards.",
        (retiring(OLD_END, models=("deepseek-chat",)),),
    ),
    (
        "deepseek-chat is now routed to deepseek-flash and will be removed on 2027-01-31.",
        (retiring(day("2027-01-31"), "deepseek-flash", ("deepseek-chat",)),),
    ),
    (
        "We plan to retire V4 Pro. From 12:00 Beijing Time on September 14, 2026, and until V4.1 Pro is there, "
        "requests to deepseek-v4-pro will all be routed to V4.1 Flash and billed like it.",
        (PRO_ROUTED,),
    ),
    (
        "As users asked for it, we have decided to continue providing API services for DeepSeek V4 Pro after September "
        "14, 2026, with the same billing.",
        (KEPT,),
    ),
    (
        "Use deepseek-flash as the model name. The legacy names deepseek-v4-flash and deepseek-v4-flash-vision-exp are "
        "still accepted, but the models behind have been retired, their requests are served by the DeepSeek-V4.1-Flash "
        "model.",
        (ROUTED,),
    ),
    (
        "DeepSeek V2 Chat and DeepSeek Coder V2 have been merged into the new model, DeepSeek V2.5. To stay "
        "compatible, API users can access the new model through either deepseek-coder or deepseek-chat.",
        (MERGED,),
    ),
    (
        'There is a temporary endpoint: base_url="https://api.deepseek.com/v3.2_speciale_expires_on_20251215". It '
        "costs the same, available until Dec 15th, 2025, 15:59 (UTC Time).",
        (EndpointEnds("https://api.deepseek.com/v3.2_speciale_expires_on_20251215", day("2025-12-15 15:59")),),
    ),
    (
        "The deepseek-v4-pro model is currently offered at a 75% discount, extended until 2026/05/31 15:59 UTC.",
        (Discounts(PRO, Decimal(75), PROMOTION_END),),
    ),
    (
        "The deepseek-v4-pro pricing will be officially adjusted to 1/4 of the original price after the 75% discount "
        "promotion ends on 2026/05/31 15:59 UTC.",
        (Discounts(PRO, Decimal(75), PROMOTION_END, "permanent"),),
    ),
    (
        "The deepseek-v4-pro pricing will be adjusted to 1/2 of the original price after the 75% discount ends on "
        "2026/05/31 15:59 UTC.",
        (Discounts(PRO, Decimal(75), PROMOTION_END),),
    ),
    (
        "From now until 2025-02-08 16:00 (UTC), all users can enjoy the discounted prices of DeepSeek API. After that, "
        "prices return to the full price. DeepSeek-R1 is not included.",
        (V3_PROMOTION,),
    ),
    ("Peak hours are 01:00–04:00 and 06:00–10:00 UTC every day", (hours("1234567", ""),)),
    (
        "Peak hours are 01:00 - 04:00 and 06:00 - 10:00 UTC, Monday through Friday (all other hours are off-peak).",
        (hours("12345", ""),),
    ),
    (
        "Peak hours are 01:00 - 04:00 and 06:00 - 10:00 UTC, Monday through Friday, excluding Chinese public holidays.",
        (hours("12345", "", holidays="CN"),),
    ),
    (
        "Peak hours are 01:00 - 04:00 and 06:00 - 10:00 UTC every day. Effective 00:00 (Beijing Time) on Sunday, "
        "August 23, 2026, off-peak rates apply throughout the day on weekends (Saturdays and Sundays, Beijing Time).",
        (hours("1234567", ""), hours("12345", "", day("2026-08-22 16:00"))),
    ),
    (
        "Peak hours are 01:00 - 04:00 and 06:00 - 10:00 UTC (all other hours are off-peak). The new prices take effect "
        "at 16:00 UTC on August 16, 2026.",
        (hours("1234567", "", RISE), PricesHold(RISE, None)),
    ),
    (
        "Starting from 16:00 UTC Time on Sept 5th, 2025, we will apply the following price list:",
        (PricesHold(RISE_2025, None),),
    ),
    (
        "The current price list will remain in effect until 16:00 UTC Time on Sept 5th, 2025:",
        (PricesHold(None, RISE_2025),),
    ),
    (
        "For all models, the price of a cache hit is now 1/10. This price adjustment takes effect from 2026/4/26 "
        "12:15 UTC.",
        (CUT,),
    ),
    ("The new prices will take effect at 16:00 (UTC Time) on August 16, 2026.", (PricesHold(RISE, None),)),
    (
        "Calls to Search and Fetch by tools are not billed yet; they will be from 00:00 Beijing Time on November "
        "1, 2026.",
        (FREE,),
    ),
    (
        "Both deepseek-chat and deepseek-reasoner have been upgraded to DeepSeek-V3.2.",
        (Upgraded(OLD, "DeepSeek-V3.2"),),
    ),
    (
        "The deepseek-chat model has been upgraded to DeepSeek-V3. The API stays.",
        (Upgraded(("deepseek-chat",), "DeepSeek-V3"),),
    ),
    (
        "deepseek-reasoner Model Upgraded to DeepSeek-R1-0528:",
        (Upgraded(("deepseek-reasoner",), "DeepSeek-R1-0528"),),
    ),
    (
        "deepseek-coder & deepseek-chat Upgraded to DeepSeek V2.5 Model",
        (Upgraded(("deepseek-coder", "deepseek-chat"), "DeepSeek V2.5"),),
    ),
    (
        "DeepSeek V2 Chat and DeepSeek Coder V2 have been merged into a new model, DeepSeek V2.5, which is better than "
        "either. For backward compatibility, it can be called as deepseek-coder and as deepseek-chat.",
        (MERGED,),
    ),
    (
        "deepseek-chat and deepseek-reasoner will be retired after Jul 24th, 2026, 15:59 (UTC Time); until then they "
        "are routed to deepseek-v4-flash.",
        (retiring(OLD_END, FLASH),),
    ),
    (
        "The table shows the original price and the discounted price. From now until 2025-02-08 16:00 (UTC), all users "
        "can have the discounted prices of the API. After that, it will recover to full price.",
        (V3_PROMOTION,),
    ),
    (
        "(5) The form shows both prices. From now until 2025-02-08 16:00 (UTC), all users can enjoy the discounted "
        "prices of DeepSeek API. After that, it will recover to full price. DeepSeek-R1 is not included.",
        (V3_PROMOTION,),
    ),
    (
        "Starting from 16:00 UTC Time on Sept 5th, 2025, we will apply the price list below and cancel the nighttime "
        "discount:",
        (PricesHold(RISE_2025, None),),
    ),
    (
        "The price list of today will remain in effect until 16:00 UTC Time on Sept 5th, 2025:",
        (PricesHold(None, RISE_2025),),
    ),
    (
        "New pricing starts and off-peak discounts end at Sep 5th, 2025, 16:00 (UTC Time). Until then, the API follows "
        "the current pricing.",
        (PricesHold(RISE_2025, None),),
    ),
    (
        "The model behind deepseek-flash is now DeepSeek-V4.1-Flash-1017. Prices and the way to call it remain "
        "unchanged.",
        (FLASH_1017,),
    ),
    (
        "deepseek-reasoner is a new name for a new model, DeepSeek-R1. It can be invoked with "
        "model='deepseek-reasoner'.",
        (R1,),
    ),
    ("deepseek-reasoner is our new model DeepSeek-R1. You can invoke it.", (R1,)),
    (
        "deepseek-chat has been upgraded to DeepSeek-V3; deepseek-reasoner points to the new model DeepSeek-R1.",
        (Upgraded(("deepseek-chat",), "DeepSeek-V3"), R1),
    ),
    (
        "Search and Fetch are now APIs of their own, billed by the request. Calls from DeepSeek Harness, Claude Code "
        "and Codex will be billed from 00:00 Beijing Time on November 1, 2026.",
        (FREE,),
    ),
]

CHINESE: list[tuple[str, Found]] = [
    (
        "deepseek-chat 与 deepseek-reasoner 两个模型名将于北京时间 2026/07/24 23:59 弃用。"
        "二者分别对应 deepseek-v4-flash 的两种模式。",
        (retiring(OLD_END, FLASH),),
    ),
    ("模型名 deepseek-chat 与 deepseek-reasoner 将于未来弃用", (Retires(OLD, "announced"),)),
    ("模型名 deepseek-chat 与 deepseek-reasoner 将在未来被弃用。", (Retires(OLD, "announced"),)),
    ("两个旧的模型名 deepseek-chat 与 deepseek-reasoner 将于日后弃用", (Retires(OLD, "announced"),)),
    (
        "旧有的两个模型名 deepseek-chat 与 deepseek-reasoner 将于三个月后停止使用(2026-07-24)。",
        (retiring(day("2026-07-24")),),
    ),
    (
        "旧模型名 deepseek-v4-flash、deepseek-v4-flash-vision-exp 仍可调用,但模型已下线,"
        "请求将由 DeepSeek-V4.1-Flash 模型提供服务",
        (ROUTED,),
    ),
    (
        "我们计划有序下线 V4 Pro。自北京时间 2026 年 9 月 14 日 12:00 起,至 V4.1 Pro 上线之前,"
        "对 deepseek-v4-pro 的请求将全部路由至 V4.1 Flash。",
        (PRO_ROUTED,),
    ),
    ("我们决定在 2026 年 9 月 14 日之后继续提供 DeepSeek V4 Pro 的 API 调用服务;如有变动,另行通知。", (KEPT,)),
    (
        "升级后的新模型为 DeepSeek V2.5。API 用户通过 deepseek-coder 或 deepseek-chat 均可以访问新的模型。",
        (MERGED,),
    ),
    (
        'base_url="https://api.deepseek.com/v3.2_speciale_expires_on_20251215",'
        "支持时间截止至北京时间 2025-12-15 23:59。",
        (EndpointEnds("https://api.deepseek.com/v3.2_speciale_expires_on_20251215", day("2025-12-15 15:59")),),
    ),
    (
        "当前 deepseek-v4-pro 模型 2.5 折,优惠期延长至北京时间 2026/05/31 23:59。",
        (Discounts(PRO, Decimal(75), PROMOTION_END),),
    ),
    (
        "deepseek-v4-pro 模型目前享受 75% 优惠,延长至北京时间 2026/05/31 23:59",
        (Discounts(PRO, Decimal(75), PROMOTION_END),),
    ),
    ("deepseek-v4-pro 模型目前享受 5 折优惠", (Discounts(PRO, Decimal(50), None),)),
    (
        "deepseek-v4-pro 模型 API 价格将于北京时间 2026/05/31 23:59 结束 2.5 折优惠活动后,调整为原价的 1/4",
        (Discounts(PRO, Decimal(75), PROMOTION_END, "permanent"),),
    ),
    (
        "即日起至北京时间 2025-02-08 24:00,所有用户均可享受 DeepSeek API 的价格优惠。此后将恢复至正常价格。",
        (V3_PROMOTION,),
    ),
    (
        "北京时间周一至周五(不含中国法定节假日)9:00 - 12:00、14:00 - 18:00 为高峰时段;其余时段均为空闲时段。",
        (hours("12345", "", holidays="CN"),),
    ),
    ("高峰时段为北京时间每日 9:00 - 12:00、14:00 - 18:00(其余为空闲时段)。", (hours("1234567", ""),)),
    (
        "高峰时段为北京时间 9:00 - 12:00、14:00 - 18:00。"
        "自北京时间 2026 年 8 月 23 日(周日)00:00 起,周末全天为空闲时段。",
        (hours("1234567", ""), hours("12345", "", day("2026-08-22 16:00"))),
    ),
    (
        "全系列模型,输入缓存命中的价格已降至 1/10,该价格调整自北京时间 2026/4/26 20:15 起生效",
        (CUT,),
    ),
    (
        "自北京时间 2025 年 9 月 6 日 00:00 起,我们将执行以下价格表,并取消夜间优惠:",
        (PricesHold(RISE_2025, None),),
    ),
    ("当前价格表将持续有效至北京时间 2025 年 9 月 6 日 00:00:", (PricesHold(None, RISE_2025),)),
    ("新价格将于北京时间 2026 年 8 月 17 日 0 时开始生效。", (PricesHold(RISE, None),)),
    (
        "Search/Fetch 接口调用目前未计费,并将于北京时间 2026 年 11 月 1 日 00:00 起按次收取调用费用。",
        (FREE,),
    ),
    ("deepseek-chat 和 deepseek-reasoner 都已升级为 DeepSeek-V3.2.", (Upgraded(OLD, "DeepSeek-V3.2"),)),
    ("deepseek-chat 模型升级为 DeepSeek-V3-0324:", (Upgraded(("deepseek-chat",), "DeepSeek-V3-0324"),)),
    (
        "DeepSeek V2 Chat 与 DeepSeek Coder V2 已合并升级为新模型 DeepSeek V2.5。"
        "为向前兼容,通过 deepseek-coder 或 deepseek-chat 均可访问该模型。",
        (MERGED,),
    ),
    (
        "表格中列出了优惠前与优惠后的价格。即日起至北京时间 2025-02-08 24:00,所有用户均按优惠价格计费,此后恢复至原价。"
        "DeepSeek-R1 不参与优惠。",
        (V3_PROMOTION,),
    ),
    ("在北京时间 2025 年 9 月 6 日 00:00 之前,当前价格表继续有效:", (PricesHold(None, RISE_2025),)),
    ("北京时间 2025 年 9 月 6 日 00:00 起执行新价格,并取消夜间时段优惠。", (PricesHold(RISE_2025, None),)),
    (
        "deepseek-v4-pro 模型现享 2.5 折优惠,截至北京时间 2026/05/05 23:59。",
        (Discounts(PRO, Decimal(75), day("2026-05-05 15:59")),),
    ),
    (
        "deepseek-v4-pro 模型现享 2.5 折优惠,延长至北京时间 2026/05/31 23:59。",
        (Discounts(PRO, Decimal(75), PROMOTION_END),),
    ),
    (
        "deepseek-v4-pro 的 2.5 折优惠于北京时间 2026/05/31 23:59 结束后,其价格将正式调整为原价的 1/4。",
        (Discounts(PRO, Decimal(75), PROMOTION_END, "permanent"),),
    ),
    ("所有模型的缓存命中价格降至首发价格的 1/10,自北京时间 2026/4/26 20:15 起生效。", (CUT,)),
    ("deepseek-chat 与 deepseek-reasoner 现均已升级为 DeepSeek-V3.2。", (Upgraded(OLD, "DeepSeek-V3.2"),)),
    (
        "deepseek-reasoner 模型现已升级为 DeepSeek-R1-0528。",
        (Upgraded(("deepseek-reasoner",), "DeepSeek-R1-0528"),),
    ),
    ("deepseek-chat 模型现已升级为 DeepSeek-V3,接口不变。", (Upgraded(("deepseek-chat",), "DeepSeek-V3"),)),
    ("deepseek-flash 对应的模型已升级为 DeepSeek-V4.1-Flash-1017,价格与调用方式不变。", (FLASH_1017,)),
    ("deepseek-reasoner 是新模型 DeepSeek-R1,可通过 model=deepseek-reasoner 调用。", (R1,)),
    ("deepseek-reasoner 是我们的新模型 DeepSeek-R1. 可以调用。", (R1,)),
    (
        "deepseek-chat 模型已升级为 DeepSeek-V3;deepseek-reasoner 为新模型 DeepSeek-R1。",
        (Upgraded(("deepseek-chat",), "DeepSeek-V3"), R1),
    ),
    (
        "Search 与 Fetch 现为独立的 API,按请求次数计费。"
        "在 DeepSeek Harness、Claude Code 与 Codex 中的调用将于北京时间 2026 年 11 月 1 日 00:00 起收取费用。",
        (FREE,),
    ),
]


ENDINGS = [
    ("deepseek-chat will be deprecated on ⟨2026/07/24 15:59 UTC⟩.", "en"),
    ("deepseek-chat will be discontinued in three months (⟨2026-07-24⟩).", "en"),
    (
        "From ⟨12:00 Beijing Time on September 14, 2026⟩, requests to deepseek-v4-pro will be routed to V4.1 Flash.",
        "en",
    ),
    ("deepseek-v4-pro is offered at a 75% discount until ⟨2026/05/31 15:59 UTC⟩.", "en"),
    ("模型名 deepseek-chat 将于⟨北京时间 2026/07/24 23:59⟩ 弃用", "zh"),
    ("自⟨北京时间 2026 年 9 月 14 日 12:00⟩ 起,对 deepseek-v4-pro 的请求将全部路由至 V4.1 Flash。", "zh"),
    ("deepseek-v4-pro 模型 2.5 折,优惠期延长至⟨北京时间 2026/05/31 23:59⟩。", "zh"),
    ("deepseek-v4-pro 模型现享 2.5 折优惠,截至⟨北京时间 2026/05/05 23:59⟩。", "zh"),
    ("deepseek-v4-pro 的 2.5 折优惠于⟨北京时间 2026/05/31 23:59⟩ 结束后,其价格将正式调整为原价的 1/4。", "zh"),
    ("即日起至⟨北京时间 2025-02-08 24:00⟩,所有用户均按优惠价格计费,此后恢复至原价。", "zh"),
    ("From now until ⟨2025-02-08 16:00 (UTC)⟩, all users can have the discounted prices of the API.", "en"),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_an_english_note_states(text: str, expected: Found) -> None:
    assert without_words(understood(plain_text(text))) == expected


@pytest.mark.parametrize(("text", "expected"), CHINESE)
def test_a_chinese_note_states(text: str, expected: Found) -> None:
    assert without_words(understood(plain_text(text), "zh")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The model names deepseek-chat and deepseek-reasoner will not be deprecated on 2026/07/24 15:59 UTC.",
        "The model name deepseek-chat will no longer be deprecated on 2026/07/24 15:59 UTC.",
        "deepseek-chat was going to be deprecated on 2026/07/24 15:59 UTC.",
        "deepseek-chat will be deprecated on 2026/07/24 15:59 UTC?",
        "Will deepseek-chat be deprecated in the future?",
        "If deepseek-chat will be deprecated on 2026/07/24 15:59 UTC, we will say so.",
        "According to rumours, deepseek-chat will be deprecated on 2026/07/24 15:59 UTC.",
        "The deprecation of deepseek-chat on 2026/07/24 15:59 UTC has been postponed.",
        "deepseek-chat will be removed from the app on 2026/07/24 15:59 UTC.",
        "DeepSeek V4 Pro API is unchanged",
        "We will remove the deepseek-chat limit on 2026/07/24 15:59 UTC.",
        "deepseek-chat will be retired as the default on 2026/07/24 15:59 UTC.",
        "The DeepSeek-V4-Pro API and the APP/WEB models are unchanged.",
        "Requests to deepseek-v4-pro will not be routed to V4.1 Flash from 2026/07/24 15:59 UTC.",
        "A new version of deepseek-v4-flash will be released soon. The exact date will be announced on this page.",
        "The old endpoint for deepseek-chat and deepseek-reasoner will be shut down on 2026/08/30 15:59 UTC.",
        "deepseek-v5 replaces deepseek-v4-pro, which will be retired on 2027-01-31.",
        "Use deepseek-v5 instead of deepseek-chat and deepseek-v4-pro, which will be retired on 2027-01-31.",
        "deepseek-v4-pro is deprecated since 2026-11-01 and will stop working on 2027-01-31 15:59 UTC.",
        "The playground for deepseek-v4-pro will be shut down on 2027-01-31 15:59 UTC.",
        "We plan to raise all prices in the near future; a significant increase is to be expected.",
        "The Responses API will support deepseek-v4-pro in early August 2026.",
        "The deepseek-v4-pro model is not offered at a 75% discount until 2026/05/31 15:59 UTC.",
        "The deepseek-v4-pro model was offered at a 75% discount until 2026/05/31 15:59 UTC.",
        "The price of deepseek-v4-pro, effective from 2026/4/26 12:15 UTC, is unchanged.",
        "The new prices will not take effect at 16:00 (UTC Time) on August 16, 2026.",
        "Search and Fetch are not free until 00:00 Beijing Time on November 1, 2026.",
        "The deepseek-chat model has not been upgraded to DeepSeek-V3.2.",
        "The deepseek-chat model will be upgraded to DeepSeek-V3.2.",
        "Peak hours are 01:00 - 04:00 and 06:00 - 10:00 UTC on business days.",
        "Weekends are off-peak all day.",
        "See https://api-docs.deepseek.com/news, available until Dec 15th, 2025, 15:59 (UTC Time).",
        "DeepSeek V2 Chat and DeepSeek Coder V2 have not been merged into a new model, DeepSeek V2.5. It can be called "
        "as deepseek-coder and as deepseek-chat.",
        "For backward compatibility, it can be called as deepseek-coder and as deepseek-chat.",
        "Until 2025-02-08 16:00 (UTC), not all users can have the discounted prices of the API.",
        "From now until 2025-02-08 16:00 (UTC), all users can have the discounted prices of the app.",
        "Starting from 16:00 UTC Time on Sept 5th, 2025, we will not apply the price list below.",
        "Starting from 16:00 UTC Time on Sept 5th, 2025, we will apply the rate limits below.",
        "The price list of today will no longer remain in effect until 16:00 UTC Time on Sept 5th, 2025.",
        "The price list of yesterday will remain in effect until 16:00 UTC Time on Sept 5th, 2025.",
        "If new pricing starts at Sep 5th, 2025, 16:00 (UTC Time), we will say so.",
        "The model behind deepseek-flash is now better than DeepSeek-V4.1-Flash-1017.",
        "The model behind deepseek-flash is not DeepSeek-V4.1-Flash-1017.",
        "Is the model behind deepseek-flash now DeepSeek-V4.1-Flash-1017?",
        "deepseek-reasoner is not a new name for a new model, DeepSeek-R1.",
        "deepseek-reasoner is better than our new model DeepSeek-R1.",
        "The deepseek-chat model has been upgraded to DeepSeek-V3.2beta.",
        "Search and Fetch: calls from Codex will not be billed from 00:00 Beijing Time on November 1, 2026.",
        "Search is here. If you agree, calls from Codex will be billed from 00:00 Beijing Time on November 1, 2026.",
        "Calls from Codex will be billed from 00:00 Beijing Time on November 1, 2026.",
    ],
)
def test_the_words_with_another_meaning_state_nothing(text: str) -> None:
    assert understood(plain_text(text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "模型名 deepseek-chat 不会于北京时间 2026/07/24 23:59 弃用",
        "模型名 deepseek-chat 原计划将于北京时间 2026/07/24 23:59 弃用",
        "模型名 deepseek-chat 将于北京时间 2026/07/24 23:59 弃用吗?",
        "如果 deepseek-chat 将弃用,我们会通知",
        "对 deepseek-v4-pro 的请求将不会路由至 V4.1 Flash",
        "deepseek-v4-pro 模型不再享受 2.5 折优惠",
        "DeepSeek V4 Pro 的 API 不变。",
        "DeepSeek V2 Chat 与 DeepSeek Coder V2 并未合并升级为新模型 DeepSeek V2.5。通过 deepseek-chat 均可访问该模型。",
        "通过 deepseek-coder 或 deepseek-chat 均可访问该模型。",
        "即日起至北京时间 2025-02-08 24:00,所有用户均不按优惠价格计费。",
        "在北京时间 2025 年 9 月 6 日 00:00 之前,当前价格表不再有效。",
        "deepseek-v4-pro 的缓存命中价格降至首发价格的 1/10,自北京时间 2026/4/26 20:15 起生效。",
        "所有模型的缓存命中价格不会降至首发价格的 1/10,自北京时间 2026/4/26 20:15 起生效。",
        "如果 deepseek-v4-pro 的 2.5 折优惠于北京时间 2026/05/31 23:59 结束后,其价格将调整为原价的 1/4,我们会通知。",
        "deepseek-chat 模型并未升级为 DeepSeek-V3.2。",
        "deepseek-flash 对应的模型将升级为 DeepSeek-V4.1-Flash-1017。",
        "deepseek-reasoner 不是新模型 DeepSeek-R1。",
        "Search 与 Fetch 为独立的 API。在 Codex 中的调用将不会于北京时间 2026 年 11 月 1 日 00:00 起收取费用。",
        "Search 与 Fetch 为独立的 API。在 Codex 中的调用将于北京时间 2026 年 11 月 1 日 00:00 起取消收费。",
        "deepseek-chat 将停止支持 FIM 补全",
        "我们将于北京时间 2026/07/24 23:59 下线 deepseek-chat 的旧参数",
    ],
)
def test_chinese_words_with_another_meaning_state_nothing(text: str) -> None:
    assert understood(plain_text(text), "zh") == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("deepseek-chat will be deprecated on 24.07.2026.", "en"),
        ("deepseek-chat will be deprecated on July 24.", "en"),
        ("deepseek-chat will be deprecated on 2026/07/24 15:59.", "en"),
        ("deepseek-chat will be deprecated, as announced on 2026/07/24 15:59 UTC.", "en"),
        ("Requests to deepseek-v4-pro will be routed to V4.1 Flash, starting at noon on September 14.", "en"),
        ("deepseek-v4-pro is currently offered at a 75% discount until May 31.", "en"),
        ("模型名 deepseek-chat 将于 7 月 24 日弃用", "zh"),
        ("模型名 deepseek-chat 将于北京时间 2026 年 7 月 24 日凌晨弃用", "zh"),
        ("deepseek-v4-pro 模型 2.5 折,优惠期延长至 5 月 31 日", "zh"),
        ("deepseek-v4-pro 模型现享 2.5 折优惠,截至 5 月 31 日。", "zh"),
        ("即日起至 2 月 8 日,所有用户均按优惠价格计费,此后恢复至原价。", "zh"),
        ("From now until Feb 8, all users can have the discounted prices of the API.", "en"),
    ],
)
def test_an_announced_end_with_a_date_in_an_unknown_shape_is_unclear(text: str, language: str) -> None:
    (unclear,) = parse_note(plain_text(text), language)
    assert isinstance(unclear, Unclear)
    assert unclear.sentence == plain_text(text)
    assert unclear.looks_dated or len(unclear.instants) == 1


@given(st.data())
def test_a_damaged_date_never_turns_a_dated_end_into_an_undated_one(data: st.DataObject) -> None:
    text, language = data.draw(st.sampled_from(ENDINGS))
    first = text.index("⟨")
    last = text.index("⟩")
    places = [place for place in range(first, last) if text[place].isdigit()]
    place = data.draw(st.sampled_from(places))
    damaged = text[:place] + data.draw(st.sampled_from([*"0123456789", "", "x", " ", ":", "/"])) + text[place + 1 :]
    damaged = damaged.replace("⟨", "").replace("⟩", "")
    found = understood(damaged, language)
    ends = {
        one.at if isinstance(one, Retires) else one.ends_at for one in found if isinstance(one, Retires | Discounts)
    }
    assert ends <= {one.at for one in find_instants(damaged)}, damaged


def test_an_end_on_a_date_that_does_not_exist_is_unclear_and_the_rest_of_the_note_is_read() -> None:
    kept = "deepseek-reasoner will be retired on 2026/07/24 15:59 UTC."
    unclear, read = parse_note(f"deepseek-chat will be retired on 2026/07/42 15:59 UTC. {kept}")
    assert isinstance(unclear, Unclear)
    assert (unclear.models, unclear.instants, unclear.looks_dated) == (("deepseek-chat",), (), True)
    assert read == retiring(OLD_END, models=("deepseek-reasoner",))


def test_a_text_too_long_to_be_a_note_is_unclear_as_a_whole() -> None:
    (unclear,) = parse_note("deepseek-chat will be retired on 2026/07/24 15:59 UTC. " * 100)
    assert isinstance(unclear, Unclear)
    assert len(unclear.sentence) == 300
    assert (unclear.models, unclear.instants) == (("deepseek-chat",), (OLD_END,))


def test_weekdays_on_another_clock_are_unclear_where_the_day_differs() -> None:
    (unclear,) = parse_note("Peak hours are 16:30-23:30 UTC, Monday through Friday.")
    assert isinstance(unclear, Unclear)
    assert (unclear.windows, unclear.about) == ("00:30-07:30", {"peak_hours", "hours"})
    assert unclear.weekdays == ("",)


@pytest.mark.parametrize(
    ("text", "language", "printed"),
    [
        ("deepseek-v4-pro 模型 2.5 折优惠", "zh", "75"),
        ("deepseek-v4-pro 模型 75% 优惠", "zh", "75"),
        ("deepseek-v4-pro 模型 85 折优惠", "zh", "15"),
        ("deepseek-v4-pro is offered at a 75.0% discount.", "en", "75"),
        ("deepseek-v4-pro is offered at a 62.5% discount.", "en", "62.5"),
    ],
)
def test_a_percent_is_printed_without_an_empty_fraction(text: str, language: str, printed: str) -> None:
    (found,) = understood(plain_text(text), language)
    assert isinstance(found, Discounts)
    assert str(found.percent_off) == printed


def test_peak_hours_keep_the_sentences_that_they_were_read_from() -> None:
    daily = "Peak hours are 01:00-04:00 and 06:00-10:00 UTC every day."
    weekends = "From 00:00 (Beijing Time) on Sunday, August 23, 2026, weekends are off-peak all day."
    first, second = understood(f"Hello. {daily} {weekends}")
    assert first == hours("1234567", daily)
    assert second == hours("12345", f"{daily} {weekends}", day("2026-08-22 16:00"))


SAMPLES: dict[str, Found] = {
    "names_dated": (retiring(OLD_END, FLASH),),
    "names_undated": (Retires(OLD, "announced", replacement=FLASH, answers_as=FLASH),),
    "names_dated_again": (retiring(OLD_END, FLASH),),
    "v4_flash_retired deepseek-flash": (ROUTED,),
    "flash_1017": (Retires(LEGACY, "routed", replacement="DeepSeek-V4.1-Flash-1017"),),
    "pro_retirement_announced": (PRO_ROUTED,),
    "pro_retirement_withdrawn": (KEPT,),
    "flash_0731": (),
    "rise_warned": (),
    "rise_announced": (hours("1234567", "", RISE), PricesHold(RISE, None)),
    "rise": (hours("1234567", ""),),
    "weekends_off_peak": (hours("1234567", ""), hours("12345", "", day("2026-08-22 16:00"))),
    "v4_flash_retired PRICING": (hours("12345", ""),),
    "holidays_off_peak": (hours("12345", "", holidays="CN"),),
    "cache_hit_cut": (CUT,),
    "promotion": (Discounts(PRO, Decimal(75), day("2026-05-05 15:59")),),
    "promotion_extended": (Discounts(PRO, Decimal(75), PROMOTION_END),),
    "promotion_permanent discount": (Discounts(PRO, Decimal(75), PROMOTION_END, "permanent"),),
    "promotion_permanent concurrency": (),
}


@pytest.mark.parametrize("note", NOTES, ids=lambda note: f"{note.since}-{note.mark}")
def test_a_note_of_the_sample_page_states(note: Note) -> None:
    expected = SAMPLES[note.since] if note.since in SAMPLES else SAMPLES[f"{note.since} {note.mark}"]
    assert without_words(understood(plain_text(BeautifulSoup(note.text, "html.parser").get_text()))) == expected


def stated(html: str, language: str) -> set[NoteStatement]:
    return set(without_words(understood(plain_text(BeautifulSoup(html, "html.parser").get_text()), language)))


@pytest.mark.parametrize(("english", "chinese"), list(zip(NOTES, NOTES_ZH, strict=True)))
def test_a_note_of_the_chinese_sample_page_states_what_the_english_one_does(english: Note, chinese: Note) -> None:
    assert (english.since, english.mark) == (chinese.since, chinese.mark)
    assert stated(english.text, "en") == stated(chinese.text, "zh")


@pytest.mark.parametrize("note", [*ROWS, *GROUPS], ids=lambda note: f"{note.since}-{note.mark}")
def test_an_early_note_of_the_sample_page_states_the_same_in_both_languages(note: EarlyNote) -> None:
    assert stated(note.en, "en") == stated(note.zh, "zh")


PRO_CUT = Discounts(PRO, Decimal(75), PROMOTION_END, "permanent")
UNDATED = Retires(OLD, "announced", replacement=FLASH, answers_as=FLASH)
SPECIALE = EndpointEnds("https://api.deepseek.com/v3.2_speciale_expires_on_20251215", day("2025-12-15 15:59"))
CAPTURES: dict[str, set[NoteStatement]] = {
    "pricing_en_2026-05-08.html": {UNDATED, CUT, Discounts(PRO, Decimal(75), PROMOTION_END)},
    "text_2024-09_en_pricing.txt": {MERGED},
    "text_2025-08-21_en_pricing_two-tables.txt": {
        PricesHold(RISE_2025, None),
        PricesHold(None, RISE_2025),
    },
    "text_2026-05-22_en_pricing_permanent-cut.txt": {UNDATED, CUT, PRO_CUT},
    "text_2026-08-09_en_pricing.md": set(),
    "text_2026-09-10_en_home_pro-retirement-announced.txt": {ROUTED, PRO_ROUTED},
    "text_2026-09-11_en_home_pro-retirement-cancelled.txt": {ROUTED, KEPT},
    "text_2026-09-21_en-zh_footnotes_holidays.txt": {ROUTED, hours("12345", "", holidays="CN")},
    "text_2026-10-18_zh-cn_pricing_1017_search-fetch.txt": {
        Retires(LEGACY, "routed", replacement="DeepSeek-V4.1-Flash-1017"),
        hours("12345", "", holidays="CN"),
        FREE,
    },
}


def notes_of(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        text = re.sub(r"<[^>]+>", "", re.sub(r"<br ?/?>|</(?:p|td|h\d|li)>", "\n", text))
    text = re.sub(r"\\(?=[_.])|\*\*", "", text).replace("%5F", "_")
    return [plain_text(re.sub(r"^[\s•*-]*(?:\(\d\))?", "", line)) for line in text.splitlines()]


def all_of(file: Path) -> set[NoteStatement]:
    found: set[NoteStatement] = set()
    for note in notes_of(file):
        found.update(without_words(understood(note, "zh" if re.search("[一-鿿]", note) else "en")))
    return found


@pytest.mark.parametrize("name", CAPTURES)
def test_a_capture_of_a_real_page_states(name: str, capture: Callable[[str], Path]) -> None:
    assert all_of(capture(f"deepseek/{name}")) == CAPTURES[name]


@pytest.mark.parametrize("name", ["updates_en_2026-08-21.md", "text_2026-01-31_zh-cn_updates.md"])
def test_a_capture_of_the_change_log_states_its_versions(name: str, capture: Callable[[str], Path]) -> None:
    found = all_of(capture(f"deepseek/{name}"))
    chat = {one.version for one in found if isinstance(one, Upgraded) and "deepseek-chat" in one.models}
    series = {f"DeepSeek-V3.{name}" for name in ("1", "1-Terminus", "2-Exp", "2")}
    assert chat == series | {f"DeepSeek-V{name}" for name in ("2-0517", "2-0628", "2.5-1210", "3", "3-0324")}
    assert {SPECIALE, R1} <= found


@pytest.mark.parametrize(
    ("label", "window"),
    [
        ("STANDARD PRICE (UTC 00:30-16:30)", "08:30-00:30"),
        ("标准时段价格（北京时间 08:30-00:30）", "08:30-00:30"),
        ("DISCOUNT PRICE (UTC 16:30-00:30)", "00:30-08:30"),
        ("优惠时段价格（北京时间 00:30-08:30）", "00:30-08:30"),
    ],
)
def test_a_row_group_of_2025_says_its_hours_on_beijings_clock(label: str, window: str) -> None:
    assert discount_window(plain_text(label)) == window


@pytest.mark.parametrize(
    "label", ["PEAK", "STANDARD PRICE", "STANDARD PRICE (UTC 00:30-16:75)", "NIGHT PRICE (UTC 00:30-16:30)"]
)
def test_another_row_group_is_refused(label: str) -> None:
    with pytest.raises(PageChanged):
        discount_window(label)
