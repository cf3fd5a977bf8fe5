"""Ways to write marks, shares and what nobody needs to know, as the one way in which the rules read them."""

import re
from collections.abc import Sequence

from scrapers.deepseek.small_print.tariff.clock_spelling import (
    CLOCKS,
    DAYS,
    HAN_DIGITS,
    NUMBERS,
    ZONELESS,
    ZONES,
    Spellings,
    spellings,
    with_zone,
)

SIGNS = str.maketrans(
    {
        **dict.fromkeys("¹²³⁴⁵⁶⁷⁸⁹⁰①②③④⑤⑥⑦⑧⑨⑩※★☆§¶◆●■▲►▶✓✔🎉🎁🚀🔔⏰💡✨🔥‼", " "),
        **dict.fromkeys('「」『』《》〈〉“”„«»"', " "),
        **dict.fromkeys("−‒‑‐", "-"),
        **dict.fromkeys("～〜", "~"),
        "―": "—",
        "〔": "(",
        "〕": ")",
        "〇": "零",
        "’": "'",
    }
)
TENS = {"ten": 10, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}


def _spelt_share(match: re.Match[str]) -> str:
    ones = NUMBERS.index(match[2].lower()) if match[2] else 0
    return f"{TENS[match[1].lower()] + ones}%"


def _tenths(match: re.Match[str]) -> str:
    """三成 is 30%."""
    return f" {HAN_DIGITS[match[1]]}0%"


MARKS = spellings(
    (r"\*\*|__|`", ""),
    (r"^ *(?:[*†‡•·#>]+ ?)+", ""),
    (
        r"^ *(?:(?:注|注释|脚注|备注|说明|Note|NB|N\.B\.|Fn\.?)(?: ?\(?[0-9]{1,2}\)?)?[::.] ?"
        r"|[(\[][0-9a-z]{1,2}[)\]] ?)",
        "",
    ),
    (r"\bw\.e\.f\.?", "with effect from"),
    (r"\beff\.(?= )", "effective"),
    (r"\b(excl|incl|approx|max|min|resp)\.", r"\1"),
    (r"\b(Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.(?=[ ,)–-]|$)", r"\1"),
    (r"(?:,? ?\(?(?:含|包含|包括)(?:当日|当天|本日|该日)(?:在内)?\)?)", ""),
    (r",? ?\((?:inclusive|included|incl)\)|,? inclusive\b(?! of)", ""),
)
SHARES = spellings(
    (r"(?<=%)-(?=[a-z])", " "),
    ("(?:价格|费用|单价)?(?:一律|统统|全部|直接)?减半", "半价"),
    ("([一二三四五六七八九两])成(?![为本功立交员就果])", _tenths),
    (r"[×x] ?1(?![0-9.])", "base rate"),
    (r"(?:USD|RMB|CNY|EUR) ?0(?:\.0+)?(?![0-9.])|(?<![0-9.])0 ?(?:yuan|dollars)", " free "),
    (r"\b(?:two|2) times\b|\b(?:2|1\.5|3) ?[x×]|[x×] ?(?:2|1\.5|3)\b", "twice"),
    (r"(?:US)?[$¥] ?0(?:\.0+)?(?![0-9.])|(?<![0-9.])0 ?(?:元|USD|RMB|CNY)", " free "),
    (r"\bone[- ]fourth\b|(?<![0-9/])1/4(?![0-9/])", "a quarter"),
    (r"\bthree[- ]quarters?\b|(?<![0-9/])3/4(?![0-9/])|四分之三", "75%"),
    (r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ten)(?:[- ](five))? ?(?:per ?cent|%)", _spelt_share),
    (r"\btwo tenths\b", "20%"),
    (r"(?:^|(?<=[ (:]))- ?(?=[0-9]{1,2} ?%)", " off "),
    (
        r"\bhalf (?:of )?(?:the |our |their |its )?(?:list |usual |regular |normal |standard |original |full )?"
        r"(?:token |api )?(?:price|rate)s?\b|\bhalf[- ](?:price|off)\b|\bhalved\b|\b(?:cut )?(?:in|by) "
        r"half\b|\bat half\b"
        r"|\bhalves\b|\bhalf what\b",
        " half price ",
    ),
    (r"(?<=[^0-9 ]):(?=[0-9])|(?<=[\u4e00-\u9fff)]):(?=[^ /])", ": "),
    (r"(?<![0-9]) {2,}| {2,}(?![0-9])", " "),
)
NEEDLESS = spellings(
    (r"^20[0-9]{2}[-/][0-9]{1,2}[-/][0-9]{1,2} ?[-–—:|] (?=.*20[0-9]{2})", ""),
    (r"\binput(?: tokens?)?(?: ?\([^)]*\))?,? (?:and|as well as|plus) output(?: tokens?)?\b", "all tokens"),
    ("输入(?:[((][^))]*[))])?(?:token|tokens)? ?(?:和|与|及|、|以及) ?输出", "全部 token"),
    (r"(?:由|从)(?:原来的?|原定的?)? ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日(?=改|延|推|调|顺)", "由原定"),
    (
        r"\baccording to (?=(?:the |our |this )?(?:(?:new|revised|updated|current|following) )*(?:price|rate"
        r"|tariff|table|list))",
        "at ",
    ),
    (r",? and (?:cancel|end|drop)s? (?:the |our )?(?:night-?time|nightly|off-peak) discounts?", ""),
    (",?(?:并|同时)?取消(?:夜间|错峰|闲时)(?:时段)?(?:的)?(?:优惠|折扣)", ""),
    (
        "(?:国庆|春节|元旦|五一|劳动节|中秋|清明|端午)节?(?:、(?:国庆|春节|元旦|五一|劳动节|中秋|清明"
        "|端午)节?)*等(?=法定|国家|公众|节假日|假)",
        "",
    ),
    (
        r"(?:^|(?<=\.) ?)(?:Only )?(?:the |your )?(?:model )?tokens (?:are|will be)(?: still)? (?:billed|charged)"
        r"[^.;,0-9%]*\.(?=.*(?:Search|Fetch))",
        "",
    ),
    (
        r"((?:Search|Fetch).*)[,;] ?(?:仅|只有?|但)?(?:模型|由此)?(?:消耗|产生|使用)?的? ?tokens? ?(?:用量"
        r"|费用)?(?:仍|依然|照常|正常|另行|仍然|将)?按?[^,;。0-9%]*计费",
        r"\1",
    ),
    (
        r",? ?(?:and |so )?(?:there is no need |you )?(?:need not|do not need to|don't need to|don't have to"
        r"|do not have to|needn't) "
        r"(?:to )?(?:do anything|change anything|take any action|lift a finger|apply|register|do a thing"
        r"|sign up)[^,.;!]*",
        "",
    ),
    (
        r",? ?(?:and |so )?no (?:further )?(?:action|code change|code|registration|sign-up|application"
        r"|coupon|voucher)s? (?:is |are )?"
        r"(?:needed|required|necessary)[^,.;!]*",
        "",
    ),
    (
        ",?(?:无需|无须|不需要|不用|毋须)(?:任何|另行|手动|额外)?(?:申请|操作|报名|设置|领取|改动|修改代码|处理|手续)",
        "",
    ),
    (
        r"\b(?:when|once|after|as soon as|upon) (?:the|this|our|that) (?:activity|promotion|offer|campaign"
        r"|discount|sale|deal|event|"
        r"period|action)(?: period)?(?:'s)? (?:has |is |have )?(?:ended|finished|over|expired|concluded"
        r"|closed|ends|finishes|expires|"
        r"concludes|closes|run out|runs out|come to an end|comes to an end|lapsed|lapses|end|expiry)\b",
        "thereafter",
    ),
    (
        r"[,;.]? ?(?:and )?(?:what (?:happens|follows|comes)|any(?:thing)?|arrangements?|the arrangements?) "
        r"(?:after(?:wards)?|next|thereafter|"
        r"after that|then|beyond that)? ?(?:will be|is to be|shall be) (?:announced|published|communicated)[^,.;!]*",
        "",
    ),
    (
        "[,;。](?:此后|之后|后续|届时|以后)(?:如何|的)?(?:安排|政策|价格)?(?:会|将)?(?:另行|再行|再)(?:通知"
        "|公告|公布|安排)",
        "",
    ),
)
ORDER: Sequence[Spellings] = (NEEDLESS, MARKS, DAYS, CLOCKS, ZONES, SHARES)


def respelt(text: str) -> str:
    """A note as the rules read it; what it means is the same."""
    text = text.translate(SIGNS)
    for known in ORDER:
        for pattern, put in known:
            text = pattern.sub(put, text)
    return ZONELESS.sub(lambda match: with_zone(match, text), text).strip()
