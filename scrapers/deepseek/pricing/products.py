"""Tables of DeepSeek's pricing page that price other products than tokens: Search and Fetch since 2026-10-17, and in
Chinese documents, recognised text and speech since 2026-11-13. A row that is not known is named, the others are read.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from models.facts import Price, Promotion
from models.spoken import PRODUCTS as PRODUCT_NAMES
from models.unread import Keep
from scrapers.deepseek.pricing.columns_layout import TableFacts, badge_texts
from scrapers.deepseek.pricing.label_text import by_label, compact_label
from scrapers.deepseek.pricing.labels import PageLabels
from scrapers.deepseek.pricing.price_cell import Amount, read_cell, refuse_wrong_discount
from scrapers.page import PageChanged
from scrapers.parse import Rectangle, TableCell

TITLES = by_label(
    {
        "API": "name",
        "项目": "name",
        "BillingUnit": "unit",
        "计费单位": "unit",
        "Price": "price",
        "价格": "price",
        "刊例价": "list",
    }
)
"""What a column holds, by its squeezed title."""
REDUCED = re.compile(r"限时折扣价(?:\(([1-9](?:\.[1-9])?)折\))?")
"""The title of a column of reduced prices, with the tenths that are left."""
PRODUCTS = by_label(
    {
        "Search": ("search", "search_request"),
        "搜索(文字、图片)": ("search", "search_request"),
        "Fetch": ("fetch", "fetch_request"),
        "网页抓取": ("fetch", "fetch_request"),
        "文件解析、OCRAPI": ("ocr", "ocr_page"),
        "语音合成(TTS)": ("tts", "tts_character"),
        "语音识别(ASR)": ("asr", "asr_hour"),
    }
)
"""Model and meter, by the squeezed name of a row."""
UNITS = by_label(
    {
        "1,000successfulrequests": ("search_request fetch_request", "1K requests"),
        "每1,000次成功请求": ("search_request fetch_request", "1K requests"),
        "每1,000次": ("search_request fetch_request", "1K requests"),
        "每1,000页": ("ocr_page", "1K pages"),
        "每10,000字符": ("tts_character", "10K characters"),
        "每小时音频": ("asr_hour", "1 hour of audio"),
    }
)
"""The meters that are billed in a unit, and the unit, by its squeezed label."""
NAMES = {product: re.compile(words) for product, words in PRODUCT_NAMES.items()}
"""How each product is named in a text that is not understood."""


def product_columns(header: Sequence[str]) -> list[str] | None:
    """What each column of a table of products holds; None where it is no such table.

    Reduced prices stand beside those that they were reduced from.
    """
    columns = [
        "price" if REDUCED.fullmatch(compact_label(title)) else TITLES.get(compact_label(title)) for title in header
    ]
    known = [column for column in columns if column is not None]
    is_reduced = any(REDUCED.fullmatch(compact_label(title)) for title in header)
    needed = {"name", "unit", "price", "list"} if is_reduced else {"name", "unit", "price"}
    complete = needed <= set(known) and len(known) == len(set(known)) == len(header)
    return known if complete else None


def read_products(source: str, table: Rectangle, words: PageLabels, where: str, place: str) -> TableFacts:
    """The prices of a table of products. Raises PageChanged where a row is not as wide as the titles."""
    columns = product_columns([cell.text for cell in table[0]]) or []
    reduced = REDUCED.fullmatch(compact_label(table[0][columns.index("price")].text))
    found = TableFacts(aside=badge_texts(table, place))
    for line, row in enumerate(table[1:], 2):
        cells = dict(zip(columns, row, strict=True))
        column = columns.index("price") + 1
        price = _price(source, cells, words, reduced, f"{place}row {line} column {column}")
        if isinstance(price, Price):
            found.prices.append(price)
            if price.list_amount is not None:
                found.reduced[price.model] = {_percent(reduced)}
        else:
            found.not_read(where, " | ".join(map(str, row)), *kept_products([str(cells["name"])], words))
    return found


def kept_products(texts: Sequence[str], words: PageLabels) -> frozenset[Keep]:
    """The prices of the products that texts name, and their promotions."""
    models = {model for model, name in NAMES.items() if any(name.search(text) for text in texts)}
    prices = (Keep.of(Price, model=model, currency=words.currency) for model in models)
    return frozenset((*prices, *(Keep.of(Promotion, model=model) for model in models)))


def _price(
    source: str, cells: dict[str, TableCell], words: PageLabels, reduced: re.Match[str] | None, place: str
) -> Price | None:
    """None where the row is not understood, or states no price."""
    model, meter = PRODUCTS.get(_label(cells["name"]), ("", ""))
    meters, unit = UNITS.get(_label(cells["unit"]), ("", ""))
    amount, full = _amount(cells["price"], words), _amount(cells["list"], words) if "list" in cells else None
    if meter not in meters.split() or amount is None or ("list" in cells and full is None):
        return None
    if full is not None and not _leads(full, amount, reduced):
        return None
    return Price(
        source=source,
        model=model,
        meter=meter,
        band="flat",
        currency=words.currency,
        amount=amount,
        list_amount=full,
        unit=unit,
        locator=place,
    )


def _label(cell: TableCell) -> str:
    return "" if cell.struck or cell.problem else compact_label(cell.text)


def _amount(cell: TableCell, words: PageLabels) -> Decimal | None:
    try:
        value = read_cell(cell, words)
    except PageChanged:
        return None
    return value.amount if isinstance(value, Amount) and value.list_amount is None else None


def _leads(full: Decimal, amount: Decimal, reduced: re.Match[str] | None) -> bool:
    """Whether the reduced price is what its title says of the full one."""
    try:
        refuse_wrong_discount(Amount(amount, full, _percent(reduced)), full)
    except PageChanged:
        return False
    return amount <= full


def _percent(reduced: re.Match[str] | None) -> Decimal | None:
    return None if reduced is None or reduced[1] is None else Decimal(100 - int(10 * Decimal(reduced[1])))
