"""Removal and rewording of remarks beside the tariff, before a note is read.

Each pattern is one kind of remark. None matches a number, so that no value is lost, unless it says so.
"""

import re

from scrapers.deepseek.small_print.tariff_roles.rewriting.clocks import spellings
from scrapers.deepseek.small_print.tariff_roles.rewriting.left_out import left_out
from scrapers.deepseek.small_print.tariff_roles.rewriting.notices import NOTICES
from scrapers.deepseek.small_print.tariff_roles.rewriting.paraphrases import PARAPHRASES
from scrapers.parse import ZONE

DENIED = re.compile(r"\b(?:not|never)\b|n't\b", re.IGNORECASE)


def _schedule(match: re.Match[str]) -> str:
    """Drop advice to run batch jobs at other times, but keep the times that it names."""
    return match[0] if left_out(match) and "batch" not in match[0].lower() else ""


def _when(match: re.Match[str]) -> str:
    """Return "when" for "If your request reaches us between …"."""
    return match[0] if DENIED.search(match[0]) else left_out(match) or "when it is"


def _about(match: re.Match[str]) -> str:
    """Return the topic of a question: "them" in the answer are the prices."""
    return left_out(match) or ("prices: " if "price" in match[0].lower() else "")


REQUEST = r"(?:(?:an?|each|every|any|the|your|all) )?(?:API )?(?:requests?|calls?)"
HAPPENS = r"(?:receiv|receipt|arriv|start|sent|submit|complet|reach|made|issued)"
SAFE = r"(?:(?!\b(?:may|might|could|if|unless|except|holidays?|new|free|off)\b)[^.;:!?0-9])"
"""A character of a remark that is not about days, prices or doubts."""
ATTRIBUTION = spellings(
    (
        rf"(?:^|(?<=[.;:!?] ))(?:Whether|{REQUEST}|Billing|What (?:counts|matters|decides)|(?:The|Its) "
        rf"(?:time|moment|hour))\b{SAFE}{{0,90}}?\b(?:priced by|attributed|depends? on|decided by|based on|according to"
        rf"|determined by|assigned|decides|counts?|decisive)\b{SAFE}{{0,90}}?\b{HAPPENS}{SAFE}{{0,90}}[.;:] ?",
        left_out,
    ),
    (rf",? and that (?:a|each|every) (?:request|call)\b{SAFE}{{0,90}}?\b{HAPPENS}{SAFE}{{0,90}}(?=\.|$)", left_out),
    (
        r"\b(?:if|when|whenever) (?:and only if )?(?:(?:your|a|the|any) (?:API )?(?:request|call)s?|you|it|they|we)\b"
        r"[^,.;0-9]{0,30}?\b(?:reach(?:es)?|arrives?|received?|sent|made|submitted|placed|send|call|falls?|starts?"
        r"|get|land)\b"
        r"(?: (?:it|them|us|our servers?|requests?|calls?|at our end|in))?(?= (?:on|between|from|during|within|at) )",
        _when,
    ),
    (
        "(?:^|(?<=[。;!:,]))(?:(?:判断|判定|确定|认定)?[^。;:,0-9]{0,40}(?:是否|属于)[^。;:,0-9]{0,40},)?"
        "[^。;:,0-9]{0,10}(?:以|按|按照|根据)"
        "[^。;:,0-9]{0,12}(?:收到|接收|到达|抵达|提交|发起|发出|开始|完成|结束)[^。;:,0-9]{0,8}(?:时间|时刻|时点)"
        "(?:为准|计费|计算|判定|确定|划分|归属)?[。;:,]",
        left_out,
    ),
    ("(?:如果|如|若)(?=[^。;,]{0,12}(?:请求|调用)[^。;,]{0,10}(?:落在|处于|位于|在|于)[^。;,]{0,14}[0-9])", "凡"),
    (
        "(?:如果|若)(?:您|你|用户)?"
        "(?=在?[^。;,]{0,12}[0-9]{1,2}(?::[0-9]{2}| ?[点时])[^。;,]{0,20}(?:发起|提交|调用|请求|发送|使用))",
        "凡",
    ),
)
"""The moment of a request that decides: "whether a request is peak depends on the time at which we receive it"."""
BACKGROUND = spellings(
    (
        r"(?:Although|While|Even though|Though) (?:many|some|most|our|the)\b[^.;:0-9]{0,80}?\b(?:closed|shut|on holiday"
        r"|off work|quieter)\b[^.;:0-9,]{0,80}, "
        r"(?:(?:our|the) (?:experience|data|figures|statistics)[^.;:,0-9]{0,80}?(?:that )?)?"
        r"(?:usage|demand|traffic|load)\b[^.;:0-9,]{0,80}[.;,] ?",
        left_out,
    ),
    (
        "(?:虽然|尽管|虽|虽说)[^。;,0-9]{0,80}?(?:停工|放假|休息|休市|歇业|停业)[^。;,0-9]{0,80},"
        "(?:但|但是|不过)?[^。;,0-9]{0,14}?"
        "(?:用量|调用量|流量|需求|请求量|负载)[^。;,0-9]{0,80},(?:因此|所以|故)?",
        left_out,
    ),
    (
        "^[^。;0-9价峰费谷折免除外仅]{0,30}(?:休息|放假|停工|清闲|空闲)[^。;0-9价峰费谷折免除外仅]{0,20},(?:所以|因此|故)",
        left_out,
    ),
    (r"^To (?:celebrate|mark|honou?r) [^.;:,0-9%]{0,80}, ", left_out),
    (
        r"^We (?:understand|know|realise|realize|appreciate) (?:that )?[^.;0-9]{0,80}?"
        r"\b(?:hop|wish|would like|want|expect)"
        r"[^.;0-9]{0,80}?(?:, but |; however, |\. (?:However|Still|Nevertheless|Unfortunately), )",
        left_out,
    ),
    (
        "(?:我们)?(?:理解|明白|知道|深知)[^。;,0-9]{0,80}(?:希望|想|期待|盼)[^。;,0-9]{0,80},(?:不过|但是?)?"
        "(?:(?:十分|非常|很)?(?:抱歉|遗憾),?)?",
        left_out,
    ),
    (
        r"^(?:You|(?:Some|Many|Several) of you|(?:Some |Many |Several )?(?:customers|users|developers)) (?:have |had )?"
        r"(?:asked|wondered|wanted to know|wrote to ask|have been asking)\b[^.?0-9]{0,80}[.?] ?"
        r"(?:You can|It is|They are|Yes|Here is the answer)?[:,]? ?",
        _about,
    ),
    (
        rf"(?:For [^.,;:0-9]{{0,80}}?)?\bwe (?:re)?(?:state|give|express|quote|list|print|word)s? [^.,;:0-9]{{0,80}}? "
        rf"in (?:{ZONE})"
        rf"[^.;:0-9]{{0,80}}[.;:] ?(?=[^.;]{{0,80}}[0-9][^.;]{{0,80}}{ZONE})",
        left_out,
    ),
    (
        r",? which,?(?: as you (?:will |may )?know,?)? (?:is|happens to be|falls on)(?: also)?(?: the| a)?"
        r"(?: [A-Z][a-z]+)*(?:'s)? (?:Day|Festival|Eve|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?=,)",
        left_out,
    ),
    (
        r",? (?:as )?(?:published|announced|set|defined|determined|declared|designated|scheduled) (?:each year )?by "
        r"(?:the )?(?:State Council|(?:Chinese |PRC )?(?:government|authorities))(?: General Office)?"
        r"(?: (?:each|every) year)?",
        left_out,
    ),
    (
        r"\b(?:Please |We recommend (?:that you )?|We advise you to |Try to |Consider )?"
        r"(?:plan|schedule|run|move|shift)(?:ning|ing)? (?:your |large |long |heavy |non-urgent |batch |background )*"
        r"(?:jobs?|tasks?|workloads?|work|calls|requests) (?:outside(?: of)?|away from|to avoid)(?: the)? "
        r"(?=peak hours?,? (?:which|that)\b)",
        _schedule,
    ),
)
"""Reasons, sympathy and users' questions before or beside the tariff."""
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
        r"((?:Search|Fetch|搜索|抓取).*)[,;] ?(?:仅|只有?|但)?(?:模型|由此)?(?:消耗|产生|使用)?的? ?tokens? ?(?:用量"
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
ASIDES = (*NOTICES, *ATTRIBUTION, *BACKGROUND, *PARAPHRASES, *NEEDLESS)
