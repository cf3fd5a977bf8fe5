"""Whether a remark beside the tariff may be left out."""

import re
from itertools import chain

from scrapers.deepseek.small_print.tariff_roles.lexicon import chinese_words, english_words

EXPECTED = re.compile(
    "planning|if|ask(?:s|ed)?|whether|offices?|would|wants?|wish(?:es)?|hopes?|expect|(?:in )?europe|closed"
    "|希望|期望|是否|企业|放假|休息",
    re.IGNORECASE,
)
"""Words of remarks that would be doubts elsewhere."""


CHANGING = frozenset({"x", "part"})
"""Roles of words that may change what a note says."""


def left_out(match: re.Match[str]) -> str:
    """Nothing, where the remark holds no word that may change what the note says: "…, on Azure"."""
    words = chain(
        english_words(re.findall("[A-Za-z']+", match[0])), *map(chinese_words, re.findall("[\u3400-\u9fff]+", match[0]))
    )
    return match[0] if any(word.role in CHANGING and not EXPECTED.fullmatch(word.text) for word in words) else ""
