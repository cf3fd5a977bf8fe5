"""Negations, limits and scopes that a reading passes over: a note that reads the same without one is not understood.

"Peak prices do not apply from …" must not be read as "Peak prices do apply from …". Each such word of a note is left
out in turn, and the reading has to change. Where it does not, no rule has looked at the word, which may turn the note
into its opposite or limit it. `KNOWN` are the phrases in which such a word only repeats what the note states.
"""

import re
from collections.abc import Iterator

MOST = 60
"""Words to leave out of a note at most; a note with more was made to slow the reader down, and is not understood."""
SCOPED = (
    r"cache (?:hits?|misse?s?)|(?:in|out)put(?: tokens?)?|users?|customers?|accounts?|(?:batch|flex|priority)(?: \w+)?"
    r"|(?:prompts|requests|contexts) (?:above|over|below|longer than) [\w,]+(?: tokens)?|regions?|Europe|the EU"
    r"|deepseek-[\w.-]*\w|(?:DeepSeek[- ])?[VR][0-9.]+[\w-]*(?: [A-Z]\w+)?"
)
ENGLISH = tuple(
    re.compile(rf"(?<![\w'’-])(?=(?P<word>{words})(?![\w'’-]))", re.IGNORECASE)
    for words in (
        r"no longer|not|never|no|none|nor|neither|cannot|\w+n['’]t"
        r"|only|solely|merely|exclusively|except(?:ing|ed)?|excluding|unless|if|without",
        rf"(?:for|in|on) (?:(?:[\w-]+ ){{1,4}}only|(?:[\w-]+ ){{0,2}}?(?:{SCOPED}))",
    )
)
CHINESE = tuple(
    re.compile(f"(?=(?P<word>{word}))")
    for word in (
        *"不未没无非勿仅只唯除",
        *("不会", "不再", "不是", "不将", "并不", "并不会", "并未", "并非", "没有", "仅仅", "仅限", "只有", "只限"),
        "除[^,，。;；除]{1,14}?外",
        "[(（][仅只]?[对限]?(?:缓存未?命中|输入|输出|[新老]用户|部分用户|批量接口|海外)[^()（）]{0,4}[)）]",
    )
)
"""Each by itself: of 并不会 the word that no rule knows may be 并不, 不 or 不会."""

DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|weekdays?|working days?)"
HAN_DAY = "(?:工作日|(?:每?周|星期)[一二三四五六日天]|每[天日])"
CLOCK = r"[0-9]{1,2}(?::[0-9]{2})? ?(?:[ap]\.?m\.?)?"
HOLIDAYS = r"(?:(?:Chinese|official|public|statutory|national) )+holidays"
HAN_HOLIDAYS = "(?:中国|国家)?的?法定(?:节假日|假日)"
KNOWN = re.compile(
    "|".join(
        (
            # These hours and days are peak, and no others.
            rf"(?i:\b{DAY} only\b|\bonly (?:on )?{DAY}\b|(?:^|(?<=[.!] ))only {CLOCK} ?[-–])",
            rf"(?i:\bapplies only between\b|\bpeak price only if your call reaches us on a {DAY})",
            r"(?i:\bno other (?:window|hour)s? (?:is|are) peak\b|\bthe others are not\.)",
            rf"(?:仅限?|只在|只有){HAN_DAY}|无其他高峰时段|(?<=[-·•] )非高峰:夜间",
            # These days are not peak, as the rest of the sentence says; off-peak hours are all others.
            rf"(?i:\b(?:except on|except|excluding) {HOLIDAYS}\b|\bdoes not fall on those days\b)",
            r"(?i:\bnor are there any on an? (?:public|statutory) holiday\b)",
            rf"除{HAN_HOLIDAYS}|(?:{HAN_HOLIDAYS}|周末)除外|不含{HAN_HOLIDAYS}|除此(?:之|以)外|节假日我们全天只收低谷价",
            # Free calls are not billed.
            r"(?i:\b(?:apis are currently not billed|are not billed yet; they will be from)\b)",
            r"(?i:\b(?:weren't billed for|we are not billing for|we do not bill) (?:search|fetch)\b)",
            r"(?i:\bno (?:fee whatsoever|charge for either)\b|\bonly the tokens are billed when the model looks\b)",
            r"目前未计费|调用暂不计费|都不会产生费用|仅模型消耗的 ?token ?照常计费|分文不取",
            # Prices stay.
            r"(?i:\bno surprises on your bill\b|^none of our (?:rates|prices) will change until\b)",
            r"承诺不涨价|加量不加价|不涨亦不降",
            # A promotion ends then; its share is small.
            r"(?i:, only until\b|\bit will not be extended, and the original price returns\b)",
            r"(?i:\byou pay only a (?:half|third|quarter)\b)|[五六七八九]折不变",
            # All models, all users.
            r"(?i:^for customers in europe we restate the rule\b|\bfor the whole [VR][0-9]+ family\b)",
            # Asides.
            r"(?i:\bnot that in which it was completed\b)|不过十分抱歉|不少团队|准备工作尚未完成",
        )
    )
)


def without_qualifiers(text: str) -> Iterator[str]:
    """Yield the text without each of its negations, limits and scopes in turn, but for those of known phrases."""
    for pattern in (*ENGLISH, *CHINESE):
        for match in pattern.finditer(text):
            start, end = match.span("word")
            if not is_known_phrase(text, start, end):
                yield _joined(text[:start], text[end:])


def is_known_phrase(text: str, start: int, end: int) -> bool:
    """Return True if a part of a text is in a phrase that only repeats what a note states."""
    return any(match.start() <= start and end <= match.end() for match in KNOWN.finditer(text))


def _joined(before: str, after: str) -> str:
    """Return two parts of a text, of two spaces between them one, and none before punctuation or at an end."""
    if before[-1:] in ("", " ") and after[:1] == " ":
        after = after[1:]
    if after[:1] in (*",.;:!)", ""):
        before = before.rstrip()
    return before + after
