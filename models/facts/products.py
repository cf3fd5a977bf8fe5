"""The names of products that are priced besides models, and the search for a model or product in a text."""

import re

PRODUCTS = {
    "search": r"\bSearch\b|搜索",
    "fetch": r"\bFetch\b|抓取",
    "ocr": r"(?<![A-Za-z])OCR(?![A-Za-z])|文件解析",
    "tts": r"(?<![A-Za-z])TTS(?![A-Za-z])|语音合成|语音价格|(?<![A-Za-z])speech synthesis|text[- ]to[- ]speech",
    "asr": r"(?<![A-Za-z])ASR(?![A-Za-z])|语音识别|语音价格|speech recognition|speech[- ]to[- ]text",
}
"""A regular expression for the names of each product, by the name under which it is priced."""
ANY_CASE = {product: re.compile(pattern, re.IGNORECASE) for product, pattern in PRODUCTS.items()}


def speaks_of(text: str, name: str) -> bool:
    """True if a text has the name of a model or a product, in upper or lower case."""
    if name in ANY_CASE:
        return ANY_CASE[name].search(text) is not None
    return name.lower() in re.sub(r"[\s_]+", "-", text.lower())
