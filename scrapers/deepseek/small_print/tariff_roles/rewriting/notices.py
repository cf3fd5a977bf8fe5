"""Removal and rewording of what notices, terms and replies say beside the tariff.

As in `asides`, no pattern matches a number unless it says so.
"""

from scrapers.deepseek.small_print.tariff_roles.rewriting.clocks import spellings
from scrapers.deepseek.small_print.tariff_roles.rewriting.left_out import left_out
from scrapers.parse import MONTH

CHINA = r"(?:the )?(?:People's Republic of China|P\.?R\.?C\b\.?|(?:mainland )?China\b|Chinese mainland)"
HOLIDAYS = spellings(
    (rf"\b(holidays?)(?: (?:officially )?observed)? (?:of|in|across|throughout|within) {CHINA}(?!')", r"\1"),
    (r"\b(?:CN|PRC)(?='s (?:[a-z]+ ){0,2}holidays?\b| (?:[a-z]+ ){0,2}holidays?\b)", "Chinese"),
    (r"(holidays?|weekends?) ?= ?(?=off-peak|valley)", r"\1 are "),
    (
        r"\b((?:excluding|except(?: for| on)?|excepting|other than|but not(?: on)?) [^.;:,0-9]{0,60}holidays?),? "
        r"(?:on|during|for) which (?:days )?(?:only )?(?:the |our )?(?:off-peak|valley) "
        r"(?:rates?|prices?|pricing|tariffs?) (?:appl(?:y|ies)|(?:is|are) (?:charged|billed|applied|used))"
        "(?: throughout| all day| only)?",
        r"\1",
    ),
    (
        r"\b(holidays?\b(?=[^.;0-9]{0,80}(?:off-peak|valley))[^.;0-9]{0,80}[.;] ?On )"
        r"(?:all |the )?(?:other|remaining|normal|ordinary|regular) "
        r"(?=weekdays|working days|workdays)",
        r"\1",
    ),
    (
        "(假[日期](?=[^。;0-9]{0,30}(?:谷|平|非高峰|不))[^。;0-9]{0,30}[。;] ?)(?:其余|其他|其它|平常|平时|平日)的?"
        "(?=周一至周|周一到周|星期一|工作日|高峰(?:是|为|:))",
        r"\1",
    ),
    ("(?:每逢|逢|每遇)(?=中国|国家|法定|节假)", ""),
    ("限(?=周一|星期一|工作日)", ""),
)
"""Chinese holidays by their long names, and repeated statements about them."""
TERMS = spellings(
    (
        r"^(?:In|Under|For the purposes? of) (?:this|these|the present) "
        r"(?:Agreement|Terms|Schedule|Conditions|Annex),? ",
        "",
    ),
    (r"本(?:协议|合同|条款|规则|附件|办法|细则)(?:中)?所称的?", ""),
    (
        r"\b(prices?|fees?|rates?|charges?),? (?:as )?(?:set out|set forth|laid down|listed|stated) in "
        r"(?:this|the present|the attached) (?:schedule|annex|price list|agreement|table|document)\b",
        r"\1",
    ),
    (r"\bno (?:charges?|fees?) (?:shall|will|is to|are to) be (?:levied|made|charged|imposed|due)\b", "no charge"),
    (r"\bno (?:charges?|fees?) (?:is|are) (?:levied|made|charged|imposed|due)\b", "no charge"),
    ("(?<=[0-9]{2}:[0-9]{2}) of (?=(?:[0-9]{1,2} )?[A-Z][a-z]+ )", " on "),
    (r"\b(?:enters?|comes?|goes|go) into (?:execution|application|operation)\b", "takes effect"),
    (r"^`[a-z_.]+`(?: is| returns| reads|:) (?= *peak)", ""),
    (r"\boff_peak\b", "off-peak"),
    (r"(?<![\u4e00-\u9fff])峰(?=:)", "高峰"),
    (r"(?<![\u4e00-\u9fff])谷(?=:)", "低谷"),
    (r" ?[·/|] ?(?=(?:非高峰|低谷|平峰|谷|闲时)(?:时段|期)?:)", "; "),
    (
        rf",? (?:originally |first )?(?:planned|due|set|scheduled|meant|supposed) to (?:end|expire|finish|close)"
        rf"(?: (?:on|in|at the end of))? (?:[0-9]{{1,2}} {MONTH}|{MONTH}(?: [0-9]{{1,2}})?),?"
        r"(?= (?:is|has been|will be) (?:now )?(?:extended|prolonged))",
        "",
    ),
    ("词元", "token"),
    (r"\bprice (?:is|=|remains|stays) 0(?![0-9.%])", "free"),
    ("(?:下调|调低|下浮)(?= ?(?:[0-9]{1,2} ?%|[一二三四五六七八九两]成))", "降低"),
)
"""Idioms of agreements, price lists and bills."""
REPLIES = spellings(
    (r"\bthe (higher|lower) (price|rate) (?:that )?you (?:saw|see|noticed|were charged|paid)\b", r"the \1 \2"),
    (
        r"\byou (?:weren't|were not|aren't|are not|haven't been|have not been) (?:billed|charged) for "
        r"(?:it|them|(?:Search|Fetch)(?: calls)?),? (?:because|since|as) ",
        "",
    ),
    ("您看到的[^。;:,0-9]{0,16},?是?因为[^。;:,0-9]{0,16}(?=高峰)", left_out),
    (
        ",?在?[那此]之?前的?(?:用量|调用|请求|消耗)(?:仍|仍然|依旧|继续|照旧)?按(?:现价|现行价格|当前价格)(?:结算|计费|收取|计算)",
        left_out,
    ),
    (r"\bNo (?:downtime|interruptions?|outage) (?:is |are )?(?:expected|planned)\. ?", ""),
    (r"\bNo (?:nasty )?surprises(?: on your (?:bill|invoice))?[:.!] ?", ""),
    (
        r"\bnone of ((?:our |the |these )?(?:[a-z]+ ){0,3}(?:prices?|rates?|fees?)) (will|shall|is|are) ",
        r"\1 \2 not ",
    ),
    (r"^For your planning[^.;:0-9]{0,40}: ?", left_out),
)
"""Remarks of replies and bulletins beside the answer."""
NOTICES = (*HOLIDAYS, *TERMS, *REPLIES)
