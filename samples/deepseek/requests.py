"""The sections of the pricing page that price other products than tokens: Search and Fetch by the request since
2026-10-17; in Chinese since 2026-11-13 in other words, and with documents and speech beside them.
"""

from collections.abc import Sequence
from datetime import datetime

from samples.deepseek.facts import Language, holds, price
from samples.deepseek.shell import heading, row
from samples.deepseek.words import CURRENCY, money, say

ABOUT = {
    "en": "Search and Fetch are APIs of their own, billed by the request.",
    "zh": "Search 与 Fetch 为独立的 API，按请求次数计费。",
}
FREE = {
    "en": "Calls to Search and Fetch from DeepSeek Harness, Claude Code and Codex are not billed yet; they will be "
    "from 00:00 Beijing Time on November 1, 2026.",
    "zh": "在 DeepSeek Harness、Claude Code 与 Codex 中对 Search 与 Fetch 的调用目前未计费，"
    "将于北京时间 2026 年 11 月 1 日 00:00 起按次收取费用。",
}


TITLES = ("项目", "计费单位", "价格")
SECTIONS = (
    (
        "联网搜索与抓取价格",
        TITLES,
        (("搜索（文字、图片）", "每 1,000 次", "5元"), ("网页抓取", "每 1,000 次", "5元")),
    ),
    ("文件解析与 OCR 价格", TITLES, (("文件解析、OCR API", "每 1,000 页", "1.5元"),)),
    (
        "语音价格",
        ("API", "计费单位", "刊例价", "限时折扣价（5 折）"),
        (("语音合成（TTS）", "每 10,000 字符", "3元", "1.5元"), ("语音识别（ASR）", "每小时音频", "0.78元", "0.39元")),
    ),
)
"""The Chinese sections of 2026-11-13: heading, titles, rows."""


def requests(at: datetime, language: Language) -> str:
    if not holds("flash_1017", None, at, language):
        return ""
    if language == "zh" and holds("products_1113", None, at, language):
        return "".join(f"<hr>{heading(title)}{_grid(titles, lines)}" for title, titles, lines in SECTIONS)
    free = holds("flash_1017", "search_fetch_free_over", at, language)
    return (
        "<hr>"
        + heading(say("Web Search and Fetch Pricing", language))
        + f"<p>{ABOUT[language]}</p>{_table(at, language)}"
        + (f"<p>{FREE[language]}</p>" if free else "")
    )


def _grid(titles: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    header = "".join(f"<th>{title}</th>" for title in titles)
    body = "".join(row(*(f"<td>{cell}</td>" for cell in line)) for line in lines)
    return f"<table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"


def _table(at: datetime, language: Language) -> str:
    header = "".join(f"<th>{say(name, language)}</th>" for name in ("API", "Billing Unit", "Price"))
    unit, currency = say("1,000 successful requests", language), CURRENCY[language]
    lines = (
        row(f"<td>{api}</td>", f"<td>{unit}</td>", f"<td>{money(amount, currency)}</td>")
        for api in ("Search", "Fetch")
        if (amount := (price(f"{api.lower()}-api", "request", "flat", at, currency) or ("",))[0])
    )
    return f"<table><thead><tr>{header}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
