"""Paraphrases of a tariff in plain words: questions with their answer, double negatives, former prices."""

from scrapers.deepseek.small_print.tariff_roles.rewriting.clocks import spellings
from scrapers.deepseek.small_print.values import WINDOW
from scrapers.parse import MONTH

WINDOWS = f"{WINDOW}(?:(?:、|和|与|及|, and | and | & |, ?){WINDOW})*"
PARAPHRASES = spellings(
    (
        r"\b(?:we )?(?:do not|don't|never|will not|won't) (?:charge|apply|bill|use|levy) (?:the |our |any )?"
        r"peak[- ](?:rates?|prices?|pricing|tariffs?|charges?)\b",
        "peak prices do not apply",
    ),
    (
        r"\b(?:can|may) (?:go on|continue|keep on) us(?:e|ing)\b|\byou may (?=(?:use|call|enjoy|try|still)\b)",
        "can use ",
    ),
    (
        r"\b(?:The )?first(?: (?:one|window|block|period|slot))?(?=,? (?:is|runs|opens|from|begins|starts|between|goes"
        r"|lasts|covers)(?: from| at)? [0-9])",
        "One",
    ),
    (r"\b(?:whenever|when|if) it is not (?=between [0-9])", "except "),
    (
        r"\bIf (?:an? |the |that |any )?(?:weekday|working day|workday|day|date|it)(?: in question)? "
        r"(?:is|falls on|happens to be|coincides with) (?:an? )?(?=(?:[A-Za-z']+ ){0,3}holidays?\b)",
        "On ",
    ),
    (
        "(?:如果|若|如|当)(?:当日|当天|该日|某日|遇到?|恰逢|逢|适逢)(?:为|是|属于)?(?=(?:中国)?(?:大陆)?(?:国家)?法定)",
        "",
    ),
    ("(?<=[;,。])否则(?=(?:周|星期|每|工作日|北京时间)[^。;]{0,80}[0-9])", "其他日期"),
    (
        r"\b(prices?|rates?)\b([^.;]{0,40}?) (?:already )?includes? (?:a|the) "
        r"(?=[0-9]{1,2} ?% (?:discount|reduction))",
        r"\1\2 with ",
    ),
    (r"\b(?:twice|double|(?:1\.5|2|3|two|three) times|[23]x) the off-peak (price|rate|tariff)s?\b", r"the peak \1"),
    (
        r"\b((?:was|were)(?: originally| initially| first)? (?:due|to|set|scheduled|planned|meant|supposed)(?: to)?"
        rf" (?:end|close|expire|finish|run|last)[^.;0-9]{{0,12}}?)(?:[0-9]{{1,2}} {MONTH}|{MONTH} [0-9]{{1,2}})"
        r"(?!,? ?20[0-9]|[0-9])",
        r"\1",
    ),
    (
        "(?:原定|原计划|原本|此前定于)(?:于|在|截?至)? ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?[日号](?: ?[0-9]{1,2}:[0-9]{2})?"
        "(?:结束|到期|截止|止)?,? ?(?=现|但|已|改|将)",
        "",
    ),
    ("避开(?=(?:北京时间|UTC|每日|每天|工作日|[周期][一二三四五六日至到]+|[0-9: ,、~—–-])*的?高峰)", ""),
    (
        r"\b(?:Except (?:for|during)|Outside(?: of)?|Apart from) (?:the )?"
        r"(peak (?:hours?|times?|periods?) ?\([^()]{0,80}[0-9][^()]{0,80}\))",
        r"\1;",
    ),
    (
        r"\boutside(?: of)?(?: the)? peak hours?(?:,| \()? ?(?:which|that) (?=(?:are|run|last|go)\b)",
        "otherwise; peak hours ",
    ),
    ("除了?(高峰(?:时段|期|时间)? ?\\([^()]{0,80}\\)) ?[以之]?外", r"\1;"),
    (
        r"\b(?:apply |applies )?on ((?:weekends|(?:Chinese |public |national |statutory )*holidays)"
        r"(?: and (?:weekends|(?:Chinese |public |national |statutory )*holidays))?) (?:as well|too)\b",
        r"including \1",
    ),
    (r"\bbetween the hours of (?=[0-9])", "between "),
    (r"\bwill (?:now )?instead (?=(?:end|close|expire|finish|run)\b)", "will now "),
    (r",? follows(?: after a break)?(?=[.;])", ""),
    (r"(?<=[0-9]:[0-9][0-9])( UTC)? up to(?= [0-9])", r"\1 to"),
    (r"\b((?:its|their|the) first day)(?: (?:of validity|in force|of application))? is\b", "the effective date is"),
    (
        r"\b(Search|Fetch)((?: calls?)?) ([^,.;0-9]{0,80}?),? (?:nor (?:do|does|is|are)|and (?:so|neither) "
        r"(?:do|does|is|are)) (?:calls (?:to|of) )?(Search|Fetch)(?: calls?)?",
        r"\1 and \4 calls \3",
    ),
    (
        r"\b(?:the )?end of (?:20[0-9]{2}|(?:the|this) (?:year|month|quarter))"
        r"(?:,? \(?(?:that is(?: to say)?|i\.e\.|meaning|in other words)[,:]? "
        r"(?:(?:up to|until|till|through) )?| \()(?=[^.;()]{0,80}20[0-9]{2})",
        "",
    ),
    (r"\buntil ([^.;,]{6,30}20[0-9]{2}) (?:has ended|is over|has passed|ends|is out)\b", r"until \1"),
    (
        r"\bWh(?:at|en)(?:'s|(?: exactly)? (?:is|are|counts? as|do|does|will|we call)|ich hours (?:are|count as))"
        r"(?:(?!traffic|usage|load|busiest|network|start|end)[^?.;0-9]){0,60}?\b(off-peak|peak)\b"
        r"(?:(?!traffic|usage|load|busiest|network|start|end)[^?.;0-9]){0,60}\?",
        r"\1:",
    ),
    (
        "(?:何为|什么是|什么时候(?:是|算)?|哪些?时(?:间|段)(?:是|算|属于)?|何时(?:是|为|算)?)(?:(?!流量|用量)[^?。;0-9]){0,6}?"
        "(非高峰|高峰|低谷|平峰)(?:(?!流量|用量)[^?。;0-9]){0,8}\\?",
        r"\1:",
    ),
    (rf"(?:由|从)(?:原来?的?|原先的?|之前的?|此前的?|现行的?)? ?{WINDOWS}(?= ?(?:改|调整|变更|变|更改|延|缩))", ""),
    (rf"\bfrom {WINDOWS}(?= to {WINDOW})", ""),
    (rf",? \(?\b(?:previously|formerly|until now|so far|instead of|rather than|no longer) {WINDOWS}\)?", ""),
    (
        "(?:(?:国庆|春节|元旦|五一|劳动节|中秋|清明|端午)节?(?:、|和|及)?){1,7}(?:都|均)?(?:属于|是|算作|作为)"
        "(?=(?:国家|中国)?法定)",
        "",
    ),
    (
        "除((?:国家|中国|中国大陆)?(?:法定)?节?假[日期](?:及周末|和周末)?|周末(?:[及和与]法定节?假[日期])?)(?:全天)?(?:享受?|执行"
        "|按|为|适用|实行)(?:低谷|平峰|非高峰|低峰|谷[时段价]|闲时)(?:价格?|计费|收费)?(?:以)?外",
        r"除\1外",
    ),
    ("享受?(?=低谷|平峰|非高峰|低峰|谷时|闲时)", "按"),
    ("(?:考虑到|鉴于)(?=[^。;,0-9]{0,80}(?:习惯|方便|便于))", "为便于"),
)
