"""Z.ai's page of prices, from facts of 2026.

GLM-5.3-Flash begins at half its price, with the list price struck out, and costs the whole one when the page gets a
section of the latest models, which repeats GLM-5.3.
"""

from samples.documents import Document

_PRICING = """\
> ## Documentation Index
> All pages are listed in: https://docs.z.ai/llms.txt

# Pricing

> What the models and the tools cost, in US dollars.

## Models

### Text Models

Prices per 1M tokens.

| Model | Input | Cached Input | Cached Input Storage | Output |
| :---- | :---- | :----------- | :------------------- | :----- |
| GLM-5.1 | \\$1.4 | \\$0.26 | Limited-time Free | \\$4.4 |
| GLM-5 | \\$1 | \\$0.2 | Limited-time Free | \\$3.2 |
| GLM-5-Turbo | \\$1.2 | \\$0.24 | Limited-time Free | \\$4.0 |
| GLM-4.7 | \\$0.6 | \\$0.11 | Limited-time Free | \\$2.2 |
| GLM-4.7-FlashX | \\$0.07 | \\$0.01 | Limited-time Free | \\$0.4 |
| GLM-4.5-Air | \\$0.2 | \\$0.03 | Limited-time Free | \\$1.1 |
| GLM-4-32B-0414-128K | \\$0.1 | - | - | \\$0.1 |
| GLM-4.7-Flash | Free | Free | Free | Free |

### Vision Models

Prices per 1M tokens.

| Model | Input | Cached Input | Cached Input Storage | Output |
| :---- | :---- | :----------- | :------------------- | :----- |
| GLM-5V-Turbo | \\$1.2 | \\$0.24 | Limited-time Free | \\$4 |
| GLM-4.6V | \\$0.3 | \\$0.05 | Limited-time Free | \\$0.9 |
| GLM-OCR | \\$0.03 | \\\\ | \\\\ | \\$0.03 |

### Built-in Tools

| Tool | Cost |
| :--- | :--- |
| Web Search | \\$0.01 / use |

### Image Generation Models

Prices per image.

| Model | Price |
| :---- | :---- |
| GLM-Image | \\$0.015 |

### Video Generation Models

Prices per video.

| Model | Price |
| :---- | :---- |
| CogVideoX-3 | \\$0.2 |

### Audio Models

| Model | Price |
| :---- | :---- |
| GLM-ASR-2512 | \\$0.03 / MTok (some \\$0.0024 a minute) |

### Agents

| Agent | Price |
| :---- | :---- |
| General-Purpose Translation | \\$3 / MTok |
"""
_ABOVE, _BELOW = "| GLM-5.1 | \\$1.4 |", "### Text Models\n"
_FLASH = "| GLM-5.3-Flash | ~~\\$0.15~~ \\$0.075 | ~~\\$0.03~~ \\$0.015 | Limited-time Free | ~~\\$0.50~~ \\$0.25 |\n"
_LATEST = """\
### Latest Models

Prices per 1M tokens.

| Model | Input | Cached Input | Cached Input Storage | Output |
| :---- | :---- | :----------- | :------------------- | :----- |
| GLM-5.3-Flash | \\$0.15 | \\$0.03 | Limited-time Free | \\$0.50 |
| GLM-5.3 | \\$1.4 | \\$0.26 | Limited-time Free | \\$4.4 |

### Text Models
"""
_FLASHX = "| GLM-5.3-FlashX | \\$0.37 | \\$0.075 | Limited-time Free | \\$1.25 |\n"
_FLASHX_LEGAL = "| GLM-5.3-FlashX-Legal | \\$0.37 | \\$0.075 | Limited-time Free | \\$1.25 |\n"
PRICING = Document(
    "/guides/overview/pricing.md",
    "2026-04-08",
    _PRICING,
    {
        "2026-06-22": [(_ABOVE, f"| GLM-5.2 | \\$1.4 | \\$0.26 | Limited-time Free | \\$4.4 |\n{_ABOVE}")],
        "2026-08-20": [
            (
                "| GLM-5.2 | \\$1.4 |",
                "| GLM-5.3 | \\$1.4 | \\$0.26 | Limited-time Free | \\$4.4 |\n| GLM-5.2 | \\$1.4 |",
            )
        ],
        "2026-09-02": [("| GLM-5.3 | \\$1.4 |", f"{_FLASH}| GLM-5.3 | \\$1.4 |")],
        "2026-09-10": [(_FLASH, ""), (_BELOW, _LATEST)],
        "2026-09-19": [("| GLM-5.3-Flash | \\$0.15 |", f"{_FLASHX}| GLM-5.3-Flash | \\$0.15 |")],
        "2026-10-21": [(_FLASHX, f"{_FLASHX}{_FLASHX_LEGAL}")],
    },
)
DOCUMENTS = {"zai_pricing": PRICING}
