"""The pricing page from 2025-09-05 to 2026-04-24: one table, and each price is one cell for both names."""

from collections.abc import Iterator
from datetime import datetime

from samples.deepseek.details import MODELS, details
from samples.deepseek.early_notes import GROUPS, standing, texts
from samples.deepseek.facts import Language, price
from samples.deepseek.shell import bold_table, heading, items, row
from samples.deepseek.words import CURRENCY, METERS, money, say


def body(at: datetime, language: Language) -> str:
    return (
        heading(say("Model Details", language))
        + bold_table("".join((*details(at, language), *_prices(at, language))))
        + items(texts(standing(GROUPS, at, language), language))
    )


def _prices(at: datetime, language: Language) -> Iterator[str]:
    currency = CURRENCY[language]
    for number, (meter, name) in enumerate(METERS.items()):
        group = f'<td rowspan="{len(METERS)}">{say("PRICING", language)}</td>' if number == 0 else ""
        amount, _ = price(MODELS[0], meter, "flat", at, currency) or ("", "")
        yield row(group, f"<td>{say(name, language)}</td>", f'<td colspan="2">{money(amount, currency)}</td>')
