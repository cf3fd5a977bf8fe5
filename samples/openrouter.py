"""OpenRouter's list of models: a dozen of DeepSeek's, at prices around DeepSeek's of the day, among others."""

import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

from samples.answers import Answer

PATH = "/api/v1/models"
EDITS = ("2026-08-22", "2026-08-25", "2026-09-02", "2026-09-05")
"""The first day; an end is dated, put off for ever, and withdrawn while a cache gets a price."""
ENDING = "deepseek/deepseek-v3.2-exp"
ENDS = {"2026-08-25": "2026-09-30", "2026-09-02": "2098-12-31"}
PRICES = {
    "deepseek/deepseek-v4-pro-0813": ("0.00000119", "0.00000357", "0.0000000397"),
    "deepseek/deepseek-v4-pro": ("0.000000414", "0.000000828", "0.0000000345"),
    "deepseek/deepseek-v4-flash-0731": ("0.00000024", "0.00000070", "0.000000008"),
    "deepseek/deepseek-v4-flash": ("0.00000006", "0.00000012", "0.000000012"),
    "deepseek/deepseek-v4-flash-vision-exp": ("0.00000022", "0.00000066", "0.000000007"),
    "deepseek/deepseek-v3.2": ("0.00000026", "0.00000038", "0.00000013"),
    ENDING: ("0.00000027", "0.00000041", ""),
    "deepseek/deepseek-v3.1-terminus": ("0.00000027", "0.000001", "0.000000135"),
    "deepseek/deepseek-chat-v3.1": ("0.00000055", "0.00000165", "0.00000055"),
    "deepseek/deepseek-r1-0528": ("0.0000005", "0.00000215", "0.00000035"),
    "deepseek/deepseek-r1:free": ("0", "0", ""),
    "deepseek/deepseek-auto": ("-1", "-1", ""),
    "~deepseek/deepseek-v4-flash-latest": ("0.00000024", "0.0000007", "0.000000008"),
}
"""Per token: in, out, from a cache ("": no such price); -1 varies."""
OTHERS = 108


def change_instants() -> list[datetime]:
    return [datetime.fromisoformat(edit).replace(tzinfo=UTC) for edit in EDITS]


def reply(target: str, at: datetime) -> Answer | None:
    """The answer of the list's address; None for any other."""
    return Answer(models(at).encode(), kind="application/json") if urlsplit(target).path == PATH else None


def models(at: datetime) -> str:
    """The answer of `GET /api/v1/models` at an instant."""
    day = max(edit for edit in EDITS if edit <= f"{at:%Y-%m-%d}")
    others = {f"vendor-{n % 9}/model-{n}": (f"{n / 10**7:.7f}", f"{n / 10**6:.6f}", "") for n in range(1, OTHERS + 1)}
    cached = {ENDING: (*PRICES[ENDING][:2], "0.000000027")} if day == EDITS[-1] else {}
    data = [_model(name, *prices, day) for name, prices in (PRICES | cached | others).items()]
    return json.dumps({"data": data, "total_count": len(data), "links": {"next": None}}, separators=(",", ":"))


def _model(name: str, prompt: str, completion: str, cache_read: str, day: str) -> dict[str, object]:
    pricing = {"prompt": prompt, "completion": completion, "input_cache_read": cache_read}
    return {
        "id": name,
        "name": name.rpartition("/")[2],
        "context_length": 131072,
        "pricing": {meter: price for meter, price in pricing.items() if price},
        "per_request_limits": None,
        "expiration_date": ENDS.get(day) if name == ENDING else None,
    }
