"""litellm's map of prices: the models of the watched vendors at prices of the day, among two thousand others."""

import json
from datetime import UTC, datetime

PATH = "/BerriAI/litellm/main/model_prices_and_context_window.json"
EDITS = ("2026-08-22", "2026-09-12", "2026-11-20")
"""The first day; V4-Pro's price of the day before yesterday comes; a model goes and a cached price is no number."""
CACHED = "cache_read_input_token_cost"
OTHERS, FILLING = 2_000, 60
KNOWN = {
    "claude-opus-4-7": ("anthropic", "5e-06", "5e-07", "2.5e-05"),
    "claude-sonnet-5": ("anthropic", "2e-06", "2e-07", "1e-05"),
    "us/claude-opus-4-7": ("anthropic", "5.5e-06", "5.5e-07", "2.75e-05"),
    "gpt-5.5": ("openai", "5e-06", "5e-07", "3e-05"),
    "gpt-5.5-pro": ("openai", "3e-05", "", "0.00018"),
    "ft:gpt-4.1-2025-04-14": ("openai", "3e-06", "7.5e-07", "1.2e-05"),
    "gemini/gemini-3.1-pro-preview": ("gemini", "2e-06", "2e-07", "1.2e-05"),
    "moonshot/kimi-k2.6": ("moonshot", "9.5e-07", "1.6e-07", "4e-06"),
    "zai/glm-5.1": ("zai", "1.4e-06", "2.6e-07", "4.4e-06"),
    "xai/grok-4.5": ("xai", "3e-06", "7.5e-07", "1.5e-05"),
    "mistral/mistral-large-2512": ("mistral", "5e-07", "", "1.5e-06"),
    "deepseek/deepseek-v4-pro": ("deepseek", "1.32e-06", "4.4e-08", "3.96e-06"),
    "deepseek-v4-pro": ("deepseek", "1.32e-06", "4.4e-08", "3.96e-06"),
}
"""Provider and US dollars per token: in, from a cache ("": no such price), out."""


def change_instants() -> list[datetime]:
    return [datetime.fromisoformat(edit).replace(tzinfo=UTC) for edit in EDITS]


def prices(at: datetime) -> str:
    """The file at an instant."""
    day = max(edit for edit in EDITS if edit <= f"{at:%Y-%m-%d}")
    filling = {f"mistral/sample-{n}": ("mistral", f"{n}e-08", "", f"{3 * n}e-08") for n in range(1, FILLING)}
    entries = {name: _entry(*stated) for name, stated in (KNOWN | filling).items()}
    if day == EDITS[-1]:
        del entries["mistral/sample-7"]
        entries["zai/glm-5.1"][CACHED] = "free"
    if day >= EDITS[1]:
        entries["deepseek/deepseek-v4-pro"]["input_cost_per_token"] = json.loads("1.3200000000000001e-06")
    others = {f"azure/sample-{n}": _entry("azure", f"{n}e-09", "", f"{n}e-08") for n in range(1, OTHERS)}
    return json.dumps({"sample_spec": {"mode": "one of: chat, embedding"}, **entries, **others}, separators=(",", ":"))


def _entry(provider: str, prompt: str, cached: str, completion: str) -> dict[str, object]:
    stated = {
        "input_cost_per_token": prompt,
        CACHED: cached,
        "output_cost_per_token": completion,
    }
    costs = {name: json.loads(text) for name, text in stated.items() if text}
    return {**costs, "litellm_provider": provider, "mode": "chat", "max_input_tokens": 200000}
