"""Tables of DeepSeek's pricing page that price other products than tokens.

They are Search and Fetch since 2026-10-17, and in Chinese documents, OCR and speech since 2026-11-13. An unknown row is
reported, the others are read.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from models.facts import PRODUCTS as PRODUCT_NAMES
from models.facts import Price, Promotion
from models.readings import KeptFacts
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
"""Content of a column, by its compact title."""
REDUCED = re.compile(r"限时折扣价(?:\(([1-9](?:\.[1-9])?)折\))?")
"""Title of a column of reduced prices, with the tenths that are left to pay."""
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
"""Model and meter, by the compact name of a row."""
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
"""Meters and unit, by the compact label of the unit."""
NAMES = {product: re.compile(page_labels) for product, page_labels in PRODUCT_NAMES.items()}
"""Names of each product in a text that is not understood."""


def product_columns(header: Sequence[str]) -> list[str] | None:
    """Return the content of each column of a table of products; None for another table.

    Reduced prices stand beside the full prices.
    """
    columns = [
        "price" if REDUCED.fullmatch(compact_label(title)) else TITLES.get(compact_label(title)) for title in header
    ]
    known_columns = [column for column in columns if column is not None]
    is_reduced = any(REDUCED.fullmatch(compact_label(title)) for title in header)
    needed = {"name", "unit", "price", "list"} if is_reduced else {"name", "unit", "price"}
    complete = needed <= set(known_columns) and len(known_columns) == len(set(known_columns)) == len(header)
    return known_columns if complete else None


def read_products(source: str, table: Rectangle, page_labels: PageLabels, where: str, place: str) -> TableFacts:
    """Read the prices of a table of products. Raises PageChanged if a row is not as wide as the titles."""
    columns = product_columns([cell.text for cell in table[0]]) or []
    reduced = REDUCED.fullmatch(compact_label(table[0][columns.index("price")].text))
    content = TableFacts(aside=badge_texts(table, place))
    for line, row in enumerate(table[1:], 2):
        cells = dict(zip(columns, row, strict=True))
        column = columns.index("price") + 1
        price = _price(source, cells, page_labels, reduced, f"{place}row {line} column {column}")
        if isinstance(price, Price):
            content.prices.append(price)
            if price.list_amount is not None:
                content.reduced[price.model] = {_percent(reduced)}
        else:
            content.not_read(where, " | ".join(map(str, row)), *kept_products([str(cells["name"])], page_labels))
    return content


def kept_products(texts: Sequence[str], page_labels: PageLabels) -> frozenset[KeptFacts]:
    """Return the believed prices and promotions of the products that texts name."""
    models = {model for model, name in NAMES.items() if any(name.search(text) for text in texts)}
    prices = (KeptFacts.of(Price, model=model, currency=page_labels.currency) for model in models)
    return frozenset((*prices, *(KeptFacts.of(Promotion, model=model) for model in models)))


def _price(
    source: str, cells: dict[str, TableCell], page_labels: PageLabels, reduced: re.Match[str] | None, place: str
) -> Price | None:
    """Return the price of a row; None if it is not understood or states none."""
    model, meter = PRODUCTS.get(_label(cells["name"]), ("", ""))
    meters, unit = UNITS.get(_label(cells["unit"]), ("", ""))
    amount, full = (
        _amount(cells["price"], page_labels),
        _amount(cells["list"], page_labels) if "list" in cells else None,
    )
    if meter not in meters.split() or amount is None or ("list" in cells and full is None):
        return None
    if full is not None and not _leads(full, amount, reduced):
        return None
    return Price(
        source=source,
        model=model,
        meter=meter,
        band="flat",
        currency=page_labels.currency,
        amount=amount,
        list_amount=full,
        unit=unit,
        locator=place,
    )


def _label(cell: TableCell) -> str:
    return "" if cell.struck or cell.problem else compact_label(cell.text)


def _amount(cell: TableCell, page_labels: PageLabels) -> Decimal | None:
    try:
        value = read_cell(cell, page_labels)
    except PageChanged:
        return None
    return value.amount if isinstance(value, Amount) and value.list_amount is None else None


def _leads(full: Decimal, amount: Decimal, reduced: re.Match[str] | None) -> bool:
    """Return True if the reduced price follows from the full price and the column's title."""
    try:
        refuse_wrong_discount(Amount(amount, full, _percent(reduced)), full)
    except PageChanged:
        return False
    return amount <= full


def _percent(reduced: re.Match[str] | None) -> Decimal | None:
    return None if reduced is None or reduced[1] is None else Decimal(100 - int(10 * Decimal(reduced[1])))
