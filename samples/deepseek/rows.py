"""The pricing page up to 2025-02-26: models are rows, kinds of token are columns.

At first a cell named its unit; from V3 on the header does, and while V3's promotion ran a cell held the original price
with the number of a note and below it, struck through by nothing, the price in force. Dollars and yuan were two tabs
then, both in the HTML.
"""

from collections.abc import Iterator
from datetime import datetime

from samples.deepseek.early_notes import ROWS, EarlyNote, standing, texts
from samples.deepseek.facts import Language, holds, price, when
from samples.deepseek.shell import heading, items, row
from samples.deepseek.words import CURRENCY, METERS, cents, money, say

HEADERS = {
    "en": ("INPUT PRICE<br>(CACHE HIT)", "INPUT PRICE<br>(CACHE MISS)", "OUTPUT PRICE"),
    "zh": ("输入价格<br>（缓存命中）", "输入价格<br>（缓存未命中）", "输出价格"),
}
UNIT = {"en": "1M TOKENS<br>", "zh": "百万tokens<br>"}
PER = {"en": " / 1M tokens", "zh": " / 百万tokens"}
MODELS = {
    "deepseek-chat": ("context_caching", None),
    "deepseek-coder": ("context_caching", "coder_merged"),
    "deepseek-reasoner": ("r1", None),
}


def body(at: datetime, language: Language) -> str:
    known = standing(ROWS, at, language)
    if holds("v3_promotion", None, at, language):
        found = _tabs(at, language, known)
    else:
        found = _table(at, language, CURRENCY[language], known)
    return heading(say("Pricing Details", language)) + found + items(texts(known, language))


def _tabs(at: datetime, language: Language, known: list[EarlyNote]) -> str:
    """The page's own currency shown, the other one hidden."""
    currencies = ("USD", "CNY") if language == "en" else ("CNY", "USD")
    buttons, panels = "", ""
    for currency in currencies:
        shown = currency == CURRENCY[language]
        buttons += (
            f'<li role="tab" tabindex="{0 if shown else -1}" aria-selected="{str(shown).lower()}" '
            f'class="tabs__item tabItem_LNqP">{currency}</li>'
        )
        hidden = "" if shown else ' hidden=""'
        panel = _table(at, language, currency, known)
        panels += f'<div role="tabpanel" class="tabItem_Ymn6"{hidden}>{panel}</div>'
    tabs = f'<ul role="tablist" aria-orientation="horizontal" class="tabs">{buttons}</ul>'
    return f'<div class="tabs-container tabList__CuJ">{tabs}<div class="margin-top--md">{panels}</div></div>'


def _table(at: datetime, language: Language, currency: str, known: list[EarlyNote]) -> str:
    header = "".join(f"<th>{cell}</th>" for cell in _header(at, language, known))
    lines = "".join(
        row(f"<td>{model}</td>", *(f"<td>{cell}</td>" for cell in _cells(model, at, language, currency, known)))
        for model, (since, until) in MODELS.items()
        if holds(since, until, at, language)
    )
    return f"<table><thead><tr>{header}</tr></thead><tbody>{lines}</tbody></table>"


def _header(at: datetime, language: Language, known: list[EarlyNote]) -> Iterator[str]:
    unit = UNIT[language] if holds("v3_promotion", None, at, language) else ""
    yield say("MODEL", language) + _mark("MODEL", known)
    yield say("CONTEXT LENGTH", language)
    if holds("r1", None, at, language):
        yield say("MAX COT TOKENS", language) + _mark("cot", known)
    yield say("MAX OUTPUT TOKENS", language) + _mark("limit", known)
    for meter, name in zip(METERS, HEADERS[language], strict=True):
        yield unit + name + _mark(meter, known)


def _cells(model: str, at: datetime, language: Language, currency: str, known: list[EarlyNote]) -> Iterator[str]:
    reasoner = model == "deepseek-reasoner"
    if not holds("v3_promotion", None, at, language):
        yield from ("128K", "4K<br>(8K Beta)" if language == "en" else "4K<br>（8K Beta）")
    else:
        yield "64K"
        if holds("r1", None, at, language):
            yield "32K" if reasoner else "-"
        yield "8K"
    for meter in METERS:
        mark = _mark("reasoning", known) if reasoner and meter == "output" else ""
        yield _amount(model, meter, at, language, currency, known) + mark


def _amount(model: str, meter: str, at: datetime, language: Language, currency: str, known: list[EarlyNote]) -> str:
    amount, _ = price(model, meter, "flat", at, currency) or ("", "")
    if not holds("v3_promotion", None, at, language):
        return money(amount, currency) + PER[language]
    if model == "deepseek-chat" and holds("v3_promotion", "v3_promotion_over", at, language):
        original, _ = price(model, meter, "flat", when("v3_promotion_over"), currency) or ("", "")
        return f"{cents(original, currency)}{_mark('discount', known)}<br>{money(amount, currency)}"
    return cents(amount, currency)


def _mark(mark: str, known: list[EarlyNote]) -> str:
    numbers = [number for number, note in enumerate(known, 1) if note.mark == mark]
    return "".join(f"<sup>({number})</sup>" for number in numbers)
