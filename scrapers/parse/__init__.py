"""Readers of formats that know no site: text, dates, HTML tables, CSV, JSON, the data of Next.js pages.

All of them are pure and raise PageChanged for what they cannot read.
"""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.parse.csv_table import CsvTable, parse_csv
    from scrapers.parse.dates import MONTH, MONTHS, SOME_TIME, PrintedInstant, dated_spans, find_instants, looks_dated
    from scrapers.parse.html_parser import parse_html
    from scrapers.parse.html_sections import parse_document
    from scrapers.parse.html_tables import (
        APART,
        CELLS,
        INLINE,
        STRUCK,
        Rectangle,
        TableCell,
        is_in_struck,
        is_struck,
        rectangle,
        rows_as_text,
        text_beside,
        text_of,
    )
    from scrapers.parse.html_tree import TEXTS, Tag, enclosing_tag, has_inner, inner_tags, paragraph
    from scrapers.parse.json_exact import Json, parse_json, parse_json_at
    from scrapers.parse.json_fields import (
        UnreadValues,
        json_object,
        json_type,
        nonempty_list,
        optional_number,
        printed,
        printed_or_quotes,
        required_field,
        required_text,
        unknown_fields,
        uuid,
    )
    from scrapers.parse.markdown import MarkdownSection, MarkdownTable, parse_markdown
    from scrapers.parse.next_flight import FlightJson, flight_data, resolve_reference, value_after
    from scrapers.parse.text import decode, ends_with_html, plain_text, whole_elements, without_elements
    from scrapers.parse.time_zones import ZONE, zone_of

__all__ = [
    "APART",
    "CELLS",
    "INLINE",
    "MONTH",
    "MONTHS",
    "SOME_TIME",
    "STRUCK",
    "TEXTS",
    "ZONE",
    "CsvTable",
    "FlightJson",
    "Json",
    "MarkdownSection",
    "MarkdownTable",
    "PrintedInstant",
    "Rectangle",
    "TableCell",
    "Tag",
    "UnreadValues",
    "dated_spans",
    "decode",
    "enclosing_tag",
    "ends_with_html",
    "find_instants",
    "flight_data",
    "has_inner",
    "inner_tags",
    "is_in_struck",
    "is_struck",
    "json_object",
    "json_type",
    "looks_dated",
    "nonempty_list",
    "optional_number",
    "paragraph",
    "parse_csv",
    "parse_document",
    "parse_html",
    "parse_json",
    "parse_json_at",
    "parse_markdown",
    "plain_text",
    "printed",
    "printed_or_quotes",
    "rectangle",
    "required_field",
    "required_text",
    "resolve_reference",
    "rows_as_text",
    "text_beside",
    "text_of",
    "unknown_fields",
    "uuid",
    "value_after",
    "whole_elements",
    "without_elements",
    "zone_of",
]

lazy_package(__name__)
