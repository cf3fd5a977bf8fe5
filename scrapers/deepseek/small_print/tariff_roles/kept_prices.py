"""Notes that make a reduced price the list price, so that the list price does not return."""

import re
from collections.abc import Iterator

PRICE = "(?:price|pricing|rate|tariff|fee|cost|charge)s?"
CUT_PRICE = (
    r"\b(?:discount(?:ed)?|reduced|promo(?:tion(?:al)?)?|sale|special|offer|lower(?:ed)?|introductory|launch|limited-time"
    rf"|present|current|same|this|that|these|those|today's)(?: list| token| API)? {PRICE}\b"
)
LIST_PRICE = (
    r"\b(?:list|official|regular|standard|normal|usual|full|ordinary|base|default|original|everyday)"
    rf"(?: list| token| API)? (?:{PRICE}|one)\b"
)
NO_VERB = "(?! (?:will|is|are|appl|com|tak|resum|kick|retur))"
LINK = (
    r"\b(?:is|be|becomes?|becoming|remains?|stays?|as|makes?|adopt(?:ed|s)?|turns? into|our|new|equals?|match(?:es)?"
    r"|same)\b"
)
BACK = (
    r"return|revert|back\b|restor|resum|again|\bend|expir|\bover\b|replac|\bgives? way|cease|lapse|no longer|once more"
    r"|\b(?:until|till|through|valid|thereafter|after|afterwards)\b|, then|%|[0-9]|\b(?:of|off|below|than|under)\b"
)
HAN_CUT_PRICE = (
    "(?:优惠|折扣|折后|促销|活动|特惠|特|限时|此|该|这一?|这个|目前|现|当前|现行)的?(?:优惠|折扣)?(?:价格?|定价|单价)"
)
HAN_LIST_PRICE = (
    "(?:原价|正式(?:价格?|定价)|标准(?:价格?|定价)|官方(?:价格?|定价)|标价|正价|常规价|列表价|刊例价|正常价)"
)
HAN_LINK = "(?:[为是即]|转正|固定|等同|一致|相同)"
HAN_BACK = "恢复|[回重]|结束|终止|到期|截[至止]|失效|不再|止|前|,(?:之后|此后|届时|随后)|[0-9%折]"
STAYS = (
    re.compile(f"(?i:(?:{CUT_PRICE}|\\b(?:it|which|this|that)\\b)(?P<between>[^.;]{{0,60}}?){LIST_PRICE}{NO_VERB})"),
    re.compile(f"(?i:{LIST_PRICE}(?P<between>[^.;]{{0,60}}?){CUT_PRICE})"),
)
HAN_STAYS = (
    re.compile(f"{HAN_CUT_PRICE}(?P<between>[^。;]{{0,16}}?){HAN_LIST_PRICE}(?!的| ?[0-9一二三四五六七八九半对])"),
    re.compile(f"{HAN_LIST_PRICE}(?P<between>[^。;]{{0,16}}?){HAN_CUT_PRICE}"),
)
SET_TO = re.compile(
    f"{LINK}|\\b(?:lower|reduc|cut|set|adjust|brought|align|drop)[a-z]*\\b|{HAN_LINK}|[降调改变定同与]", re.IGNORECASE
)
LINKED = re.compile(f"{LINK}|{HAN_LINK}", re.IGNORECASE)
COMES_BACK = re.compile(f"{BACK}|{HAN_BACK}", re.IGNORECASE)


def stays_reduced(text: str) -> bool:
    """Return True if a text makes a reduced price the list price, or lowers the list price to it."""
    return any(_says(text))


def _says(text: str) -> Iterator[bool]:
    for patterns in (STAYS, HAN_STAYS):
        for pattern, link in zip(patterns, (LINKED, SET_TO), strict=True):
            for match in pattern.finditer(text):
                between = match["between"]
                yield bool(link.search(between)) and not COMES_BACK.search(between)
