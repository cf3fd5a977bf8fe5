# ruff: noqa: E501 (the pages are long lines)
"""The English change log, newest first. What is older than August 2024 stood there from the start."""

from samples.deepseek.entry import Entry, bullets, details, paragraphs

FLASH = "The name of the model is now <code>deepseek-flash</code>. The names <code>deepseek-v4-flash</code> and <code>deepseek-v4-flash-vision-exp</code> are still accepted, but those models have been retired: their requests are served by DeepSeek-V4.1-Flash and billed at the Flash price."
ROUTED = "V4.1 Flash is ahead of V4 Pro in every respect, so we plan to retire V4 Pro. From 04:00 UTC on Sept 14, 2026, until V4.1 Pro is released, requests to <code>deepseek-v4-pro</code> will all be routed to V4.1 Flash and billed at the V4.1 Flash price."
KEPT = "As many users asked for it, we have decided to continue providing DeepSeek V4 Pro after September 14, 2026, with its billing unchanged."


def both(version: str) -> str:
    """Both names upgraded at once."""
    return paragraphs(
        f"Both <code>deepseek-chat</code> and <code>deepseek-reasoner</code> have now been upgraded to {version}."
    ) + bullets(
        f"<code>deepseek-chat</code> corresponds to the <strong>non-thinking mode</strong> of {version}",
        "<code>deepseek-reasoner</code> to its <strong>thinking mode</strong>",
    )


def upgraded(name: str, version: str, *gains: str) -> str:
    return paragraphs(f"The <code>{name}</code> model has now been upgraded to {version}.") + (
        bullets(*gains) if gains else ""
    )


ENTRIES_EN = (
    Entry(
        "2026-10-17",
        "DeepSeek-V4.1-Flash Update",
        paragraphs(
            "The model behind <code>deepseek-flash</code> is now DeepSeek-V4.1-Flash-1017. Prices and the way to call it remain unchanged."
        ),
        "flash_1017",
    ),
    Entry(
        "2026-10-17",
        "Web Search and Fetch",
        paragraphs(
            'Search and Fetch are now APIs of their own, <a href="/quick_start/pricing">billed by the request</a>. Calls from DeepSeek Harness, Claude Code and Codex will be billed from 00:00 Beijing Time on November 1, 2026.'
        ),
        "flash_1017",
    ),
    Entry(
        "2026-09-10",
        "DeepSeek-V4.1-Flash Release",
        paragraphs(FLASH, ROUTED, details("/news/news260910")),
        "v4_flash_retired",
        "pro_retirement_withdrawn",
    ),
    Entry(
        "2026-09-10",
        "DeepSeek-V4.1-Flash Release",
        paragraphs(FLASH, KEPT, details("/news/news260910")),
        "pro_retirement_withdrawn",
    ),
    Entry(
        "2026-08-13",
        "DeepSeek-V4-Pro Update",
        paragraphs(
            "DeepSeek-V4-Pro is out of its preview. The way to call it remains unchanged: set the model name to <code>deepseek-v4-pro</code>.",
            "<strong>Responses API</strong>",
            "The API now supports the Responses format for both models.",
            "<strong>API Pricing Adjustment</strong>",
            'With the V4 family complete, we will <a href="/quick_start/pricing">adjust API pricing</a> and adopt peak and off-peak prices, with off-peak prices set at half of the peak prices. All new prices will take effect at 16:00 (UTC Time) on August 16, 2026.',
            details("/news/news260813"),
        ),
        "rise_announced",
    ),
    Entry(
        "2026-07-31",
        "DeepSeek-V4-Flash Update",
        paragraphs(
            "DeepSeek-V4-Flash is out of its preview, in public beta. The way to call it remains unchanged: set the model name to <code>deepseek-v4-flash</code>.",
            "<strong>DeepSeek-V4-Flash-0731 has the architecture and size of the preview and was only trained anew after pre-training.</strong>",
            "<strong>Note: only the DeepSeek-V4-Flash API is upgraded. The DeepSeek-V4-Pro API is unchanged; its release will follow.</strong>",
        ),
        "flash_0731",
    ),
    Entry(
        "2026-04-24",
        "DeepSeek-V4",
        paragraphs(
            "The API now supports V4-Pro and V4-Flash, in the OpenAI and in the Anthropic format. The base_url remains unchanged; the model is <code>deepseek-v4-pro</code> or <code>deepseek-v4-flash</code>.",
            "The two old model names, <code>deepseek-chat</code> and <code>deepseek-reasoner</code>, will be discontinued in three months (2026-07-24). Until then they point to the non-thinking mode and thinking mode of <code>deepseek-v4-flash</code>.",
            details("/news/news260424"),
        ),
        "v4_launch",
    ),
    Entry("2025-12-01", "DeepSeek-V3.2", both("DeepSeek-V3.2"), "v32"),
    Entry(
        "2025-12-01",
        "DeepSeek-V3.2-Speciale",
        paragraphs(
            'DeepSeek-V3.2-Speciale is served from a temporary endpoint: base_url="<a href="https://api.deepseek.com/v3.2_speciale_expires_on_20251215">https://api.deepseek.com/v3.2_speciale_expires_on_20251215</a>". It has the pricing of V3.2 and no tool calls, and is available until Dec 15th, 2025, 15:59 (UTC Time).',
            details("/news/news251201"),
        ),
        "v32",
    ),
    Entry(
        "2025-09-29",
        "DeepSeek-V3.2-Exp",
        both("DeepSeek-V3.2-Exp") + paragraphs(details("/news/news250929")),
        "v32_exp",
    ),
    Entry("2025-09-22", "DeepSeek-V3.1-Terminus", both("DeepSeek-V3.1-Terminus"), "v31_terminus"),
    Entry("2025-08-21", "DeepSeek-V3.1", both("DeepSeek-V3.1"), "rise_2025_announced"),
    Entry(
        "2025-05-28",
        "deepseek-reasoner",
        upgraded("deepseek-reasoner", "DeepSeek-R1-0528", "AIME 2025: 70.0 → 87.5", "JSON Output and Function Calling"),
        "r1_0528",
    ),
    Entry(
        "2025-03-24",
        "deepseek-chat",
        upgraded("deepseek-chat", "DeepSeek-V3-0324", "MMLU-Pro: 75.9 → 81.2", "AIME: 39.6 → 59.4"),
        "v3_0324",
    ),
    Entry(
        "2025-01-20",
        "deepseek-reasoner",
        bullets(
            "<code>deepseek-reasoner</code> is a new name for a new model, DeepSeek-R1. It can be invoked with <code>model='deepseek-reasoner'</code>.",
            details("/news/news250120", "DeepSeek-R1 Release"),
        ),
        "r1",
    ),
    Entry(
        "2024-12-26",
        "deepseek-chat",
        bullets(
            "<code>deepseek-chat</code> has been upgraded to DeepSeek-V3. The API remains unchanged.",
            details("/news/news1226", "introducing DeepSeek-V3"),
        ),
        "v3_promotion",
    ),
    Entry(
        "2024-12-10",
        "deepseek-chat",
        upgraded("deepseek-chat", "<strong>DeepSeek-V2.5-1210</strong>", "MATH-500: 74.8% → 82.8%"),
        "v25_1210",
    ),
    Entry(
        "2024-09-05",
        "<code>deepseek-coder</code> &amp; <code>deepseek-chat</code> Upgraded to DeepSeek V2.5",
        paragraphs(
            "DeepSeek V2 Chat and DeepSeek Coder V2 have been merged into the new model DeepSeek V2.5.",
            "For backward compatibility, it can be accessed through either <code>deepseek-coder</code> or <code>deepseek-chat</code>.",
        ),
        "coder_merged",
    ),
    Entry(
        "2024-08-02",
        "Context Caching on Disk",
        paragraphs(
            "The API now caches contexts on disk, which reduces prices by an order of magnitude.",
            details("/news/news0802", "Context Caching is Available 2024/08/02"),
        ),
        "context_caching",
    ),
    Entry(
        "2024-07-25",
        "New API Features",
        bullets("JSON Mode", "Function Calling", "Chat Prefix Completion（Beta）", "FIM Completion（Beta）"),
        "context_caching",
    ),
    Entry("2024-07-24", "deepseek-coder", upgraded("deepseek-coder", "DeepSeek-Coder-V2-0724"), "context_caching"),
    Entry("2024-06-28", "deepseek-chat", upgraded("deepseek-chat", "DeepSeek-V2-0628"), "context_caching"),
    Entry("2024-06-14", "deepseek-coder", upgraded("deepseek-coder", "DeepSeek-Coder-V2-0614"), "context_caching"),
    Entry("2024-05-17", "deepseek-chat", upgraded("deepseek-chat", "DeepSeek-V2-0517"), "context_caching"),
)
