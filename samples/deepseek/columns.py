"""The pricing page since 2026-04-24: models are columns, prices are rows, by band since 2026-08-16."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from samples.deepseek.facts import Language, holds, price, when
from samples.deepseek.features import features
from samples.deepseek.notes import marker, notes
from samples.deepseek.requests import requests
from samples.deepseek.shell import FOLDER, bold_table, heading, row
from samples.deepseek.words import CURRENCY, METERS, money, say

BANDS = {"off_peak": "OFF-PEAK", "peak": "PEAK"}
MODELS = {
    "deepseek-v4-flash": ("v4_launch", "v4_flash_retired"),
    "deepseek-flash": ("v4_flash_retired", None),
    "deepseek-v4-pro": ("v4_launch", None),
    "deepseek-v4-flash-vision-exp": ("vision_column", "v4_flash_retired"),
}
VERSIONS = (
    ("v4_launch", "deepseek-v4-flash", "DeepSeek-V4-Flash"),
    ("v4_launch", "deepseek-v4-pro", "DeepSeek-V4-Pro"),
    ("flash_0731", "deepseek-v4-flash", "DeepSeek-V4-Flash-0731"),
    ("rise_announced", "deepseek-v4-pro", "DeepSeek-V4-Pro-0813"),
    ("vision_column", "deepseek-v4-flash-vision-exp", "DeepSeek-V4-Flash-Vision-Exp"),
    ("v4_flash_retired", "deepseek-flash", "DeepSeek-V4.1-Flash"),
    ("flash_1017", "deepseek-flash", "DeepSeek-V4.1-Flash-1017"),
)


def body(at: datetime, language: Language) -> str:
    """The sections of models and of requests, with their notes."""
    return (
        heading(say("Model Details", language))
        + bold_table("".join(_table(at, language)))
        + _footnotes(at, language)
        + requests(at, language)
    )


def models_at(at: datetime, language: Language) -> list[str]:
    return [model for model, (since, until) in MODELS.items() if holds(since, until, at, language)]


def _table(at: datetime, language: Language) -> Iterator[str]:
    models, banded = models_at(at, language), holds("rise", None, at, language)
    label, count = 3 if banded else 2, len(models)
    centred = f'<td colspan="{label}" style="text-align:center">'
    yield row(f"{centred}{say('MODEL', language)}</td>", *(f"<td>{m}{marker(m, at, language)}</td>" for m in models))
    for name, path in (("OpenAI", ""), ("Anthropic", "/anthropic")):
        address = f"https://api.deepseek.com{path}"
        link = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>'
        yield _wide(say(f"BASE URL ({name} Format)", language), link, label, count)
    yield row(
        f"{centred}{say('MODEL VERSION', language)}</td>", *(f"<td>{_version(m, at, language)}</td>" for m in models)
    )
    guide = (
        f'{say("See", language)} <a href="{FOLDER[language]}/guides/thinking_mode">{say("Thinking Mode", language)}</a>'
    )
    thinking = f"{say('Both non-thinking and thinking (default) modes', language)}<br>{guide}"
    for name, value in (("THINKING MODE", thinking), ("CONTEXT LENGTH", "1M"), ("MAX OUTPUT", "MAXIMUM: 384K")):
        yield _wide(say(name, language), say(value, language), label, count)
    yield from features(at, label, models, language)
    yield from _prices(at, models, language)
    if holds("promotion_permanent", None, at, language):
        limits = ("500" if model == "deepseek-v4-pro" else "2500" for model in models)
        name = say("Concurrency Limit", language) + marker("concurrency", at, language)
        yield row(f'<td colspan="{label}">{name}</td>', *(f"<td>{limit}</td>" for limit in limits))


def _wide(name: str, value: str, label: int, count: int) -> str:
    """A row whose value is the same for every model."""
    return row(f'<td colspan="{label}">{name}</td>', f'<td colspan="{count}">{value}</td>')


def _version(model: str, at: datetime, language: Language) -> str:
    return [version for event, its, version in VERSIONS if its == model and when(event, language) <= at][-1]


def _prices(at: datetime, models: list[str], language: Language) -> Iterator[str]:
    banded = holds("rise", None, at, language)
    bands = list(BANDS) if banded else ["flat"]
    for meter, name in METERS.items():
        for band in bands:
            pricing = say("PRICING", language) + marker("PRICING", at, language)
            group = f'<td rowspan="{len(METERS) * len(bands)}">{pricing}</td>'
            span = f' rowspan="{len(bands)}"' if banded else ""
            first, starts = meter == next(iter(METERS)) and band == bands[0], band == bands[0]
            yield row(
                group if first else "",
                f"<td{span}>{_kind(name, at, language)}{marker(meter, at, language)}</td>" if starts else "",
                f"<td>{say(BANDS[band], language)}</td>" if banded else "",
                *(f"<td>{_amount(model, meter, band, at, language)}</td>" for model in models),
            )


def _kind(name: str, at: datetime, language: Language) -> str:
    """A kind of token. It has been printed on two lines since late August 2026."""
    label = say(name, language)
    if not holds("vision_column", None, at, language):
        return label
    return label.replace(" (", "<br>(").replace("（", "<br>（")


def _amount(model: str, meter: str, band: str, at: datetime, language: Language) -> str:
    """A price. While the promotion ran, the one in force came first and the old one was struck through behind it."""
    currency = CURRENCY[language]
    amount, listed = price(model, meter, band, at, currency) or ("", "")
    if listed:
        mark = marker("discount", at, language)
        share = f" (75% off{mark})" if language == "en" else f"（2.5折{mark}）"
        return f"{money(amount, currency)}{share}<del>{money(listed, currency)}</del>"
    if band == "peak" and currency == "CNY":
        # In yuan a peak price has the decimals of the off-peak one: 4.5元, 9.0元.
        half, _ = price(model, meter, "off_peak", at, currency) or ("1", "")
        amount = str(Decimal(amount).quantize(Decimal(half)))
    return money(amount, currency)


def _footnotes(at: datetime, language: Language) -> str:
    """A paragraph with one note a line, cut in two where a table stands below a note."""
    parts, lines = "", list[str]()
    for number, note in enumerate(notes(at, language), 1):
        lines.append(f"({number}) {note.text}")
        if note.since == "rise_announced":
            parts += _paragraph(lines) + _announced(note.until or "", language)
            lines = []
    return parts + _paragraph(lines)


def _paragraph(lines: list[str]) -> str:
    text = "<br>\n".join(lines)
    return f"<p>{text}</p>" if lines else ""


def _announced(event: str, language: Language) -> str:
    """The table of announced prices (2026-08-13): models are rows, and it stands in no `<b>`."""
    at = when(event)
    kinds = (f"<td>{say(label, language)}</td>" for label in METERS.values())
    header = row(f'<td colspan="2">{say("MODEL", language)}</td>', *kinds)
    lines = [
        row(
            f'<td rowspan="2">{model}</td>' if band == "off_peak" else "",
            f"<td>{say(name, language)}</td>",
            *(f"<td>{_amount(model, meter, band, at, language)}</td>" for meter in METERS),
        )
        for model in models_at(at, language)
        for band, name in BANDS.items()
    ]
    return f'<div style="font-size:14px"><table style="text-align:center">{header}{"".join(lines)}</table></div>'
