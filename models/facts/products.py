"""How the products that are priced beside models are named in a text; models go by their ids."""

import re

PRODUCTS = {
    "search": r"\bSearch\b|搜索",
    "fetch": r"\bFetch\b|抓取",
    "ocr": r"(?<![A-Za-z])OCR(?![A-Za-z])|文件解析",
    "tts": r"(?<![A-Za-z])TTS(?![A-Za-z])|语音合成|语音价格|(?<![A-Za-z])speech synthesis|text[- ]to[- ]speech",
    "asr": r"(?<![A-Za-z])ASR(?![A-Za-z])|语音识别|语音价格|speech recognition|speech[- ]to[- ]text",
}
"""By the name under which a product is priced, a regular expression of what it is called."""
ANY_CASE = {product: re.compile(words, re.IGNORECASE) for product, words in PRODUCTS.items()}


def speaks_of(text: str, name: str) -> bool:
    """Whether a text has the name of a model or a product, in whatever case."""
    if name in ANY_CASE:
        return ANY_CASE[name].search(text) is not None
    return name.lower() in re.sub(r"[\s_]+", "-", text.lower())
