"""Rewriting of idioms about names and addresses in plain words, before a note is read by its roles.

Each pattern is one kind of wording. Removed text names no model, no address and no instant.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from scrapers.deepseek.small_print.syntax import AT, MODEL, Sentence

T = AT.replace("(?P<at>", "(?:")
U = r"https?://[A-Za-z0-9._~%/-]*[A-Za-z0-9_~%/-]"
ENDED = "(?:彻底|正式|全面|完全)?(?:停|失效|下线|关|退役|下架|作废)"
WORDS: Sequence[tuple[str, str]] = (
    # the name stays, and another model answers
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
    # an instant and its event
    (rf"(?<!推迟)(?<!延期)(?<!延长)(?<!保留)到({T})(?:就|便|即)(?={ENDED})", r"于\1"),
    (
        rf"前者(?:为|是|于|定于|将于)({T})(?:停止服务|下线|关闭)?[,;]后者(?:则)?(?:为|是|于|定于|将于)({T})",
        r"分别于\1、\2",
    ),
    # the address that a letter is about
    (rf"(?i:\bthe) (?:address|endpoint|URL|base URL) (?:that )?you (?:are using|use) \(({U})\)", r"\1"),
    (rf"^base_url: ?{U}\.$", ""),
    (rf"(?i:\bthere) is no (?:further )?need for ({U}) (?:any more|anymore|any longer)(?=[;.,])", r"\1"),
    (
        r"\b(keys|credentials|accounts) (are valid|work|stay valid)( on [a-z ]{3,24})? without (?:any )?changes?\b",
        r"\1 \2",
    ),
    # forms of address, quotations and defined terms
    (r'^The Services? (?:identified|designated|known) as (?=")', ""),
    (rf"“({MODEL}[^”⟦]{{2,30}})”(?=一事)", r"\1"),
    (r"^(?:Dear )?[Pp]artners?(?: advance notice| notice)?[:,] ", ""),
)
PATTERNS = tuple((re.compile(pattern), put) for pattern, put in WORDS)


def rewrite_sentence(sentence: Sentence) -> Sentence:
    """Return the sentence with its idioms in plain words."""
    marked = sentence.marked
    for pattern, put in PATTERNS:
        marked = pattern.sub(put, marked)
    return replace(sentence, marked=marked) if marked != sentence.marked else sentence
