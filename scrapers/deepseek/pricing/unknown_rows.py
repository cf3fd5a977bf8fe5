"""Unknown rows and columns of the watched table: reported if they hold no price and nothing has moved."""

import re
from collections.abc import Iterable, Sequence

from scrapers.deepseek.pricing.label_text import compact_label
from scrapers.deepseek.pricing.labels import PageLabels
from scrapers.page import PageChanged
from scrapers.parse import TableCell

CURRENCY = re.compile(
    r"[$\u00a5\uffe5\u20ac\u00a3元]|(?<![A-Za-z])(?:USD|CNY|RMB|EUR)(?![A-Za-z])|人民币", re.IGNORECASE
)
PER_TOKEN = re.compile(r"(?:[0-9] ?[KM]\b|百万|万|千|每|/|\bper\b).*tokens?", re.IGNORECASE)
PER = re.compile(r"(?:每|/|\bper\b).*tokens?", re.IGNORECASE)
PRICE = re.compile(r"\b(?:pric(?:e|es|ing)|costs?|fees?|charges?|billing|billed)\b|价|费", re.IGNORECASE)


def unread_text(labels: Sequence[TableCell], values: Iterable[TableCell], page_labels: PageLabels, what: str) -> str:
    """Return the text of an unknown row or column (`what`).

    Raises PageChanged if it looks like a price, and for a label or a model in the wrong place.
    """
    cells = list(dict.fromkeys(values))
    text = " | ".join(map(str, (*labels, *cells)))
    if not labels[0].text:
        raise PageChanged(f"{what} without a label", text)
    own = labels[1:] if len(labels) > 1 and compact_label(labels[0].text) in page_labels.prices else labels
    if moved := next((cell for cell in (*own, *cells) if page_labels.is_label(cell.text)), None):
        raise PageChanged(f"{what} that is not known, with a label that belongs elsewhere: {moved}", text)
    if is_priced(labels, cells):
        raise PageChanged(f"{what} that is not known and looks like a price", text)
    return text


def is_priced(labels: Iterable[TableCell], values: Iterable[TableCell]) -> bool:
    """Return True if cells hold a currency, a "per token", or a number under a label of prices."""
    texts, names = [str(cell) for cell in values], [str(cell) for cell in labels]
    has_numbers = any(re.search("[0-9]", text) for text in texts)
    return (
        any(CURRENCY.search(text) for text in (*texts, *names))
        or any(PER_TOKEN.search(text) for text in names)
        or any(PER.search(text) for text in texts)
        or (has_numbers and any(PRICE.search(text) for text in names))
    )
