"""Pages that are not what the reader knows: each refused, with the reason and the offending text."""

import re
from collections import Counter
from datetime import datetime
from functools import cache, partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.harness.dates import day
from bench.harness.sample_pages import BANDS, PROMOTION, body, page, prices, reading, replaced, row, versions
from models.readings.reading import Reading
from samples.deepseek.pages import change_instants, home
from scrapers.page import PageChanged
from scrapers.registry import SOURCES

BANDED = partial(replaced, at=BANDS)
SEARCH = day("2026-10-18")

DAMAGED = {
    "the home page": (home(), "canonical link", "https://api-docs.deepseek.com/"),
    "no page at all": ("", "cut off", ""),
    "an error in JSON": ('{"error": "API key is required"}', "cut off", "API key"),
    "a login page": ("<html><body><form>Log in</form></body></html>", "canonical link", "none"),
    "another heading": (replaced("<h1>Models &amp; Pricing", "<h1>Models"), "heading", "Models"),
    "two headings": (replaced("<h1>", "<h1>Old</h1><h1>"), "heading", "Old, Models & Pricing"),
    "no table": (re.sub("<table.*?</table>", "", body()), "0 tables", ""),
    "two tables of models": (
        replaced("</table>", "</table>" + re.findall("<table.*?</table>", body())[0].replace("$0.14", "$0.15")),
        "2 tables of prices",
        "table 1 / table 2",
    ),
    "the table under another heading": (replaced(">Model Details<", ">Old Models<"), "another heading", "Old Models"),
    "a row too short": (replaced("<td>$0.14</td>", ""), "ragged", "$0.435"),
    "a row too long": (replaced("<td>$0.14</td>", "<td>$0.14</td><td>$0.14</td>"), "ragged", "$0.14 | $0.14"),
    "a column too many": (replaced("<td>deepseek-v4-pro</td>", "<td>deepseek-v4-pro</td><td>x</td>"), "ragged", ""),
    "overlapping cells": (
        replaced('<td rowspan="4">FEATURES', '<td rowspan="5">FEATURES'),
        "overlap|ragged|price among",
        "",
    ),
    "a label over the values": (
        replaced('<td colspan="2">CONTEXT LENGTH</td><td colspan="2">', '<td colspan="3">CONTEXT LENGTH</td><td>'),
        "reaches into the values",
        "CONTEXT LENGTH",
    ),
    "an unknown row of prices": (
        replaced(
            '<tr><td colspan="2">CONTEXT',
            '<tr><td colspan="2">CACHE WRITES</td><td>$1</td><td>$2</td></tr><tr><td colspan="2">CONTEXT',
        ),
        "looks like a price",
        "CACHE WRITES | $1 | $2",
    ),
    "a row twice": (replaced(row("CONTEXT LENGTH"), row("CONTEXT LENGTH") * 2), "twice", "CONTEXT LENGTH"),
    "a row missing": (replaced(row("MAX OUTPUT"), ""), "missing", "max_output"),
    "an unknown kind": (replaced("(CACHE HIT)", "(CACHE MAYBE)"), "not known", "CACHE MAYBE"),
    "a kind twice": (replaced("(CACHE MISS)", "(CACHE HIT)"), "missing or printed twice", "input_cache_hit flat"),
    "a kind missing": (
        replaced(row("1M OUTPUT TOKENS"), "").replace('rowspan="3"', 'rowspan="2"'),
        "missing or printed twice",
        "",
    ),
    "another unit": (replaced("<td>$0.14</td>", "<td>$0.14 / image</td>"), "unit that is not known", "$0.14 / image"),
    "a label in place of a price": (replaced("<td>$0.14</td>", "<td>FEATURES</td>"), "label in place", "FEATURES"),
    "a price among the features": (replaced("<td>✓</td>", "<td>$1</td>"), "among the features", "$1"),
    "no name of a model": (
        replaced("<td>deepseek-v4-flash<sup>", "<td>DeepSeek V4 Flash<sup>"),
        "name of a model",
        "DeepSeek V4",
    ),
    "a model twice": (
        replaced("<td>deepseek-v4-pro</td>", "<td>deepseek-v4-flash</td>"),
        "label columns",
        "flash | deepseek",
    ),
    "an unknown band": (BANDED("<td>OFF-PEAK</td>", "<td>NIGHT</td>"), "not known", "NIGHT"),
    "a band twice": (BANDED("<td>OFF-PEAK</td>", "<td>PEAK</td>"), "missing or printed twice", "peak"),
    "a price over two rows": (
        replaced("<td>$0.0028</td>", '<td rowspan="2">$0.0028</td>').replace("<td>$0.14</td>", ""),
        "covers two rows",
        "$0.0028",
    ),
    "a page nested without end": (replaced("<hr>", "<div>" * 3000 + "</div>" * 3000), "nested more than", "<div>"),
    "columns shifted by one": (body().replace("<tr><td", "<tr><td></td><td"), "0 tables", ""),
    "a span that is no number": (replaced('rowspan="3"', 'rowspan="many"'), "ragged", ""),
    "a hostile span": (
        replaced('rowspan="3"', 'rowspan="1" colspan="9999999"'),
        "more than 2000 cells",
        "PRICING",
    ),
    "a span of five thousand digits": (
        replaced('rowspan="3"', f'rowspan="3" colspan="{"9" * 5000}"'),
        "more than 2000 cells",
        "PRICING",
    ),
    "no cell with a price": (
        re.sub(r"<td>\$[^<]*</td>", "<td>on request</td>", body(BANDS)),
        "none of the cells",
        "off_peak",
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_page_is_refused_with_the_offending_text(name: str) -> None:
    damaged, reason, offending = DAMAGED[name]
    with pytest.raises(PageChanged, match=reason) as refusal:
        SOURCES["deepseek_pricing"].reading(page(damaged))
    assert offending in refusal.value.text


@pytest.mark.parametrize("percent", range(100))
def test_a_page_cut_off_anywhere_is_refused(percent: int) -> None:
    for at in (PROMOTION, BANDS, SEARCH):
        whole = body(at).encode().rstrip()
        with pytest.raises(PageChanged, match="cut off"):
            reading(whole[: len(whole) * percent // 100])


@cache
def whole_reading(at: datetime) -> Reading:
    return reading(body(at))


@settings(max_examples=100)
@given(st.data())
def test_damage_to_one_cell_invents_no_price(data: st.DataObject) -> None:
    """Any one table cell gone, doubled or swapped with the next: refused, or each price is a printed one."""
    at = data.draw(st.sampled_from(change_instants()))
    cells = list(re.finditer(r"<td.*?</td>", body(at)))
    place = data.draw(st.integers(0, len(cells) - 2))
    one, other = cells[place], cells[place + 1]
    made = data.draw(st.sampled_from(["", one[0] * 2, other[0] + one[0]]))
    end = other.end() if made == other[0] + one[0] and "</tr>" not in body(at)[one.end() : other.start()] else one.end()
    damaged = body(at)[: one.start()] + made + body(at)[end:]
    try:
        found = reading(damaged)
    except PageChanged:
        return
    whole = whole_reading(at)
    for columns in (prices, versions):
        printed = Counter(map(str, columns(whole).values()))
        assert not Counter(map(str, columns(found).values())) - printed
    empty = sum(1 for _ in prices(whole)) - sum(1 for _ in prices(found))
    assert empty <= sum(part.count for part in found.unread) + damaged.count("<td>-</td>")
