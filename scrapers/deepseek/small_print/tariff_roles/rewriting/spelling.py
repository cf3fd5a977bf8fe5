"""Rewriting of punctuation and shares to the one spelling that the rules read."""

import re
from collections.abc import Sequence
from functools import lru_cache

from scrapers.deepseek.small_print.tariff_roles.rewriting.asides import ASIDES
from scrapers.deepseek.small_print.tariff_roles.rewriting.clocks import (
    CLOCKS,
    DAYS,
    HAN_DIGITS,
    NUMBERS,
    YEARLESS,
    ZONELESS,
    ZONES,
    Spellings,
    spellings,
    with_year,
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
    """Rewrite 三成 as 30%."""
    return f" {HAN_DIGITS[match[1]]}0%"


MARKS = spellings(
    (r"\*\*|__|`", ""),
    (r"^ *(?:[*†‡•·#>]+ ?)+", ""),
    (
        r"^ *(?:(?:注|注释|脚注|备注|说明|Note|NB|N\.B\.|Fn\.?)(?: ?\(?[0-9]{1,2}\)?)?[::.] ?"
        r"|[(\[][0-9a-z]{1,2}[)\]] ?)",
        "",
    ),
    (r"\bi\.e\.,?", "that is,"),
    (r"\bw\.e\.f\.?", "with effect from"),
    (r"\beff\.(?= )", "effective"),
    (r"\b(excl|incl|approx|max|min|resp)\.", r"\1"),
    (
        r"\b(Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\."
        r"(?=[,)–-]| (?!(?-i:[A-Z]))| (?=Mon|Tue|Wed|Thu|Fri|Sat|Sun|Beijing|UTC|GMT)|$)",
        r"\1",
    ),
    (r"(?:,? ?\(?(?:含|包含|包括)(?:当日|当天|本日|该日)(?:在内)?\)?)", ""),
    (r",? ?\((?:inclusive|included|incl)\)|,? inclusive\b(?! of)", ""),
)
NAMED_LIST = "(?:list|regular|standard|normal|usual|full|original|official) (?:price|rate|tariff)s?"
HAN_LIST = "(?:原价格?|标准价格?|标价|正价|官方定价|列表价)"


def _times(match: re.Match[str]) -> str:
    """Rewrite ×0.25 of the list price as 25% of it."""
    return f"{int(match['share'].ljust(2, '0'))}% of {match['of'] or ''}"


def _han_times(match: re.Match[str]) -> str:
    return f"{match['of'] or ''}的{int(match['share'].ljust(2, '0'))}%"


SHARES = spellings(
    (rf"[×x*] ?0\.(?P<share>[0-9]{{1,2}}) ?(?:of )?(?P<of>(?:the |our |its |their )?{NAMED_LIST})", _times),
    (
        rf"\b0\.(?P<share>[0-9]{{1,2}}) ?(?:[×x*]|times)(?: of)? ?(?P<of>(?:the |our |its |their )?{NAMED_LIST})",
        _times,
    ),
    (rf"\b(?P<of>(?:the |our )?{NAMED_LIST}) ?[×x*] ?0\.(?P<share>[0-9]{{1,2}})(?![0-9])", _times),
    (rf"(?P<of>{HAN_LIST}) ?(?:的|[×x*]) ?0\.(?P<share>[0-9]{{1,2}})(?![0-9])(?: ?倍)?", _han_times),
    (r"(?<=%)-(?=[a-z])", " "),
    ("(?:价格|费用|单价)?(?:一律|统统|全部|直接)?减半", "半价"),
    ("([一二三四五六七八九两])成(?![为本功立交员就果])", _tenths),
    (r"[×x] ?1(?![0-9.])", "base rate"),
    (r"(?:USD|RMB|CNY|EUR) ?0(?:\.0+)?(?![0-9.])|(?<![0-9.])0 ?(?:yuan|dollars)", " free "),
    (r"\b(?:two|2) times\b|\b(?:2|1\.5|3) ?[x×]|[x×] ?(?:2|1\.5|3)\b", "twice"),
    (r"(?:US)?[$¥] ?0(?:\.0+)?(?![0-9.])|(?<![0-9.])0 ?(?:元|USD|RMB|CNY)", " free "),
    (r"\bone[- ]fourth\b", " a quarter "),
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
ORDER: Sequence[Spellings] = (ASIDES, MARKS, DAYS, CLOCKS, ZONES, SHARES)


@lru_cache(maxsize=256)
def respell(text: str) -> str:
    """Return a note in the spelling that the rules read; its meaning is the same."""
    text = text.translate(SIGNS)
    for known in ORDER:
        for pattern, put in known:
            text = pattern.sub(put, text)
    text = YEARLESS.sub(lambda match: with_year(match, text), text)
    return ZONELESS.sub(lambda match: with_zone(match, text), text).strip()
