"""OpenAI's page of prices, and its API's list of models, from facts of 2026.

GPT-5.6 Sol costs 5/30 in July, and 4/20 for a time that has a least end only; Priority becomes Fast, columns of cache
writes are inserted.
"""

import json
from datetime import UTC, datetime

from samples.documents import Document
from samples.vendors.openai_deprecations import DEPRECATIONS

RowsOfModels = dict[str, str]
"""Prices by model: of short context, and of long context behind a slash; `-` where there is none."""
OLD = "input, cached input, output"
NEW = "input, cached input, cache writes, output"
STANDARD = {
    "gpt-5.5 (<272K context length)": "5.00 0.50 - 30.00 / 10.00 1.00 - 45.00",
    "gpt-5.5-pro (<272K context length)": "30.00 - - 180.00 / 60.00 - - 270.00",
    "gpt-5.4 (<272K context length)": "2.50 0.25 - 15.00 / 5.00 0.50 - 22.50",
    "gpt-5.4-mini": "0.75 0.075 - 4.50 / - - - -",
    "gpt-5.4-nano": "0.20 0.02 - 1.25 / - - - -",
    "gpt-5": "1.25 0.125 - 10.00 / - - - -",
    "gpt-4.1": "2.00 0.50 - 8.00 / - - - -",
    "gpt-4.1-mini": "0.40 0.10 - 1.60 / - - - -",
    "gpt-4o": "2.50 1.25 - 10.00 / - - - -",
    "o3": "2.00 0.50 - 8.00 / - - - -",
    "gpt-3.5-turbo-1106": "1.00 - - 2.00 / - - - -",
}
BATCH = {
    "gpt-5.5 (<272K context length)": "2.50 0.25 - 15.00 / 5.00 0.50 - 22.50",
    "gpt-5.5-pro (<272K context length)": "15.00 - - 90.00 / - - - -",
    "gpt-5.4 (<272K context length)": "1.25 0.13 - 7.50 / 2.50 0.25 - 11.25",
    "gpt-5.4-mini": "0.375 0.0375 - 2.25 / - - - -",
    "gpt-3.5-turbo-1106": "1.00 - - 2.00 / - - - -",
}
FLEX = {name: BATCH[name] for name in ("gpt-5.5 (<272K context length)", "gpt-5.4 (<272K context length)")}
FAST = {
    "gpt-5.5 (<272K context length)": "12.50 1.25 - 75.00 / - - - -",
    "gpt-5.4 (<272K context length)": "5.00 0.50 - 30.00 / - - - -",
    "gpt-5.4-mini": "1.50 0.15 - 9.00 / - - - -",
}
SOL = {
    "Standard": {"gpt-5.6-sol": "5.00 0.50 6.25 30.00 / 10.00 1.00 12.50 45.00"},
    "Batch": {"gpt-5.6-sol": "2.50 0.25 3.125 15.00 / 5.00 0.50 6.25 22.50"},
    "Flex": {"gpt-5.6-sol": "2.50 0.25 3.125 15.00 / 5.00 0.50 6.25 22.50"},
    "Fast": {"gpt-5.6-sol": "10.00 1.00 12.50 60.00 / 20.00 2.00 25.00 90.00"},
}
REDUCED = {
    "Standard": {"gpt-5.6-sol": "4.00 0.40 5.00 20.00 / 8.00 0.80 10.00 30.00"},
    "Batch": {"gpt-5.6-sol": "2.00 0.20 2.50 10.00 / 4.00 0.40 5.00 15.00"},
    "Flex": {"gpt-5.6-sol": "2.00 0.20 2.50 10.00 / 4.00 0.40 5.00 15.00"},
    "Fast": {"gpt-5.6-sol": "8.00 0.80 10.00 40.00 / 16.00 1.60 20.00 60.00"},
}
MODES: dict[str, RowsOfModels] = {"Standard": STANDARD, "Batch": BATCH, "Flex": FLEX, "Fast": FAST}


def _table(rows: RowsOfModels, columns: str) -> str:
    """A table of a way to be served, with the columns of a time."""
    titles = [f"{band} context {title}" for band in ("Short", "Long") for title in columns.split(", ")]
    lines = [["Model", *titles], ["---"] * (1 + len(titles))]
    for name, prices in rows.items():
        cells = [price if price == "-" else f"${price}" for price in prices.replace(" / ", " ").split()]
        kept = [cell for place, cell in enumerate(cells) if columns == NEW or place % 4 != 2]
        lines.append([name, *kept])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _tables(sol: dict[str, RowsOfModels], columns: str) -> dict[str, str]:
    return {mode: _table(sol.get(mode, {}) | rows, columns) for mode, rows in MODES.items()}


FIRST, WITH_SOL = _tables({}, OLD), _tables(SOL, OLD)
WITH_WRITES, WITH_OFFER = _tables(SOL, NEW), _tables(REDUCED, NEW)
_UPLIFT = "Endpoints in one region cost 10% more for models released on or after March 5, 2026."
_RENAMED = "Priority processing has been called Fast mode since July 30, 2026."
_OFFER = "GPT-5.6 Sol’s promotional pricing is available at least through November 21, 2026."
_PRICING = f"""\
# Pricing

<a id="latest-models"></a>

Flagship models

Prices per 1M tokens.

Standard

### Standard pricing data

{FIRST["Standard"]}

{_UPLIFT}

Batch

### Batch pricing data

{FIRST["Batch"]}

Flex

### Flex pricing data

{FIRST["Flex"]}

Priority

### Priority pricing data

{FIRST["Fast"]}

Image generation models

Standard

### Grouped Pricing Table data

| Model | Modality | Input | Cached input | Output |
| --- | --- | --- | --- | --- |
| gpt-image-2 | Image | $8.00 | $2.00 | $30.00 |
| gpt-image-2 | Text | $5.00 | $1.25 | - |

Batch

### Grouped Pricing Table data

| Model | Modality | Input | Cached input | Output |
| --- | --- | --- | --- | --- |
| gpt-image-2 | Image | $4.00 | $1.00 | $15.00 |

Finetuning

### Pricing Table data

| Model | Training | Input | Cached input | Output |
| --- | --- | --- | --- | --- |
| gpt-4.1-2025-04-14 | $25.00 | $3.00 | $0.75 | $12.00 |
| o4-mini-2025-04-16 | $100.00 / hour | $4.00 | $1.00 | $16.00 |
"""


def _replaced(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str]]:
    return [(before[mode], after[mode]) for mode in MODES]


PRICING = Document(
    "/api/docs/pricing.md",
    "2026-06-26",
    _PRICING,
    {
        "2026-07-10": _replaced(FIRST, WITH_SOL),
        "2026-07-30": [
            ("\nPriority\n\n### Priority pricing data", "\nFast mode\n\n### Fast pricing data"),
            (_UPLIFT, f"{_UPLIFT} {_RENAMED}"),
        ],
        "2026-08-20": _replaced(WITH_SOL, WITH_WRITES),
        "2026-08-22": [*_replaced(WITH_WRITES, WITH_OFFER), (_RENAMED, f"{_RENAMED} {_OFFER}")],
        "2026-10-26": [("### Batch pricing data", "#### Batch pricing data")],
    },
)
SHUTDOWNS = {
    "gpt-5.6-sol": None,
    "gpt-5.5": None,
    "gpt-5.4": None,
    "gpt-5.4-mini": None,
    "gpt-5-2025-08-07": "2026-12-11",
    "gpt-5-mini-2025-08-07": "2026-12-11",
    "gpt-5-nano-2025-08-07": "2026-12-11",
    "o3-2025-04-16": "2026-12-11",
    "gpt-4.1": None,
    "gpt-4o": None,
    "gpt-3.5-turbo-1106": "2026-09-28",
    "o1": "2026-10-23",
    "text-embedding-3-small": None,
}
LATER = {"gpt-4.1": "2027-01-14", "gpt-4o": "2027-01-14"}


def _models(days: dict[str, str | None]) -> str:
    created = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    rows = [
        {"id": name, "object": "model", "created": created, "owned_by": "system", "shutdown_date": day}
        for name, day in days.items()
    ]
    return json.dumps({"object": "list", "data": rows}, indent=1)


MODELS = Document(
    "/v1/models",
    "2026-09-01",
    _models(SHUTDOWNS),
    {"2026-09-03": [(_models(SHUTDOWNS), _models(SHUTDOWNS | LATER))]},
)
DOCUMENTS = {"openai_pricing": PRICING, "openai_deprecations": DEPRECATIONS}
ANSWERS = {"openai_models_api": MODELS}
