"""The maker, the licence and the listed price of each contender.

The dataset has makers in lower case and leaves some empty; the page has them as they write themselves.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Maker:
    """`key` is the dataset's name, `name` the page's, `address` where the page's link leads ("" for nowhere)."""

    key: str
    name: str
    license: str
    address: str = ""


MAKERS = {
    "claude": Maker("anthropic", "Anthropic", "Proprietary", "https://www.anthropic.com/claude"),
    "deepseek": Maker("deepseek", "DeepSeek", "MIT", "https://api-docs.deepseek.com/"),
    "ernie": Maker("baidu", "Baidu", "Proprietary", "https://ernie.baidu.com/"),
    "gemini": Maker("google", "Google", "Proprietary", "https://deepmind.google/models/"),
    "glm": Maker("zai", "Z.ai", "MIT", "https://z.ai/"),
    "gpt": Maker("openai", "OpenAI", "Proprietary", "https://openai.com/"),
    "grok": Maker("xai", "xAI", "Proprietary", "https://x.ai/"),
    "kimi": Maker("moonshot", "Moonshot", "Modified MIT", "https://www.kimi.com/"),
    "mercury": Maker("", "Inception AI", "Proprietary"),
    "muse": Maker("meta", "Meta", "Proprietary", "https://ai.meta.com/"),
    "qwen3": Maker("alibaba", "Alibaba", "Proprietary", "https://qwen.ai/"),
}
"""By how names begin."""
PRICES = {
    "claude-fable-5": ("10", "50"),
    "claude-opus": ("5", "25"),
    "deepseek-v4-flash": ("0.14", "0.28"),
    "deepseek-v4-flash-high": ("0.3", "1.2"),
    "deepseek-v4-flash-high-preview": ("0.14", "0.28"),
    "deepseek-v4-pro": ("0.435", "0.87"),
    "deepseek-v4-pro-high-20260813": ("1.32", "3.96"),
    "deepseek-v4.1-flash": ("0.3", "1.2"),
    "gemini-3.1-pro": ("2", "12"),
}
"""Dollars per million tokens in and out, by how names begin; the longest beginning counts. The page has no others."""
CONTEXTS = {"claude": 1_000_000, "deepseek-v4": 1_000_000, "gemini": 1_000_000}


def maker(model: str) -> Maker:
    """Raises KeyError for a name that begins like none that is known."""
    return MAKERS[re.split(r"[-. ]", model.lower())[0]]


def price(model: str) -> tuple[str, str] | None:
    known = [beginning for beginning in PRICES if model.startswith(beginning)]
    return PRICES[max(known, key=len)] if known else None


def context(model: str) -> int | None:
    return next((tokens for beginning, tokens in CONTEXTS.items() if model.startswith(beginning)), None)
