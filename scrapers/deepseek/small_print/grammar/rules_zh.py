"""Patterns of Chinese sentences that are known as a whole, without spaces beside Chinese characters."""

import re

from scrapers.deepseek.small_print.grammar.rules import (
    THEM,
    VERSION,
    SentenceRule,
    endpoint_ends,
    merged,
    merged_before,
    prices_hold,
    rule,
    upgraded,
)
from scrapers.deepseek.small_print.syntax import AT, ID

HEDGE = re.compile(
    "不会|不将|并未|没有|并非|未曾|如果|如若|若|除非|是否|曾|原计划|原定(?!价)|取消|推迟|暂缓|撤回|可能|或将|据传|传闻|仅对|否认"
)

PRICE_HEDGE = re.compile("不(?!变|含|同)|并未|没有|并非|如果|若|除非|是否|曾|原定(?!价)|推迟|暂缓|可能|或将")


MERGERS = [
    rule(rf"通过{THEM}(?:均|都)?(?:可以?|能)访问新的?模型", merged, HEDGE),
    rule(rf"通过{THEM}(?:均|都)?(?:可以?|能)(?:访问|调用)该新?模型", merged_before, HEDGE),
]

TABLE = "价格(?:表|列表|政策)?"
PRICES = [
    rule(
        rf"(?:^|(?<=[,;。]))(?:该|此|本)?(?:次|项)?新?价格(?:调整|表)?将?(?:自|于|从){AT}(?:起|开始)?(?:正式|开始)?生效"
        "(?!,高峰时段为)",
        prices_hold,
        PRICE_HEDGE,
    ),
    rule(
        rf"价格已?(?:降至|降为|调整为)[^,;。⟦]+,(?:自|于|从){AT}(?:起|开始)?(?:正式)?生效",
        prices_hold,
        PRICE_HEDGE,
    ),
]

IDS = f"(?P<models>(?-i:{ID})(?:(?:和|与|、|及| & )(?-i:{ID}))*)"
CLAUSE = "(?:^|(?<=;))"
VERSION_ENDS = "(?= ?模型|[ ,.:;。]*$|[,。:;])"
UPGRADES = [
    rule(
        rf"{CLAUSE}{IDS}(?:对应的)?(?:模型)?(?:现|目前)?(?:均|都)?(?:已经?)?升级为 ?{VERSION}{VERSION_ENDS}",
        upgraded,
        HEDGE,
    ),
    rule(rf"{CLAUSE}{IDS}(?:模型)?(?:是|为)(?:我们的?)?新模型 ?{VERSION}{VERSION_ENDS}", upgraded, HEDGE),
]

SENTENCE_RULES: tuple[SentenceRule, ...] = (*MERGERS, *PRICES, *UPGRADES)

NOTE_RULES: tuple[SentenceRule, ...] = (
    rule(
        r"(?P<endpoint>https?://api\.deepseek\.com(?:[/:][A-Za-z0-9._~%/-]*)?)(?:(?!https?://).)*"
        rf"(?:支持时间|有效期|可用时间|服务时间)?(?:截止|有效|持续)至{AT}",
        endpoint_ends,
        re.compile(
            "并未|没有|并非|不再|如果|假如|若|除非|可能|或将|据|传闻|传言|地区|(?<!API)(?<!API )用户|网页|阿里云"
        ),
    ),
)

ANSWERED_BY = re.compile("(?:二者|两者|它们?|这两个(?:旧)?模型名)(?:分别)?(?:对应|指向)")
ROUTED_NOW = re.compile("(?:现已|现在|目前|当前|已)(?:被)?(?:全部)?(?:路由|指向|映射)(?:至|到)?")
LIST_PRICE = re.compile(
    "(?:^|,)(?:此后|之后|随后)(?!.*(?:不|并未|没有))[^。]*恢复(?:至|为|到)?(?:正常价格|原价|标准价格)"
)
