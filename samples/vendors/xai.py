"""xAI's page of prices and its guide to redirected models, from facts of 2026.

On 2026-05-15 at 12:00 Pacific time eight names begin to be answered by other models, and cost what these cost.
"""

from samples.documents import Document

_PRICING = """\
# Pricing

### Text API Pricing

| Model | Context | Input / 1M tokens | Cached input / 1M tokens | Output / 1M tokens |
| --- | --- | --- | --- | --- |
| grok-4.3 | 1M | $1.25 | $0.20 | $2.50 |
| grok-build-0.1 | 256k | $1.00 | $0.20 | $2.00 |
| grok-4-1-fast-reasoning | 2M | $0.20 | $0.05 | $0.50 |
| grok-4-1-fast-non-reasoning | 2M | $0.20 | $0.05 | $0.50 |
| grok-4-fast-reasoning | 2M | $0.20 | $0.05 | $0.50 |
| grok-4-fast-non-reasoning | 2M | $0.20 | $0.05 | $0.50 |
| grok-4-0709 | 256k | $3.00 | $0.75 | $15.00 |
| grok-code-fast-1 | 256k | $0.20 | $0.02 | $1.50 |
| grok-3 | 131k | $3.00 | $0.75 | $15.00 |

### Tools

| Tool | Price |
| --- | --- |
| Web search | $5 / 1k calls |
"""
_BANNER = "Some models end on May 15: [what to do](https://docs.x.ai/developers/migration/may-15-retirement).\n\n"
_FIRST = "### Text API Pricing\n"
_OLD = _PRICING[_PRICING.index("| grok-4-1-fast-reasoning") : _PRICING.index("\n### Tools")]
_NEW = """\
| grok-4.6 (< 200k prompt tokens) | 500k | $2.00 | $0.50 | $6.00 |
| grok-4.6 (≥ 200k prompt tokens) | 500k | $4.00 | $1.00 | $12.00 |
| grok-4.3 |"""
PRICING = Document(
    "/developers/pricing.md",
    "2026-05-01",
    _PRICING,
    {
        "2026-05-07": [(_FIRST, _BANNER + _FIRST)],
        "2026-05-18": [(_OLD, "")],
        "2026-09-10": [(_BANNER, ""), ("| grok-4.3 |", _NEW)],
    },
)
_NAMES = {
    "grok-4-1-fast-reasoning": "`grok-4.3` with `low` reasoning effort",
    "grok-4-1-fast-non-reasoning": "`grok-4.3` with `none` reasoning effort",
    "grok-4-fast-reasoning": "`grok-4.3` with `low` reasoning effort",
    "grok-4-fast-non-reasoning": "`grok-4.3` with `none` reasoning effort",
    "grok-4-0709": "`grok-4.3` with `low` reasoning effort",
    "grok-code-fast-1": "`grok-build-0.1`",
    "grok-3": "`grok-4.3` with `none` reasoning effort",
    "grok-imagine-image-pro": "`grok-imagine-image-quality`",
}
_LIST = "\n".join(f"* `{name}`" for name in _NAMES)
_TABLE = "\n".join(f"| `{name}` | {target} |" for name, target in _NAMES.items())
_GUIDE = f"""\
#### Migration Guides

# Grok Model Retirement on May 15, 2026

Older models make room. **Effective May 15, 2026 at 12:00 PM PT**, the following models will be retired from the xAI API:

{_LIST}

Their names go on to answer, from other models and at the prices of these.

## What answers

| Model being retired | Redirect target after May 15 |
|---|---|
{_TABLE}

Name the model that you want before that day.
"""
GUIDE = Document("/developers/migration/may-15-retirement.md", "2026-05-07", _GUIDE, {})
DOCUMENTS = {"xai_pricing": PRICING}
LINKED = (GUIDE,)
