"""Days, clocks and zones in all spellings, rewritten to the one spelling that the rules read."""

import re
from collections.abc import Callable

from scrapers.parse import MONTH, ZONE

Put = str | Callable[[re.Match[str]], str]
Spellings = tuple[tuple[re.Pattern[str], Put], ...]

HAN_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
HAN_NUMBER = "[零一二两三四五六七八九十]{1,3}"
NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "twenty-one"),
    *("twenty-two", "twenty-three", "twenty-four"),
)
SPELT = f"(?:{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
HOUR = rf"(?:[0-9]{{1,2}}(?::[0-9]{{2}})?|{SPELT}\b)"
PLAIN_HOUR = "[0-9]{1,2}(?::[0-9]{2})?"
CLOCK = "(?:[0-9]{1,2}:[0-9]{2}(?: [ap]m)?|[0-9]{1,2} [ap]m)"
BEGINS = "begins?|starts?|opens?|commences?|kicks? in|appl(?:y|ies)|sets? in|goes? live|takes? effect|switch(?:es)? on"
ENDS = "(?:is|are) over|ends?|finish(?:es)?|closes?|stops?|lasts? until|runs? until|switch(?:es)? off|ceases?|wraps? up"
TO = "(?: ?[-–—~] ?| to | until | till | through | and )"
OFFSETS = {
    **{"PDT": "-7", "PST": "-8", "EDT": "-4", "EST": "-5", "CET": "+1", "CEST": "+2", "BST": "+1", "JST": "+9"},
    **{"KST": "+9", "SGT": "+8", "HKT": "+8", "AEST": "+10"},
}
PART = "(?:(?:in the )?(?P<part>morning|afternoon|evening)|at (?P<night>night))"


def spellings(*pairs: tuple[str, Put]) -> Spellings:
    """Return case-insensitive patterns, each with its replacement."""
    return tuple((re.compile(f"(?i:{pattern})"), put) for pattern, put in pairs)


def _han_number(text: str) -> int:
    """Return the value of a Chinese number: 二十三 is 23."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(str(HAN_DIGITS[digit]) for digit in text))
    return 10 * (HAN_DIGITS[tens] if tens else 1) + (HAN_DIGITS[ones] if ones else 0)


def _han_clock(match: re.Match[str]) -> str:
    try:
        hour = _han_number(match["hour"])
        minute = _han_number(match["minute"]) if match["minute"] else 0
    except (KeyError, ValueError):
        return match[0]
    minute = 30 if match["half"] else 15 if match["quarter"] else minute
    return f"{hour}:{minute:02}" if hour <= 24 and minute < 60 else match[0]


def digits(text: str) -> str:
    return str(NUMBERS.index(text.lower())) if text.lower() in NUMBERS else text


def _military(match: re.Match[str]) -> str:
    first, last = (f"{part[:2]}:{part[2:]}" for part in (match[1], match[2]))
    return f"{first}-{last}{' UTC' if match[3] else ''}"


def _with_halves(match: re.Match[str]) -> str:
    """Rewrite "2–6 p.m." as "2 p.m.–6 p.m."; "11–2 p.m." is left as it is."""
    first, last = (int(match[name].partition(":")[0]) % 12 for name in ("first", "last"))
    return f"{match['first']} {match['half']}m-{match['last']} {match['half']}m" if first < last else match[0]


def _part_of_day(match: re.Match[str]) -> str:
    """Rewrite "half past eight in the morning" as 8:30 am, "from 2 to 6 in the afternoon" as 2 pm-6 pm."""
    half = "am" if match["part"] and match["part"].lower() == "morning" else "pm"
    last = digits(match["last"])
    if not match["first"]:
        return f"{last} {half}"
    first = digits(match["first"])
    is_one = int(first.partition(":")[0]) % 12 < int(last.partition(":")[0]) % 12
    return f"{first} {half}-{last} {half}" if is_one else match[0]


def _past(match: re.Match[str]) -> str:
    return f"{digits(match[2])}:{30 if match[1].lower() == 'half' else 15}"


def _window(match: re.Match[str]) -> str:
    first, last = (part if ":" in part else f"{part}:00" for part in map(digits, (match["first"], match["last"])))
    return f"{first}-{last}"


DAYS = spellings(
    (r"\b(?:working|work)[- ]?days?\b|\bbusiness[- ]days?\b(?=.*holiday)", "weekdays"),
    (
        r"\b(?:all )?(?:7|seven) days (?:a|per|every|of the|in the|each) week\b|\bday in,? day out\b|\bevery "
        r"single day\b"
        r"|\bon a daily basis\b|\b(?:on )?(?:each|every|any) day(?: of the week)?\b|\b(?:all|the) (?:7|seven) days\b"
        r"|\b365 days a year\b|\bweekdays and weekends alike\b|\bon (?:any|each) calendar day\b",
        "every day",
    ),
    (
        r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur)days (to|through|until|till) (Tues|Wednes|Thurs|Fri|Satur|Sun)days\b",
        r"\1day \2 \3day",
    ),
    (r"\b(Monday|Mon)[- ](?:to|through)[- ](?:and[- ]including )?(Friday|Fri|Saturday|Sat)\b", r"\1 to \2"),
    ("每?逢(?=工作日|周[一二三四五六日]|星期)", ""),
    ("(?<![与和跟同如])平日(?!价)|平常日|上班日|平时,?的?(?=周一|工作日)", "工作日"),
    ("(?:每逢|逢|每)(?=周[一二三四五六日](?:至|到))", ""),
    ("一周七天|一星期七天|全年每天|每一天|天天都|不分平日周末|一年到头", "每天"),
    (r"\b20[0-9]{2} (?=(?:price|tariff|rate|list|pricing))", "new "),
)
CLOCKS = spellings(
    (r"(?<![0-9:.])([0-9]{1,2}) ?[-–] ?([0-9]{1,2})(?=,? and [0-9]{1,2} ?[-–] ?[0-9]{1,2} ?h\b| ?h\b)", r"\1:00-\2:00"),
    (r"(?<=:00) ?h\b(?!ours)", ""),
    (r"(?<=[0-9]),? (?:of |on )?\(?(?:the )?(?:next|following) (?:day|morning)\)?", ""),
    ("(?<=[至到~–—-])(?: ?)(?:次日|第二天|翌日|隔天)(?: ?)(?=[凌清早上]*[0-9零一二三四五六七八九十])", ""),
    (r"(?:from )?0?0:00 ?(?:to|-|–|—|至|到|~) ?24:00", " all day "),
    (r"\bhrs?\b\.?", "hours"),
    (r"(?<=[0-9]) ?h(?= ?(?:[-–—~]|UTC|GMT|Beijing|\(|and|to))", ":00"),
    (r"\b([ap])\.? ?m\.?(?=[^A-Za-z]|$)", r"\1m"),
    (r"(?<=[0-9])([ap])m\b", r" \1m"),
    (r"\b12(?::00)? (?:o'clock )?noon\b|\b(?:12 )?midday\b|\bnoon\b", "12:00"),
    (r"(?<=[-–—~] )midnight\b|(?<=[-–—~])midnight\b|(?<=\bto )midnight\b|(?<=\band )midnight\b", "24:00"),
    (r"\bmidnight(?= ?(?:[-–—~]|to|and)\b)", "0:00"),
    (rf"\b(half|(?:a )?quarter) past ({SPELT}|[0-9]{{1,2}})\b", _past),
    (rf"(?<![0-9:])(?:\b(?P<first>{HOUR}){TO})?\b(?P<last>{HOUR})(?: o'clock)? {PART}\b", _part_of_day),
    (rf"(?<![0-9:])\b(?P<first>{HOUR})(?: o'clock)?{TO}(?P<last>{HOUR}) o'clock", _window),
    (
        rf"(?<![0-9:./-])(?P<first>[0-9]{{1,2}})(?: ?[-–—] ?| to | and )(?P<last>[0-9]{{1,2}})(?=(?:,? and |, )?"
        rf"(?:(?:from |between )?[0-9]{{1,2}}(?::00)?(?: ?[-–—] ?| to | and )[0-9]{{1,2}}(?::00)?)?"
        rf",? \(?(?:in )?{ZONE})",
        _window,
    ),
    (rf"(?<=\bfrom )(?P<first>{SPELT}){TO}(?P<last>{SPELT})\b", _window),
    (r"(?<=[0-9]) o'clock", ""),
    (
        rf"(?<![0-9:])(?P<first>{PLAIN_HOUR}){TO}(?P<last>{PLAIN_HOUR}) (?P<half>[ap])m\b",
        _with_halves,
    ),
    (
        r"(?<![0-9:./-])([0-2][0-9][0-5][0-9])Z?(?: hours)? ?(?:-|–|—|to|until) ?([0-2][0-9][0-5][0-9])"
        r"( ?(?:Z\b|UTC))?(?![0-9:/-])",
        _military,
    ),
    (r"(?<=[0-9]:[0-9][0-9])Z\b", " UTC"),
    (
        rf"\b(?:{BEGINS}) (?:at |from )?({CLOCK})(?:,? (?:UTC|Beijing time))?,? and (?:{ENDS}) (?:at |until "
        rf")?(?=[0-9])",
        r"runs from \1 to ",
    ),
    (
        rf"\b(starting(?: at| from)?|from|as (?:of|from)|effective(?: from)?|beginning(?: at)?) midnight"
        rf"(?=,? {ZONE},? (?:on|of)\b)",
        r"\1 0:00",
    ),
    (
        rf"\b(?:starting|beginning) at ({CLOCK})(?: UTC| Beijing time)? and (?:ending|finishing|closing) at (?=[0-9])",
        r"from \1 to ",
    ),
    ("(?<=[0-9点时])(?:\\(|\\()(?:含|不含|inclusive|exclusive)(?:\\)|\\))", ""),
    (r"UTC ?([0-9]{1,2}:[0-9]{2}) ?(?:至|到|-|–|—|~|to) ?UTC ?(?=[0-9])", r"UTC \1-"),
    (
        rf"(?P<hour>(?<![零一二两三四五六七八九十]){HAN_NUMBER})(?:点钟?|时)"
        rf"(?:(?P<half>半)|(?P<quarter>一刻)|整|(?P<minute>{HAN_NUMBER})分?)?(?=[^段间期长限区内价]|$)",
        _han_clock,
    ),
    ("(?<=[0-9]) ?[点时] ?半", ":30"),
    ("(?<=[0-9]) ?点 ?一刻", ":15"),
    ("(?<=[0-9]) ?点 ?三刻", ":45"),
    ("(?<=[0-9]) ?(?:点钟|点整|时整)", "点"),
    (r"(?<![0-9:.])([0-9]{1,2}) ?[-–—~至到] ?([0-9]{1,2}) ?[点时](?![段间])", r"\1:00-\2:00"),
    ("(?:早上|上午|早晨|清晨)(?=[0-9: 点]+ ?(?:-|–|—|~|至|到) ?(?:中午|正午) ?12)", ""),
    (
        "(?<=[0-9点]) ?(?:开始|起),? ?(?:至|到)?(?=[早晚上下中午凌晨]{0,2} ?[0-9]{1,2}(?::[0-9]{2}| ?点)"
        "[^。;]{0,6}(?:结束|为止|止))",
        "至",
    ),
    ("(?<=[0-9]:[0-9][0-9])(?:结束|为止|止)", ""),
    ("(?<=点)(?:结束|为止)", ""),
    ("(?<=至|到)(?:中午|正午) ?(?=12)", ""),
)
ZONES = spellings(
    (rf"(?<=20[0-9][0-9]) ?\(({ZONE}),? (?P<clock>[0-9]{{1,2}}:[0-9]{{2}})\)", r" \g<clock> (\1)"),
    (rf"(?<=日) ?\(({ZONE}),? ?(?P<clock>[0-9]{{1,2}}:[0-9]{{2}})\)", r" \g<clock> (\1)"),
    (rf"\[(?=[0-9]{{1,2}}:[0-9]{{2}} ?{ZONE}\])(?P<clock>[^\]]*)\]", r"(\g<clock>)"),
    *(
        (rf"\b{name}\b(?! ?[+-])(?=,? (?:on )?[^.;]*20[0-9]{{2}}.*UTC)", f"UTC{offset}")
        for name, offset in OFFSETS.items()
    ),
    ("(?<=[0-9]) in Beijing\\b(?! time)", " Beijing Time"),
    (
        r"(?P<clock>[0-9]{1,2}:[0-9]{2} ?UTC), (?:which is|that is|i\.e\.,?) (?P<same>[0-9]{1,2}:[0-9]{2} "
        r"Beijing Time), on "
        r"(?P<day>[A-Za-z0-9 ]+,? 20[0-9]{2})",
        r"\g<day>, \g<clock> (\g<same>)",
    ),
    (
        r"(?P<other>[0-9]{1,2}:[0-9]{2} UTC[+-][0-9]{1,2}) on (?P<day>[A-Za-z0-9 ,]*?20[0-9]{2}) "
        r"\((?P<clock>[0-9]{1,2}:[0-9]{2} UTC)\)",
        r"\g<day>, \g<clock> (\g<other>)",
    ),
    (r"\((?:Beijing|China|BJT|BJ|PRC)\)", "(Beijing Time)"),
    (r"(?<=[0-9m]) ?,? (?:in )?(?:BJT|Beijing)(?! ?(?:standard )?time)\b", " Beijing Time"),
    (
        r",? (?:as measured |measured |all |all times )?(?:in|of|by|on) (?:the )?(?=(?:Beijing|China"
        r"|Chinese) (?:standard )?(?:time|clock))",
        " ",
    ),
    (
        r"(?<!\()\b(?:BJT|Beijing Std Time|Beijing local time|local Beijing time|Beijing clock(?: time)?|Beijing hours"
        r"|China local time|local time in (?:Beijing|China)|PRC time|Chinese(?: standard)? time|mainland China time"
        r"|China Standard Time \(CST\)|CST/UTC\+8|time in Beijing)\b",
        "Beijing Time",
    ),
    (r"\b(?:Singapore|Hong Kong|Shanghai|Taipei|Perth)(?: standard)? time\b", "UTC+8"),
    (r"\bChina(?: standard)? time\b(?! \()", "Beijing Time"),
    (r"\bCST ?\((?=(?:UTC|GMT) ?\+ ?8)", "Beijing Time ("),
    (r"(?<=[0-9]) CST\b(?! ?\()(?=.*(?:China|Beijing|UTC\+8))", " Beijing Time"),
    (r", (Beijing time), (?=on |of |[A-Z0-9])", r" \1 "),
    (r"\b(?:in|on) (?=(?:UTC|GMT|Beijing Time)\b)", ""),
    (r"\b(UTC|GMT) ?\+ ?0?8(?::00|00)?(?![0-9])", r"\1+8"),
    (r"\bGMT(?! ?[+-])|\bZulu(?: time)?\b|\buniversal time\b|\bUTC[± ]?[+-]?0(?::00)?(?![0-9])", "UTC"),
    ("格林尼治(?:标准)?时间|格林威治(?:标准)?时间|国际标准时间|国际协调时间", "UTC"),
    (
        "(?:中国|北京)(?:标准|当地|本地)?(?:时区的?)?时间|京时|北京时(?!间)|中国时间|东 ?8 ?区(?:时间)?|北京时区",
        "北京时间",
    ),
    ("UTC ?(?:标准)?(?:时间|时区)", "UTC"),
)
ZONELESS = re.compile(
    r"(?P<day>20[0-9]{2}(?:[-/][0-9]{1,2}[-/][0-9]{1,2}| ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?[日号])),? ?"
    r"(?P<clock>零[点时]整?|0[点时]|[0-9]{1,2}:[0-9]{2}|[0-9]{1,2} ?[点时])"
    r"(?![0-9:]| ?[-–—~至到(]| ?(?:UTC|GMT|Beijing|北京))"
)
"""A clock whose zone is in another part of the note."""


YEARLESS = re.compile(
    rf"(?P<before>(?:即|也就是|相当于|\()[^()0-9]{{0,6}}北京时间 ?)(?=[0-9]{{1,2}} ?月 ?[0-9]{{1,2}} ?[日号])"
    rf"|(?P<day>\([^()]*?(?:[0-9]{{1,2}} {MONTH}|{MONTH} [0-9]{{1,2}}))"
    rf"(?=,? (?:at )?(?:[0-9]{{1,2}}:[0-9]{{2}} )?\(?{ZONE}\))"
)
"""A second clock whose day has no year: it has the year of the first."""


def with_year(match: re.Match[str], text: str) -> str:
    """Add the only year of the note to a clock; with another year no clock would show the same instant."""
    years = set(re.findall("20[0-9]{2}", text))
    if len(years) != 1:
        return match[0]
    return f"{match['before']}{years.pop()}年" if match["before"] else f"{match['day']} {years.pop()}"


def with_zone(match: re.Match[str], text: str) -> str:
    """Add the only zone of the note to a clock."""
    zones = set(re.findall(ZONE, text))
    if len(zones) != 1 or re.search(f"(?:{ZONE}),? ?$", text[: match.start()]):
        return match[0]
    return f"{match['day']} {match['clock']} ({zones.pop().strip('()')})"
