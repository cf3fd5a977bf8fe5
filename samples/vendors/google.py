"""Google's pages of prices and of models' ends, from facts of 2026.

On 2026-08-13 the price of Gemini 3.6 Flash halves until the end of the year: its cells state both prices. In autumn two
days of shutdowns move, and two are announced; when the page said so first is known to some days only. As on the real
pages, no heading stands above the first lines.
"""

from samples.documents import Document

_TITLES = "|   | Free Tier | Paid Tier, per 1M tokens in USD |\n|---|---|---|\n"
_IGNORED = """\
| Grounding with Google Search^\\*^ | Not available | 5,000 requests per month (free), then $14 / 1,000 search queries |
| Used to improve our products | [Yes](https://ai.google.dev/gemini-api/terms) | [No](https://ai.google.dev/gemini-api/terms) |
"""
_STORED = "{} / 1,000,000 tokens per hour (storage price)"


def _ids(*models: str) -> str:
    links = [f"[`{model}`](https://ai.google.dev/gemini-api/docs/models/{model})" for model in models]
    return f"*{', '.join(links[:-1])}{', and ' if len(links) > 2 else ' and ' if len(links) > 1 else ''}{links[-1]}*\n"


def _table(entry: str, output: str, cached: str = "", free: str = "Free of charge") -> str:
    """A table of one mode: the cells of input, output and cached input."""
    rows = [
        f"| Input price | {free} | {entry} |\n",
        f"| Output price (including thinking tokens) | {free} | {output} |\n",
        f"| Context caching price | {free} | {cached} |\n" if cached else "",
    ]
    return f"{_TITLES}{''.join(rows)}{_IGNORED}"


def _model(name: str, ids: tuple[str, ...], said: str, modes: dict[str, str]) -> str:
    """The section of a model: its heading, ids, a line of text, and its table for each mode."""
    tables = "\n".join(f"### {mode}\n\n{table}" if mode else table for mode, table in modes.items())
    return f"## {name}\n\n{_ids(*ids)}\n{said}\n\n{tables}\n"


def _kinds(text: str, audio: str) -> str:
    return f"{text} (text / image / video) {audio} (audio)"


def _tiers(short: str, long: str, end: str = " tokens") -> str:
    return f"{short}, prompts \\<= 200k tokens {long}, prompts \\> 200k{end}"


def _dated(now: str, then: str) -> str:
    return f"{now} through December 31, 2026. {then} starting January 1, 2027."


def _flash(change: bool = False) -> dict[str, str]:
    """The modes of the Flash models from 3.6 on, with the change of 2027 or without it."""

    def cell(now: str, then: str) -> str:
        return _dated(now, then) if change else then

    cached = f"{cell('$0.075', '$0.15')} {cell(_STORED.format('$0.50'), _STORED.format('$1.00'))}"
    return {
        "Standard": _table(cell("$0.75", "$1.50"), cell("$3.75", "$7.50"), cached),
        "Batch": _table(cell("$0.375", "$0.75"), cell("$1.875", "$3.75"), "", "Not available"),
    }


_HALF = _table(
    _kinds("$0.15", "$0.50"),
    "$1.25",
    f"{_kinds('$0.03', '$0.1')} {_STORED.format('$1.00')}",
    "Not available",
)
_FLASH_35 = _model(
    "Gemini 3.5 Flash",
    ("gemini-3.5-flash",),
    "Fast answers, and agents that search.",
    {
        "Standard": _table("$1.50", "$9.00", f"$0.15 {_STORED.format('$1.00')}"),
        "Batch": _table("$0.75", "$4.50", f"$0.075 {_STORED.format('$1.00')}", "Not available"),
        "Flex": _table("$0.75", "$4.50", f"$0.08 {_STORED.format('$1.00')}", "Not available"),
        "Priority": _table("$2.70", "$16.20", f"$0.27 {_STORED.format('$1.00')}"),
    },
)
_PRO_HALF = _table(
    _tiers("$1.00", "$2.00"),
    _tiers("$6.00", "$9.00", ""),
    f"*Same as Standard* {_tiers('$0.20', '$0.40', '')} {_STORED.format('$4.50')}",
    "Not available",
)
_PRO_31 = _model(
    "Gemini 3.1 Pro Preview",
    ("gemini-3.1-pro-preview", "gemini-3.1-pro-preview-customtools"),
    "For hard questions, and for code.",
    {
        "Standard": _table(
            _tiers("$2.00", "$4.00"),
            _tiers("$12.00", "$18.00", ""),
            f"{_tiers('$0.20', '$0.40', '')} {_STORED.format('$4.50')}",
            "Not available",
        ),
        "Batch": _PRO_HALF,
        "Flex": _PRO_HALF,
    },
)
_LIVE = _model(
    "Gemini 3.1 Flash Live Preview",
    ("gemini-3.1-flash-live-preview",),
    "Speech to speech.",
    {
        "": _table(
            "$0.75 (text) $3.00 or $0.005/min (audio) $1.00 or $0.002/min (image/video)",
            "$4.50 (text) $12.00 or $0.018/min (audio)",
        )
    },
)
_IMAGE = f"""\
## Gemini 2.5 Flash Image 🍌

{_ids("gemini-2.5-flash-image")}
Makes and changes pictures.

### Standard

{_TITLES}| Input price | Not available | $0.30 (text / image) |
| Output price | Not available | $0.039 per image* |

[*] A picture of 1024x1024px has 1290 tokens at $30 per 1,000,000 tokens, so it costs $0.039.

"""
_FLASH_25 = _model(
    "Gemini 2.5 Flash",
    ("gemini-2.5-flash",),
    "Thinks within a budget.",
    {
        "Standard": _table(
            _kinds("$0.30", "$1.00"), "$2.50", f"{_kinds('$0.03', '$0.1')} {_STORED.format('$1.00')}", "Not available"
        ),
        "Batch": _HALF,
        "Flex": _HALF,
    },
)
_COMPUTER = _model(
    "Gemini 2.5 Computer Use Preview",
    ("gemini-2.5-computer-use-preview-10-2025",),
    "Operates a browser.",
    {"": _table(_tiers("$1.25", "$2.50", " token"), _tiers("$10.00", "$15.00", ""), "", "Not available")},
)
_OTHERS = f"""\
## Imagen 4

{_ids("imagen-4.0-generate-001", "imagen-4.0-fast-generate-001")}
|   | Free Tier | Paid Tier, per Image in USD |
|---|---|---|
| Imagen 4 Fast image price | Not available | $0.02 |
| Imagen 4 Standard image price | Not available | $0.04 |

## Veo 3.1

{_ids("veo-3.1-generate-preview")}
|   | Free Tier | Paid Tier, per second in USD |
|---|---|---|
| Veo 3.1 Standard video with audio price (default) | Not available | $0.40 (720p and 1080p) $0.60 (4k) |

## Gemini Embedding 2

{_ids("gemini-embedding-2")}
### Standard

{_TITLES}| Text input price | Free of charge | $0.20 |
| Image input price | Free of charge | $0.45 ($0.00012 per image) |
| Audio input price | Free of charge | $6.50 ($0.00016 per second) |

## Gemma 4

An open model, free here.

{_TITLES}| Input price | Free of charge | Not available |
| Output price | Free of charge | Not available |

## Pricing for tools

|   | Free Tier | Paid Tier, per 1M tokens in USD |
|---|---|---|
| [File search](https://ai.google.dev/gemini-api/docs/file-search#pricing) | Free of charge | Embeddings at $0.15 / 1M tokens. |

## Pricing for agents

|   | Model | Tools |
|---|---|---|
| [Deep Research](https://ai.google.dev/gemini-api/docs/deep-research) | List prices of the model | List prices of the tools |
"""
_FIRST = "<br />\n\nThe free tier has lower limits. In the paid tier the API costs:\n\n"


def _new(name: str, model: str, *, change: bool = True) -> str:
    return _model(name, (model,), "Fast, and cheaper than it was.", _flash(change))


_FLASH_36 = _new("Gemini 3.6 Flash", "gemini-3.6-flash", change=False)
_FLASH_36_DATED = _new("Gemini 3.6 Flash", "gemini-3.6-flash")
_FLASH_37 = _new("Gemini 3.7 Flash", "gemini-3.7-flash")
_FLASH_38 = _new("Gemini 3.8 Flash", "gemini-3.8-flash")
_TTS = f"""\
## Gemini 3.8 Flash TTS

{_ids("gemini-3.8-flash-tts")}
### Standard

{_TITLES}| Input price | Free of charge | {_dated("$0.50 (text)", "$1.00 (text)")} |
| Output price | Free of charge | {_dated("$9.00 (audio)", "$18.00 (audio)")} |

"""
_LIVE_NAMES = "Gemini 3.8 Live, Gemini 3.8 Live Extended Thinking, and Gemini 3.1 Flash Live Preview"
_LIVE_IDS = ("gemini-3.8-live", "gemini-3.8-live-extended-thinking", "gemini-3.1-flash-live-preview")
PRICING = Document(
    "/gemini-api/docs/pricing.md.txt",
    "2026-06-02",
    f"{_FIRST}{_FLASH_35}{_PRO_31}{_LIVE}{_IMAGE}{_FLASH_25}{_COMPUTER}{_OTHERS}",
    {
        "2026-07-21": [(_FLASH_35, f"{_FLASH_36}{_FLASH_35}")],
        "2026-08-13": [(_FLASH_36, f"{_FLASH_37}{_FLASH_36_DATED}")],
        "2026-09-02": [(_FLASH_37, f"{_FLASH_38}{_FLASH_37}")],
        "2026-09-15": [
            ("## Gemini 3.1 Flash Live Preview", f"## {_LIVE_NAMES}"),
            (_ids("gemini-3.1-flash-live-preview"), f"{_ids(*_LIVE_IDS)}"),
        ],
        "2026-09-22": [(_IMAGE, f"{_TTS}{_IMAGE}")],
    },
)
_HEAD = "| **Model** | **Release date** | **Shutdown date** | **Recommended replacement** |\n|---|---|---|---|\n"
_NONE = "No shutdown date announced"
_PLATFORM = "[Gemini Enterprise Agent Platform](https://docs.cloud.google.com/gemini-enterprise-agent-platform) |\n"
_DEPRECATIONS = f"""\
<br />

The days on which models of the Gemini API end. Each is the earliest possible day.

## Gemini 3 models

{_HEAD}| `gemini-3.7-flash` | August 2026 | {_NONE} |   |
| `gemini-3.6-flash` | July 21, 2026 | {_NONE} |   |
| `gemini-3.5-flash` | May 19, 2026 | {_NONE} |   |
| `gemini-3.1-flash-lite` | May 7, 2026 | May 7, 2027 | `gemini-3.5-flash-lite` |
| Preview models ||||
| `gemini-3.1-flash-image-preview` | February 26, 2026 | June 25, 2026 | `gemini-3.1-flash-image` |
| `gemini-3.1-pro-preview` | February 19, 2026 | {_NONE} |   |
| `gemini-3-flash-preview` | December 17, 2025 | {_NONE} | `gemini-3.6-flash` |
| `gemini-3-pro-preview` | November 18, 2025 | March 9, 2026 | `gemini-3.1-pro-preview` |

## Gemini 2.5 models

{_HEAD}| `gemini-2.5-pro` | June 17, 2025 | {_NONE} |   |
| `gemini-2.5-flash` | June 17, 2025 | {_NONE} |   |
| `gemini-2.5-flash-image` | October 2, 2025 | October 2, 2026 | `gemini-3.1-flash-image-preview` |

## Gemini 2.0 models

{_HEAD}| `gemini-2.0-flash` | February 5, 2025 | June 1, 2026 | `gemini-3.6-flash` |
| `gemini-2.0-flash-001` | February 5, 2025 | June 1, 2026 | `gemini-3.6-flash` |

## Embedding models

{_HEAD}| `gemini-embedding-001` | July 14, 2025 | May 14, 2028 | `gemini-embedding-2` |
| Preview models ||||
| `embedding-gecko-001` |   | October 30, 2025 | `gemini-embedding-2` |

## Veo models

{_HEAD}| `veo-3.0-generate-001` | September 9, 2025 | June 30, 2026 | `veo-3.1-generate-preview` or the GA models on {_PLATFORM}"""
_AGENTS = f"""
## Managed agents

{_HEAD.replace("Model", "Agent")}| Preview agents ||||
| `antigravity-preview-09-2026` | September 17, 2026 | {_NONE} |   |
| `antigravity-preview-05-2026` | May 19, 2026 | October 5, 2026 | `antigravity-preview-09-2026` |
"""
_OMNI = f"""\
## Gemini Omni Flash models

{_HEAD}| Deprecated models ||||
| `gemini-omni-flash-preview` | June 30, 2026 | September 30, 2026 | `gemini-omni-1.1-flash` |

## Embedding models
"""
DEPRECATIONS = Document(
    "/gemini-api/docs/deprecations.md.txt",
    "2026-08-21",
    _DEPRECATIONS,
    {
        "2026-08-27": [("## Embedding models\n", _OMNI)],
        "2026-09-02": [
            (f"{_HEAD}| `gemini-3.7-flash`", f"{_HEAD}| `gemini-3.8-flash` | September 2, 2026 | {_NONE} |   |\n| `gemini-3.7-flash`"),
            ("| August 2026 |", "| August 13, 2026 |"),
        ],
        "2026-09-17": [(_PLATFORM, f"{_PLATFORM}{_AGENTS}")],
        "2026-09-28": [("| September 30, 2026 | `gemini-omni", "| October 22, 2026 | `gemini-omni")],
        "2026-10-01": [("| October 2, 2026 | `gemini-3.1-flash-image-preview` |", "| March 15, 2027 | `gemini-3.1-flash-image` |")],
        "2026-10-20": [
            (f"| `gemini-2.5-pro` | June 17, 2025 | {_NONE} |", "| `gemini-2.5-pro` | June 17, 2025 | December 1, 2026 |"),
            (f"| `gemini-2.5-flash` | June 17, 2025 | {_NONE} |", "| `gemini-2.5-flash` | June 17, 2025 | December 1, 2026 |"),
            ("| `gemini-2.0-flash-001` | February 5, 2025 | June 1, 2026 | `gemini-3.6-flash` |\n", ""),
        ],
    },
)  # fmt: skip
DOCUMENTS = {"google_pricing": PRICING, "google_deprecations": DEPRECATIONS}
