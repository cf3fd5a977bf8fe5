"""Pages of DeepSeek's documentation: Docusaurus, checked to be the page that is meant, whole and current."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.deepseek.docs_site.docusaurus import (
        HEADINGS,
        TOP_OF_PAGE,
        article,
        blocks,
        canonical_address,
        take_struck_texts,
        text_lines,
    )
    from scrapers.deepseek.docs_site.page_checks import HOST

__all__ = [
    "HEADINGS",
    "HOST",
    "TOP_OF_PAGE",
    "article",
    "blocks",
    "canonical_address",
    "take_struck_texts",
    "text_lines",
]

lazy_package(__name__)
