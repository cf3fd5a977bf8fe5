"""The section of the pricing page that prices Search and Fetch by the request, since 2026-10-17."""

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


def requests(at: datetime, language: Language) -> str:
    if not holds("flash_1017", None, at, language):
        return ""
    free = holds("flash_1017", "search_fetch_free_over", at, language)
    return (
        "<hr>"
        + heading(say("Web Search and Fetch Pricing", language))
        + f"<p>{ABOUT[language]}</p>{_table(at, language)}"
        + (f"<p>{FREE[language]}</p>" if free else "")
    )


def _table(at: datetime, language: Language) -> str:
    header = "".join(f"<th>{say(name, language)}</th>" for name in ("API", "Billing Unit", "Price"))
    unit, currency = say("1,000 successful requests", language), CURRENCY[language]
    lines = (
        row(f"<td>{api}</td>", f"<td>{unit}</td>", f"<td>{money(amount, currency)}</td>")
        for api in ("Search", "Fetch")
        if (amount := (price(f"{api.lower()}-api", "request", "flat", at, currency) or ("",))[0])
    )
    return f"<table><thead><tr>{header}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
