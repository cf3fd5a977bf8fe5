"""The pricing page from 2025-02-26 to 2025-09-05: prices in two groups of rows, by the time of day.

At first one table held models and prices; from 2025-08-21 on the prices had two tables of their own, and the one of the
future stood before the one in force.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from samples.deepseek.details import MODELS, details
from samples.deepseek.early_notes import GROUPS, standing, texts
from samples.deepseek.facts import Language, holds, price, when
from samples.deepseek.shell import bold_table, heading, items, row
from samples.deepseek.words import CURRENCY, METERS, cents, money, say

BANDS = {
    "en": {"peak": ("STANDARD PRICE", "UTC 00:30-16:30"), "off_peak": ("DISCOUNT PRICE", "UTC 16:30-00:30")},
    "zh": {"peak": ("标准时段价格", "北京时间 08:30-00:30"), "off_peak": ("优惠时段价格", "北京时间 00:30-08:30")},
}
KINDS = {
    "input_cache_hit": "1M TOKENS INPUT (CACHE HIT)",
    "input_cache_miss": "1M TOKENS INPUT (CACHE MISS)",
    "output": "1M TOKENS OUTPUT",
}
"""As the English page called them up to 2025-08-21."""
OFF = {"deepseek-chat": ("50% OFF", "5折"), "deepseek-reasoner": ("75% OFF", "2.5折")}
FROM = {
    "en": "Starting from 16:00 UTC Time on Sept 5th, 2025, we will apply the price list below "
    "and cancel the nighttime discount:",
    "zh": "自北京时间 2025 年 9 月 6 日 00:00 起，我们将执行以下价格表，并取消夜间时段优惠：",
}
UNTIL = {
    "en": "The price list of today will remain in effect until 16:00 UTC Time on Sept 5th, 2025:",
    "zh": "在北京时间 2025 年 9 月 6 日 00:00 之前，当前价格表继续有效：",
}


def body(at: datetime, language: Language) -> str:
    notes = items(texts(standing(GROUPS, at, language), language))
    pricing = heading(say("Pricing Details", language))
    if not holds("rise_2025_announced", None, at, language):
        return pricing + bold_table("".join((*details(at, language), *_groups(at, language)))) + notes
    models = row(f'<td colspan="2">{say("MODEL", language)}</td>', *(f"<td>{model}</td>" for model in MODELS))
    return (
        heading(say("Model Details", language))
        + bold_table("".join(details(at, language)))
        + f"{notes}<hr>{pricing}<p>{FROM[language]}</p>{bold_table(_future(language))}"
        + f"<p>{UNTIL[language]}</p>{bold_table(models + ''.join(_groups(at, language)))}"
    )


def _future(language: Language) -> str:
    """The table that is to come: one price for both names."""
    lines = row(f"<td>{say('MODEL', language)}</td>", *(f"<td>{model}</td>" for model in MODELS))
    currency = CURRENCY[language]
    for meter, name in METERS.items():
        amount, _ = price(MODELS[0], meter, "flat", when("rise_2025"), currency) or ("", "")
        lines += row(f"<td>{say(name, language)}</td>", f'<td colspan="2">{cents(amount, currency)}</td>')
    return lines


def _groups(at: datetime, language: Language) -> Iterator[str]:
    alone = not holds("rise_2025_announced", None, at, language)
    for band, (name, hours) in BANDS[language].items():
        # The last note is the one about the discount, while there is one.
        mark = f"<sup>({len(standing(GROUPS, at, language))})</sup>" if alone and band == "off_peak" else ""
        group = f'<td rowspan="{len(METERS)}">{name}{mark}<br>（{hours}）</td>'
        for meter, label in METERS.items():
            kind = KINDS[meter] if alone and language == "en" else say(label, language)
            cells = (f"<td>{_amount(model, meter, band, at, language, alone)}</td>" for model in MODELS)
            yield row(group if meter == next(iter(METERS)) else "", f"<td>{kind}</td>", *cells)


def _amount(model: str, meter: str, band: str, at: datetime, language: Language, alone: bool) -> str:
    """A price, with its discount while that stood beside it. Dollars of the night have three decimals."""
    currency = CURRENCY[language]
    amount, _ = price(model, meter, band, at, currency) or ("", "")
    if band == "peak":
        return cents(amount, currency)
    if currency == "USD":
        amount = str(Decimal(amount).quantize(Decimal("0.001")))
    share = f"（{OFF[model][language == 'zh']}）" if alone else ""
    return money(amount, currency) + share
