"""Names of models, products and contenders. Pure.

A model is identified by its vendor and its name, never by the name alone. A publisher that names contenders without a
key of its own may list a name twice; its reader numbers the keys: `x`, `x #2`, `x #3`.
"""

import re
from collections import Counter
from collections.abc import Iterable

NOTICES, HOURS = "notices", "peak hours"
"""The subjects of changes that are not about a model."""
PRODUCTS = {
    "search": r"\bSearch\b|搜索",
    "fetch": r"\bFetch\b|抓取",
    "ocr": r"(?<![A-Za-z])OCR(?![A-Za-z])|文件解析",
    "tts": r"(?<![A-Za-z])TTS(?![A-Za-z])|语音合成|语音价格|(?<![A-Za-z])speech synthesis|text[- ]to[- ]speech",
    "asr": r"(?<![A-Za-z])ASR(?![A-Za-z])|语音识别|语音价格|speech recognition|speech[- ]to[- ]text",
}
"""A regular expression for the names of each product, by the name under which it is priced."""
ANY_CASE = {product: re.compile(pattern, re.IGNORECASE) for product, pattern in PRODUCTS.items()}
NUMBER = re.compile(r" #[0-9]+\Z")
"""The number at the end of a contender's key."""


def qualified_name(vendor: str, model: str) -> str:
    """The name of a model with its vendor, which is unique: `deepseek/deepseek-v4-pro`."""
    return f"{vendor}/{model}"


def is_named(name: str, vendor: str, model: str) -> bool:
    """True if a name means this model: its name alone, or with its vendor before it."""
    return name in (model, qualified_name(vendor, model))


def speaks_of(text: str, name: str) -> bool:
    """True if a text contains the name of a model or a product, in upper or lower case."""
    if name in ANY_CASE:
        return ANY_CASE[name].search(text) is not None
    return name.lower() in re.sub(r"[\s_]+", "-", text.lower())


def numbered_keys(names: Iterable[str]) -> list[str]:
    """Return a key for each name, in order: the first keeps its name, then `name #2`."""
    seen: Counter[str] = Counter()
    keys: list[str] = []
    for name in names:
        seen[name] += 1
        keys.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return keys


def is_numbered(key: str) -> bool:
    """Return True if a key ends in a number, as in `x #2`."""
    return NUMBER.search(key) is not None


def without_number(key: str) -> str:
    """Return a key without its number."""
    return NUMBER.sub("", key)


def display_name(key: str, name: str | None) -> str:
    """Return the name of a contender; the key if it numbers that name, or if no name is stated."""
    return key if name is None or (is_numbered(key) and without_number(key) == name) else name
