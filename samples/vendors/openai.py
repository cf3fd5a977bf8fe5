"""OpenAI's pages of prices and of models' ends, and its API's list of models, from facts of 2026.

GPT-5.6 Sol costs 5/30 in July, and 4/20 for a time that has a least end only; Priority becomes Fast, columns of cache
writes are inserted. GPT-5 gets the day of its end in June, its replacements are rewritten in July, rows move from one
section to another.
"""

import json
from datetime import UTC, datetime

from samples.documents import Document

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
_DEPRECATIONS = """\
# Deprecations

What ends in the API, and when.

## Upcoming deprecations

### 2026-06-03: The platform for evaluations

| Date | Update |
| --- | --- |
| June 3, 2026 | It is announced. |
| Nov 30, 2026 | It shuts down. |

### 2026-04-22: Older GPT snapshots

| Shutdown date | Model snapshot | Substitute model |
| --- | --- | --- |
| July 23, 2026 | `computer-use-preview-2025-03-11` \\| `computer-use-preview` | `gpt-5.4-mini` |
| July 23, 2026 | `gpt-5-codex` | `gpt-5.5` |
| October 23, 2026 | `gpt-3.5-turbo-0125` \\| `gpt-3.5-turbo`, `gpt-3.5-turbo-completions` | `gpt-5.4-mini` |
| October 23, 2026 | `gpt-4-1106-preview` | `gpt-5.5` |
| October 23, 2026 | `o1-2024-12-17` \\| `o1` | `gpt-5.5` |
| October 23, 2026 | `o4-mini-2025-04-16` \\| `o4-mini` | `gpt-5.4-mini` |

Versions that were trained further end, too:

| Shutdown date | Model snapshot | Recommended replacement base model |
| --- | --- | --- |
| October 23, 2026 | `ft-gpt-3.5-turbo` | `gpt-5.4-mini` |
| October 23, 2026 | `ft-gpt-4` | `gpt-5.5` |

### 2026-03-24: Videos

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2026-09-24 | Videos API | --- |
| 2026-09-24 | `sora-2` | --- |
| 2026-09-24 | `sora-2-pro` | --- |

### 2025-09-26: Models of little use

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2026-09-28 | `gpt-3.5-turbo-instruct` | `gpt-5.4-mini` |
| 2026-09-28 | `babbage-002` | `gpt-5.4-mini` |
| 2026-09-28 | `davinci-002` | `gpt-5.4-mini` |
| 2026-09-28 | `gpt-3.5-turbo-1106` | `gpt-5.4-mini` |

### 2025-08-20: Assistants

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2026‑08‑26 | Assistants API | Responses API and Conversations API |

## Past deprecations

### 2025-11-18: A snapshot of chats

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2026-02-17 | `chatgpt-4o-latest` | `gpt-5.1-chat-latest` |

### 2025-11-14: Pictures

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2026-05-12 | `dall-e-2` | `gpt-image-2`, `gpt-image-1`, or `gpt-image-1-mini` |
| 2026-05-12 | `dall-e-3` | `gpt-image-2`, `gpt-image-1`, or `gpt-image-1-mini` |

### 2025-09-26: Models of little use (March 2026)

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2026‑03‑26 | `gpt-4-0314` | `gpt-5` or `gpt-4.1*` |
| 2026‑03‑26 | `gpt-4-1106-preview` | `gpt-5` or `gpt-4.1*` |
| 2026‑03‑26 | `gpt-4-0125-preview` (including `gpt-4-turbo-preview` and `gpt-4-turbo-preview-completions`, which point to this snapshot) | `gpt-5` or `gpt-4.1*` |

\\*Where a short wait matters most

### 2025-04-28: Reasoning

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2025-07-28 | `o1-preview` | `o3` |
| 2025-10-27 | `o1-mini` | `o4-mini` |

### 2024-08-29: Training of older models

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2024-10-28 | New fine-tuning training on `babbage-002` | `gpt-4o-mini` |

### 2024-06-06: Long context

| Shutdown date | Deprecated model | Deprecated model price | Recommended replacement |
| --- | --- | --- | --- |
| 2025-06-06 | `gpt-4-32k` | $60.00 / 1M input tokens + $120 / 1M output tokens | `gpt-4o` |
| 2025-06-06 | `gpt-4-32k-0314` | $60.00 / 1M input tokens + $120 / 1M output tokens | `gpt-4o` |

### 2023-08-22: An endpoint

#### The endpoint

| Shutdown date | System | Recommended replacement |
| --- | --- | --- |
| 2024-01-04 | `/v1/fine-tunes` | `/v1/fine_tuning/jobs` |

### 2023-07-06: Base models

#### Base models

| Shutdown date | Deprecated model | Deprecated model price | Recommended replacement |
| --- | --- | --- | --- |
| 2024-01-04 | `ada` | $0.40 / 1M tokens | `babbage-002` |
| 2024-01-04 | `davinci` | $20.00 / 1M tokens | `davinci-002` |

#### Trained further

| Shutdown date | Deprecated model | Training price | Usage price | Recommended replacement |
| --- | --- | --- | --- | --- |
| 2024-01-04 | `ada` | $0.40 / 1M tokens | $1.60 / 1M tokens | `babbage-002` |
| 2024-01-04 | `davinci` | $30.00 / 1M tokens | $120.00 / 1K tokens | `davinci-002`, `gpt-3.5-turbo`, `gpt-4o` |

### 2023-06-13: Chat models

| Shutdown date | Legacy model | Legacy model price | Recommended replacement |
| --- | --- | --- | --- |
| at earliest 2024-06-13 | `gpt-4-0314` | $30.00 / 1M input tokens + $60.00 / 1M output tokens | `gpt-4o` |

| Shutdown date | Deprecated model | Deprecated model price | Recommended replacement |
| --- | --- | --- | --- |
| 2024-09-13 | `gpt-3.5-turbo-0301` | $15.00 / 1M input tokens + $20.00 / 1M output tokens | `gpt-3.5-turbo` |
"""
_UPCOMING = "## Upcoming deprecations\n"
_GPT_5 = """
### 2026-06-11: GPT-5 and o3

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| Dec 11, 2026 | `gpt-5-2025-08-07` | `gpt-5.5` |
| Dec 11, 2026 | `gpt-5-mini-2025-08-07` | `gpt-5.4-mini` |
| Dec 11, 2026 | `gpt-5-nano-2025-08-07` | `gpt-5.4-nano` |
| Dec 11, 2026 | `gpt-5-pro-2025-10-06` | `gpt-5.5-pro` |
| Dec 11, 2026 | `o3-2025-04-16` | `gpt-5.5` |
"""
_AUDIO = """
### 2026-07-20: Audio

| Shutdown date | Model family / snapshot | Recommended replacement |
| --- | --- | --- |
| Jan 20, 2027 | `gpt-realtime` | `gpt-realtime-2.1` |
| Jan 20, 2027 | `gpt-audio` | `gpt-audio-1.5` |
"""
_LATE = """
### 2026-09-03: GPT-4.1 and GPT-4o

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| Jan 14, 2027 | `gpt-4.1-2025-04-14` \\| `gpt-4.1` | `gpt-5.6-terra` |
| Jan 14, 2027 | `gpt-4o-2024-08-06` \\| `gpt-4o` | `gpt-5.6-terra` |
"""
_JULY = """\
| July 23, 2026 | `computer-use-preview-2025-03-11` \\| `computer-use-preview` | `gpt-5.4-mini` |
| July 23, 2026 | `gpt-5-codex` | `gpt-5.5` |
"""
_PAST = "## Past deprecations\n"
_MOVED = f"""
### 2026-04-22: Older GPT snapshots (July 2026)

| Shutdown date | Model snapshot | Substitute model |
| --- | --- | --- |
{_JULY}"""
_REWRITTEN = (
    ("| Dec 11, 2026 | `gpt-5-2025-08-07` | `gpt-5.5` |", "| Dec 11, 2026 | `gpt-5-2025-08-07` | `gpt-5.6-sol` |"),
    ("`gpt-5-mini-2025-08-07` | `gpt-5.4-mini`", "`gpt-5-mini-2025-08-07` | `gpt-5.6-terra`"),
    ("`gpt-5-nano-2025-08-07` | `gpt-5.4-nano`", "`gpt-5-nano-2025-08-07` | `gpt-5.6-luna`"),
    ("`gpt-5-pro-2025-10-06` | `gpt-5.5-pro`", "`gpt-5-pro-2025-10-06` | `gpt-5.6-sol` (`reasoning.mode: pro`)"),
    ("`o3-2025-04-16` | `gpt-5.5`", "`o3-2025-04-16` | `gpt-5.6-sol`"),
)
DEPRECATIONS = Document(
    "/api/docs/deprecations.md",
    "2026-06-01",
    _DEPRECATIONS,
    {
        "2026-06-11": [(_UPCOMING, _UPCOMING + _GPT_5)],
        "2026-07-20": [(_UPCOMING, _UPCOMING + _AUDIO), *_REWRITTEN],
        "2026-08-20": [(_JULY, ""), (_PAST, _PAST + _MOVED)],
        "2026-09-03": [(_UPCOMING, _UPCOMING + _LATE)],
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
