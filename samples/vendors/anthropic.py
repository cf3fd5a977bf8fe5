"""Anthropic's pages of prices and of models' ends, from facts of 2026.

On 2026-07-21 a dearer Claude Sonnet 5 is announced for September, and withdrawn in August. Claude Opus 4 passes its floor
and gets a day afterwards.
"""

from samples.documents import Document

ON_GOOGLE = "([retired, except on Google Cloud](/docs/en/about-claude/model-deprecations))"
_PRICING = """\
# Pricing

What the models cost, by tokens.

---

## Model pricing

Prices of the Claude API in US dollars:

| Model | Base Input Tokens | 5m Cache Writes | 1h Cache Writes | Cache Hits & Refreshes | Output Tokens |
| ----- | ----------------- | --------------- | --------------- | ---------------------- | ------------- |
| Claude Opus 4.7 | $5 / MTok | $6.25 / MTok | $10 / MTok | $0.50 / MTok | $25 / MTok |
| Claude Opus 4.6 | $5 / MTok | $6.25 / MTok | $10 / MTok | $0.50 / MTok | $25 / MTok |
| Claude Opus 4.1 | $15 / MTok | $18.75 / MTok | $30 / MTok | $1.50 / MTok | $75 / MTok |
| Claude Opus 4 ([deprecated](/docs/en/about-claude/model-deprecations)) | $15 / MTok | $18.75 / MTok | $30 / MTok | $1.50 / MTok | $75 / MTok |
| Claude Sonnet 4.6 | $3 / MTok | $3.75 / MTok | $6 / MTok | $0.30 / MTok | $15 / MTok |
| Claude Sonnet 4.5 | $3 / MTok | $3.75 / MTok | $6 / MTok | $0.30 / MTok | $15 / MTok |
| Claude Haiku 4.5 | $1 / MTok | $1.25 / MTok | $2 / MTok | $0.10 / MTok | $5 / MTok |
| Claude Haiku 3 | $0.25 / MTok | $0.30 / MTok | $0.50 / MTok | $0.03 / MTok | $1.25 / MTok |

The tokenizer of Claude Opus 4.7 makes up to 35% more tokens of a text.

## Feature-specific pricing

### Batch processing

Batches cost half as much:

| Model | Batch input | Batch output |
| ----- | ----------- | ------------ |
| Claude Opus 4.7 | $2.50 / MTok | $12.50 / MTok |
| Claude Sonnet 4.6 | $1.50 / MTok | $7.50 / MTok |
| Claude Haiku 4.5 | $0.50 / MTok | $2.50 / MTok |

### Fast mode pricing

| Model | Input | Output |
| ----- | ----- | ------ |
| Claude Opus 4.6 | $30 / MTok | $150 / MTok |

### Tool use pricing

| Tool | Additional input tokens |
| ---- | ----------------------- |
| Text editor | 700 tokens |
"""
_NEW = """\
| Claude Sonnet 5 [through August 31, 2026](/docs/en/about-claude/pricing#introductory) | $2 / MTok | $2.50 / MTok | $4 / MTok | $0.20 / MTok | $10 / MTok |
| Claude Sonnet 5 starting September 1, 2026 | $3 / MTok | $3.75 / MTok | $6 / MTok | $0.30 / MTok | $15 / MTok |
| Claude Sonnet 4.6 | $3 /"""
_INTRODUCTORY = "Claude Sonnet 5 costs $2/$10 through August 31, 2026; afterwards it costs $3/$15."
_STAYS = "The price of $2/$10 for Claude Sonnet 5 stays; it does not rise on September 1, 2026."
_CAPTIONS = (
    "| Model | Base Input Tokens | 5m Cache Writes | 1h Cache Writes | Cache Hits & Refreshes | Output Tokens |",
    "| Model | Base input tokens | 5m cache writes | 1h cache writes | Cache hits and refreshes | Output tokens |",
)
PRICING = Document(
    "/docs/en/about-claude/pricing.md",
    "2026-04-25",
    _PRICING,
    {
        "2026-06-16": [
            ("| Claude Opus 4 ([deprecated](/docs/en/about-claude/model-deprecations))", f"| Claude Opus 4 {ON_GOOGLE}")
        ],
        "2026-07-21": [
            ("| Claude Sonnet 4.6 | $3 /", _NEW),
            ("The tokenizer", f"{_INTRODUCTORY}\n\nThe tokenizer"),
            ("| Claude Sonnet 4.6 | $1.50", "| Claude Sonnet 5 | $1 / MTok | $5 / MTok |\n| Claude Sonnet 4.6 | $1.50"),
        ],
        "2026-08-12": [
            (_NEW.splitlines()[0].partition(" | ")[0], "| Claude Sonnet 5"),
            (_NEW.splitlines()[1] + "\n", ""),
            (_INTRODUCTORY, _STAYS),
        ],
        "2026-09-20": [_CAPTIONS, ("| Claude Haiku 4.5 | $1 / MTok |", "| Claude Haiku 4.5 | $1 / MTok<sup>1</sup> |")],
    },
)
_DEPRECATIONS = """\
# Model deprecations

## Model status

| API Model Name | Current State | Deprecated | Tentative Retirement Date |
| -------------- | ------------- | ---------- | ------------------------- |
| `claude-opus-4-7` | Active | N/A | Not sooner than April 16, 2027 |
| `claude-opus-4-6` | Active | N/A | Not sooner than February 5, 2027 |
| `claude-opus-4-1-20250805` | Active | N/A | Not sooner than August 5, 2026 |
| `claude-opus-4-20250514` | Active | N/A | Not sooner than May 14, 2026 |
| `claude-sonnet-4-6` | Active | N/A | Not sooner than February 17, 2027 |
| `claude-sonnet-4-5-20250929` | Active | N/A | Not sooner than September 29, 2026 |
| `claude-haiku-4-5-20251001` | Active | N/A | Not sooner than October 15, 2026 |
| `claude-3-haiku-20240307` | Deprecated | February 19, 2026 | April 20, 2026 |
| `claude-3-7-sonnet-20250219` | Retired | October 28, 2025 | February 19, 2026 |

## Deprecation history

### 2026-02-19: Claude Haiku 3 model

| Retirement Date | Deprecated Model | Recommended Replacement |
| --------------- | ---------------- | ----------------------- |
| April 20, 2026 | `claude-3-haiku-20240307` | `claude-haiku-4-5-20251001` |

### 2025-10-28: Claude Sonnet 3.7 model

| Retirement Date | Deprecated Model | Recommended Replacement |
| --------------- | ---------------- | ----------------------- |
| February 19, 2026 | `claude-3-7-sonnet-20250219` | `claude-opus-4-6` |
"""
_HISTORY = "## Deprecation history\n"
_TABLE = """
| Retirement Date | Deprecated Model | Recommended Replacement |
| --------------- | ---------------- | ----------------------- |
"""
DEPRECATIONS = Document(
    "/docs/en/about-claude/model-deprecations.md",
    "2026-04-10",
    _DEPRECATIONS,
    {
        "2026-04-15": [
            ("4-20250514` | Active | N/A | Not sooner than May 14, 2026", "4-20250514` | Deprecated | April 14, 2026 | June 15, 2026"),
            (_HISTORY, f"{_HISTORY}\n### 2026-04-14: Claude Opus 4 model\n{_TABLE}| June 15, 2026 | `claude-opus-4-20250514` | `claude-opus-4-6` |\n"),
        ],
        "2026-04-17": [
            ("| February 19, 2026 | `claude-3-7-sonnet-20250219` | `claude-opus-4-6` |", "| February 19, 2026 | `claude-3-7-sonnet-20250219` | `claude-sonnet-4-6` |"),
            ("`claude-opus-4-20250514` | `claude-opus-4-6` |", "`claude-opus-4-20250514` | `claude-opus-4-7` |"),
        ],
        "2026-06-06": [
            ("4-1-20250805` | Active | N/A | Not sooner than August 5, 2026", "4-1-20250805` | Deprecated | June 5, 2026 | August 5, 2026"),
            (_HISTORY, f"{_HISTORY}\n### 2026-06-05: Claude Opus 4.1 model\n{_TABLE}| August 5, 2026 | `claude-opus-4-1-20250805` | `claude-opus-4-7` |\n"),
        ],
        "2026-06-16": [("4-20250514` | Deprecated |", "4-20250514` | Retired |")],
        "2026-07-10": [("Not sooner than October 15, 2026", "Not sooner than December 1, 2026")],
        "2026-09-30": [("4-5-20250929` | Active | N/A | Not sooner than September 29, 2026", "4-5-20250929` | Deprecated | September 30, 2026 | November 30, 2026")],
    },
)  # fmt: skip
DOCUMENTS = {"anthropic_pricing": PRICING, "anthropic_deprecations": DEPRECATIONS}
