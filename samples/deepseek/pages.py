"""DeepSeek's pricing page as it stood at an instant since 2024-08-02, in the structure of the day."""

from datetime import datetime

from samples.deepseek import columns, groups, shared
from samples.deepseek import rows as models_as_rows
from samples.deepseek.facts import Language, rows, when
from samples.deepseek.home import home
from samples.deepseek.shell import build, heading, shell
from samples.deepseek.words import say

__all__ = ["change_instants", "home", "pricing"]

PATH = "/quick_start/pricing"
ERAS = (
    ("context_caching", models_as_rows.body),
    ("night_discount", groups.body),
    ("rise_2025", shared.body),
    ("v4_launch", columns.body),
)
ELSEWHERE = {
    "peak_valley_rumoured",
    "v41_preview",
    "reread",
    "v25_1210",
    "v3_0324",
    "r1_0528",
    "terminus_endpoint_gone",
    "speciale_endpoint_gone",
}
"""Events that left no trace on this page."""
ONLY_CHINESE = {"products_1113"}
"""Events that the English page did not show."""
RULES = {
    "en": "<p>A call costs its tokens times their price, taken from the balance that was granted first.</p>"
    "<p>Prices may change: look here from time to time.</p>",
    "zh": "<p>每次调用的费用为 token 数乘以单价，优先从赠送余额中扣除。</p><p>价格可能变动，请时常查看本页。</p>",
}


def change_instants(language: Language = "en", since: datetime | None = None) -> list[datetime]:
    """Every instant at which the page changed, the first one included; only those since then where that is given."""
    elsewhere = ELSEWHERE | (ONLY_CHINESE if language == "en" else set[str]())
    events = {row.event for row in rows() if row.event and row.event not in elsewhere}
    instants = {when(event, language) for event in events}
    return sorted(instant for instant in instants if since is None or instant >= since)


def pricing(at: datetime, language: Language = "en") -> str:
    """The page in full. Its asset names change with every edit."""
    edit = max(instant for instant in change_instants(language, None) if instant <= at)
    return shell(PATH, say("Models &amp; Pricing", language), _markdown(at, language), build(edit), language)


def _markdown(at: datetime, language: Language) -> str:
    body = [render for event, render in ERAS if when(event, language) <= at][-1]
    return (
        f"<h1>{say('Models &amp; Pricing', language)}</h1><p>{_introduction(at, language)}</p><hr>"
        + body(at, language)
        + "<hr>"
        + heading(say("Deduction Rules", language))
        + RULES[language]
    )


def _introduction(at: datetime, language: Language) -> str:
    if language == "zh":
        return "下表所列模型价格以“百万 tokens”为单位。按输入与输出的 token 总数计费。"
    # The page had "unites" for a year at least.
    units = "units" if at >= when("v32_exp") else "unites"
    return f"The prices listed below are in {units} of per 1M tokens. Billed is the number of tokens that go in and come out."
