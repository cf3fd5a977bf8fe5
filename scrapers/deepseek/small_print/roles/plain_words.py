"""Turns of phrase in letters about names and addresses, in plain words, before a note is read by its roles.

Each pattern is one kind of wording. What is left out names no model, no address and no instant.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from scrapers.deepseek.small_print.clauses import AT, MODEL, Sentence

T = AT.replace("(?P<at>", "(?:")
U = r"https?://[A-Za-z0-9._~%/-]*[A-Za-z0-9_~%/-]"
REST = rf"(?:(?!{MODEL})[A-Za-z' -])"
"""A character of a remark in English: of no name, no digit, no mark."""
HAN = r"[\u4e00-\u9fff]"
ENDED = "(?:彻底|正式|全面|完全)?(?:停|失效|下线|关|退役|下架|作废)"
WORDS: Sequence[tuple[str, str]] = (
    # the name stays, the model behind it is another
    (
        rf"(?:模型名称?|名称|名字|别名)({MODEL})(?:保持|维持)?不变,(?:其|它)?背后的?模型(?:现已|已经|已|现)"
        rf"由{MODEL}(?:更换|切换|替换|换)[为成]\**({MODEL})(?=\**(?:[。;]|$))",
        r"\1现由\2应答",
    ),
    (
        r"\b(?:the|its) name (?:itself )?(?:is|stays|remains) (?:unchanged|the same), (?:but |and |only )?"
        "(?=the model )",
        "",
    ),
    # rows of aliases and of routes
    (
        rf"^(?:Alias|别名): ?({MODEL}) ?(?:=|→|->|=>) ?({MODEL}) ?\("
        r"(?:[^()⟦0-9]{0,30}, ?)?(?:already in effect|in effect|in force|active|已生效|生效中)\)",
        r"\1 is now served by \2",
    ),
    (
        rf"^\|? ?(?:Old|Legacy|Former) (?:name|model) ?\| ?(?:Served|Answered|Handled) by ?\| ?(?:Since(?: when)?|From)"
        rf" ?\|[ |:-]*({MODEL}) ?\| ?({MODEL}) ?\| ?(?:starting |from |since )?({T})",
        r"From \3 on, \1 will be served by \2",
    ),
    # not switched off, but answered by another
    (
        rf"\binstead of (?:killing|retiring|removing|deleting|dropping|switching off|shutting down) ({MODEL}),? "
        r"we will (?:simply |just )?(?:point|route|redirect|forward|send) it (?:at|to) ",
        r"we will route \1 to ",
    ),
    (
        rf"(?:到|自|在)?({T}),?({MODEL})不会(?:关掉|关停|下线|停用|停掉|消失),而是从(?:那天|那日|该日|当日)起"
        rf"(?:交给|改由|转由)({MODEL})(?:来)?(?:接手|应答|处理|响应)",
        r"自\1起,\2改由\3应答",
    ),
    # an instant, and the event that comes then
    (rf"(?<!推迟)(?<!延期)(?<!延长)(?<!保留)到({T})(?:就|便|即)(?={ENDED})", r"于\1"),
    (
        rf"^请(?:各位?|全体|所有|广大)?(?:合作伙伴|渠道伙伴|伙伴|开发者|用户|客户|大家)?[于在]({T})前完成(?:切换|迁移|替换|升级),(?:当日|当天)({MODEL})",
        r"\1,\2",
    ),
    (
        rf"前者(?:为|是|于|定于|将于)({T})(?:停止服务|下线|关闭)?[,;]后者(?:则)?(?:为|是|于|定于|将于)({T})",
        r"分别于\1、\2",
    ),
    # the address of which a letter speaks
    (rf"(?i:\bthe) (?:address|endpoint|URL|base URL) (?:that )?you (?:are using|use) \(({U})\)", r"\1"),
    (rf"^base_url: ?{U}\.$", ""),
    (
        rf"^In the early days,? we (?:put|hosted|kept|placed) {REST}{{0,30}} (?:under|at|on) ({U})\.$",
        r"\1.",
    ),
    (rf"^(?:早年|当初|早期|起初)我们[把将]{HAN}{{0,12}}放在({U})(?:下面|之下|上面|里)?(?=,)", r"\1"),
    (rf"(?i:\bthere) is no (?:further )?need for ({U}) (?:any more|anymore|any longer)(?=[;.,])", r"\1"),
    (rf"^{REST}{{1,40}} (?:has|have) (?:left beta|graduated|become generally available),? (?:and )?so ", ""),
    (
        r"\b(keys|credentials|accounts) (are valid|work|stay valid)( on [a-z ]{3,24})? without (?:any )?changes?\b",
        r"\1 \2",
    ),
    # reasons and business told beside it
    (rf"^We (?:did not|didn't|do not|don't) want {REST}{{3,60}} to break,? so ", ""),
    (rf"^我们(?:舍不得|不想|不愿|不愿意)让{HAN}{{2,16}}(?:报错|中断|失败),(?:因此|所以)", ""),
    (rf"^You may have noticed (?:that )?{REST}{{3,60}}, and this is because ", ""),
    (rf"您(?:反馈|看到|注意到|提到)的{HAN}{{2,12}}(?:属于正常现象|属正常现象|是正常的|属于正常情况),", ""),
    (
        rf"^Contrary to what (?:was|has been) (?:said|announced|reported) (?:at|in|on|during) {REST}{{3,40}}, "
        rf"(?:where {REST}{{3,50}} was mentioned, )?",
        "",
    ),
    (
        r"^(?:TLS 1\.[0-9] |All |Existing )?(?:clients|applications|scripts|integrations) should "
        "(?=(?:connect|switch|move) to )",
        "Please ",
    ),
    (r'^The Services? (?:identified|designated|known) as (?=")', ""),
    (rf"“({MODEL}[^”⟦]{{2,30}})”(?=一事)", r"\1"),
    (
        rf"^When we (?:launched|released|introduced) {MODEL},? we had no idea (?:how|that|what) {REST}{{3,60}}\.$",
        "",
    ),
    (
        rf"^(?:有|不少|很多)(?:同学|用户|开发者|朋友|人)问{MODEL}(?:为什么|为何|怎么){HAN}{{1,10}},(?:其实)?(?={MODEL})",
        "",
    ),
    (
        rf"^To (?:whoever|those who|everyone who) asked why {MODEL} {REST}{{3,40}}: (?={MODEL} )",
        "",
    ),
    (rf"\b(ha(?:s|ve) been [a-z]+ to {MODEL}) since (?:last (?:week|month)|yesterday)(?=\.|$)", r"\1"),
    (r"^(?:Dear )?[Pp]artners?(?: advance notice| notice)?[:,] ", ""),
    (r"; (?:your |all )?invoices will show the (?:new|old) name\.?$", "."),
    (
        r"^Please (?:stop|do not start) (?:signing|taking on|onboarding) new customers (?:on|for|to) it; "
        r"(?:the )?(?:exact|final) dates? will (?:reach you|follow) (?:through|from|via) your account manager\.$",
        "",
    ),
    ("[,;](?:请勿再?|请不要再?|请停止|勿再)(?:签|接)(?:新单|新客户|新合同)(?=[。;]|$)", ""),
    ("[,;]请(?:提前|及时|尽早|务必)?告知(?:您的|贵司的|最终)?(?:客户|用户)(?=[。;]|$)", ""),
    (f"下单(?={MODEL}的(?:请求|调用))", ""),
    ("[,;]不是(?:现在|今天|本月|这个月),也不会(?:很)?突然,但(?:这|那)一天(?:终|总)?会(?:到)?来(?=[。;]|$)", ""),
)
PATTERNS = tuple((re.compile(pattern), put) for pattern, put in WORDS)


def in_plain_words(sentence: Sentence) -> Sentence:
    """The sentence with its turns of phrase in plain words."""
    marked = sentence.marked
    for pattern, put in PATTERNS:
        marked = pattern.sub(put, marked)
    return replace(sentence, marked=marked) if marked != sentence.marked else sentence
