"""The check that a remark beside the tariff may be dropped."""

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
"""Roles of words that may change the meaning of a note."""


def left_out(match: re.Match[str]) -> str:
    """Return nothing if the remark has no word that may change the note's meaning ("…, on Azure"), else the remark."""
    words = chain(
        english_words(re.findall("[A-Za-z']+", match[0])), *map(chinese_words, re.findall("[\u3400-\u9fff]+", match[0]))
    )
    return match[0] if any(word.role in CHANGING and not EXPECTED.fullmatch(word.text) for word in words) else ""
