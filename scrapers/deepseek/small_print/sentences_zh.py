"""DeepSeek's small print in Chinese: which wording states what. Spaces beside Chinese characters are gone here."""

import re

from scrapers.deepseek.small_print.clauses import AT, ID, MODEL, MODELS
from scrapers.deepseek.small_print.makers import (
    Rule,
    becomes_permanent,
    cancelled,
    discounts,
    endpoint_ends,
    free_until,
    merged,
    merged_before,
    prices_hold,
    retires,
    routed,
    rule,
    upgraded,
    will_be_routed,
)
from scrapers.deepseek.small_print.peaks import WINDOWS, peaks

LEAD = "⟦(?P<lead>[0-9]+)⟧"
BESIDE = r"(?:\(⟦(?P<beside>[0-9]+)⟧\))?"
THEM = f"(?P<models>{MODELS})"
REPLACEMENT = f"(?P<replacement>{MODEL})"
FOLD = (
    r"(?:(?P<percent>[0-9]{1,3}(?:\.[0-9]{1,3})?)%(?:的)?(?:优惠|折扣)(?:/[0-9.]+折)?"
    r"|(?P<fold>[0-9]{1,3}(?:\.[0-9]{1,3})?)折(?:优惠|折扣)?)"
)

HEDGE = re.compile(
    "不会|不将|并未|没有|并非|未曾|如果|如若|若|除非|是否|曾|原计划|原定(?!价)|取消|推迟|暂缓|撤回|可能|或将|据传|传闻|仅对|否认"
)

PRICE_HEDGE = re.compile("不会|不将|并未|没有|并非|如果|若|除非|是否|曾|原定(?!价)|推迟|暂缓|可能|或将")

START = "(?:^|(?<=[,;:、。)]))"
SUBJECT = (
    "(?:旧有的?|旧的?|现有的?|以下|两个|API|接口的?|模型名称?|模型|请注意|[,: ])*"
    f"{THEM} ?(?:这|该|此)?(?:两|三)?个?旧?(?:模型名称?|模型|名称|接口)?的?(?:API)?(?:服务)?"
)
SOON = "(?:未来|日后|后续|近期|不久|[一二两三四五六0-9]+个?(?:月|周|天)[之以]?后)"
WHEN = rf"(?:于|在|自)?(?:{AT}(?:起|之?后)?|{SOON}{BESIDE}|[^,。;:不未⟦]*[0-9][^,。;:不未⟦]*)?"
END = "(?:弃用|停用|下线|停止使用|停止服务|停止支持|废弃|退役)"
FROM = f"(?:(?:自|从|于)?{LEAD}(?:起|之后|后|开始),?)"

RETIREMENTS = [
    rule(
        rf"{START}{FROM}?{SUBJECT}(?:计划)?(?:将会?|即将|拟){WHEN}(?:被)?(?:正式|全面|陆续|逐步|有序)?{END}"
        r"(?:\(⟦(?P<after>[0-9]+)⟧\))?(?=[,.。;:(]|$)",
        retires,
        HEDGE,
    ),
    rule(
        rf"{START}{FROM}?我们(?:计划|决定|将){WHEN}(?:有序|逐步|正式)?{END}{SUBJECT}(?=[,.。;:(]|$)",
        retires,
        HEDGE,
    ),
    rule(
        rf"{START}(?:自|从)?{LEAD}(?:起|之后|后)(?:(?!将|⟦).)*?{THEM}的?(?:所有|全部)?(?:API)?请求将(?:会)?(?:全部|自动|统一|都)?"
        rf"(?:被)?(?:路由|转发|重定向)(?:至|到) ?{REPLACEMENT}",
        will_be_routed,
        HEDGE,
    ),
    rule(
        rf"(?:决定|将)(?:在|于)?{AT}(?:之后|以后|后),?继续(?:提供|支持|保留){THEM}",
        cancelled,
        HEDGE,
    ),
    rule(
        rf"{THEM}(?:目前|暂时)?(?:仍然?|依然)(?:可以?|能)?(?:调用|使用|访问).*下线.*请求将?(?:会)?由{REPLACEMENT}"
        " ?(?:模型)?(?:提供服务|处理|响应)",
        routed,
        HEDGE,
    ),
    rule(rf"通过{THEM}(?:均|都)?(?:可以?|能)访问新的?模型", merged, HEDGE),
    rule(rf"通过{THEM}(?:均|都)?(?:可以?|能)(?:访问|调用)该新?模型", merged_before, HEDGE),
]

DISCOUNTS = [
    rule(
        rf"{THEM}(?:模型)?的?(?:API)?(?:价格)?(?:当前|目前|现|正)?(?:享受?|享有|提供)?(?:限时)?{FOLD}(?:活动)?,?"
        rf"(?:(?:优惠期?|有效期|活动)?(?:已)?(?:延长|延续|截止?|持续|有效)?期?至{AT})?",
        discounts,
        re.compile(f"{HEDGE.pattern}|结束|调整为|已"),
    ),
    rule(
        rf"{THEM}(?:模型)?的?(?:API)?的?价格将(?:于{AT})?结束{FOLD}(?:活动)?后,?(?:正式)?调整为原(?:定)?价(?:格)?的"
        "(?P<kept>[0-9]+/[0-9]+|一半)",
        becomes_permanent,
        HEDGE,
    ),
    rule(
        rf"{FOLD}(?:活动)?(?:将)?(?:于{AT})?结束后,?{THEM}(?:模型)?的?(?:API)?的?价格将?(?:正式)?调整为原(?:定)?价(?:格)?的"
        "(?P<kept>[0-9]+/[0-9]+|一半)",
        becomes_permanent,
        HEDGE,
    ),
    rule(
        rf"{THEM}(?:模型)?的?{FOLD}(?:活动)?(?:将)?(?:于{AT})?结束后,?其(?:API)?价格将?(?:正式)?调整为原(?:定)?价(?:格)?的"
        "(?P<kept>[0-9]+/[0-9]+|一半)",
        becomes_permanent,
        HEDGE,
    ),
    rule(
        rf"至(?:{AT}|[^,⟦]+),?所有用户均?(?:可(?:以)?享受DeepSeek API的?(?:价格)?(?:优惠|折扣)(?:价格)?"
        "|按(?:优惠|折扣)价格?计费)",
        discounts,
        HEDGE,
    ),
]

HOLIDAYS = r"(?P<holidays>\((?:不含|不包括|除)中国(?:法定)?节假日(?:外|除外)?\))?"
DAYS = "(?P<days>每日|每天|(?:周|星期)[一二三四五六日]至(?:周|星期)?[一二三四五六日])?"
ZONE = "(?P<zone>北京时间)"
PEAKS = [
    rule(rf"{ZONE}{DAYS}{HOLIDAYS},? ?{WINDOWS}为高峰时段", peaks, HEDGE),
    rule(
        rf"(?:自{AT}起(?:正式)?生效,)?高峰时段(?:为|是|:) ?{ZONE}{DAYS}{HOLIDAYS},? ?{WINDOWS}"
        r"(?=。?$|[;,。]|\((?:其余|其他))",
        peaks,
        HEDGE,
    ),
]
WEEKENDS_OFF = re.compile(
    rf"(?:自|从|于){AT}起(?!.*(?:UTC|不会|如果))(?=.*周末)(?=.*全天)(?=.*(?:空闲|低谷|不再区分))(?!.*为高峰时段)"
)

TABLE = "价格(?:表|列表|政策)?"
PRICES = [
    rule(
        rf"(?:自|从)?{AT}(?:起|开始),?(?:我们)?将?(?:执行|采用|实行|使用)(?:以下|新版|新的?|如下)的?{TABLE}",
        prices_hold,
        PRICE_HEDGE,
    ),
    rule(
        rf"(?:当前|现行)的?{TABLE}将?(?:继续)?(?:持续|有效期?|生效|执行|适用|沿用)(?:有效|生效)?至⟦(?P<until>[0-9]+)⟧",
        prices_hold,
        PRICE_HEDGE,
    ),
    rule(
        rf"在?⟦(?P<until>[0-9]+)⟧(?:之前|以前|前),?(?:当前|现行)的?{TABLE}(?:将|仍)?(?:继续)?(?:有效|生效|适用)",
        prices_hold,
        PRICE_HEDGE,
    ),
    rule(
        rf"价格已?(?:降至|降为|调整为)[^,;。⟦]+,(?:自|于|从){AT}(?:起|开始)?(?:正式)?生效",
        prices_hold,
        PRICE_HEDGE,
    ),
    rule(
        rf"价格(?:调整|表)?将?(?:自|于|从){AT}(?:起|开始)?(?:正式|开始)?生效(?!,高峰时段为)",
        prices_hold,
        PRICE_HEDGE,
    ),
]

VERSION = r"(?P<version>DeepSeek[- ](?:Coder[- ])?[VR][0-9]+(?:\.[0-9]+)*(?:-[A-Za-z0-9]+)*)"
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

SENTENCE_RULES: tuple[Rule, ...] = (*RETIREMENTS, *DISCOUNTS, *PEAKS, *PRICES, *UPGRADES)

NOTE_RULES: tuple[Rule, ...] = (
    rule(
        rf"(?:Search|Fetch).{{0,300}}(?:未计费|免费|不计费|暂不收费|未收费)[^⟦。?]{{0,200}}(?:于|自|从|至){AT}",
        free_until,
    ),
    rule(
        rf"(?:Search|Fetch).*(?<=[。;])在[^。;?⟦]+中的调用将(?:于|自|从){AT}(?:起|开始)(?:按次)?(?:收取(?:调用)?费用|收费|计费)",
        free_until,
    ),
    rule(
        r"(?P<endpoint>https?://api\.deepseek\.com(?:[/:][A-Za-z0-9._~%/-]*)?)(?:(?!https?://).)*"
        rf"(?:支持时间|有效期|可用时间|服务时间)?(?:截止|有效|持续)至{AT}",
        endpoint_ends,
    ),
)

ANSWERED_BY = re.compile("(?:二者|两者|它们|这两个(?:旧)?模型名)(?:分别)?(?:对应|指向)")
LIST_PRICE = re.compile("(?:^|,)(?:此后|之后|随后)(?!.*不会)[^。]*恢复(?:至|为|到)?(?:正常价格|原价|标准价格)")
