"""Pages that are not what the reader knows: each refused, with the reason and the offending text."""

import re
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samples.deepseek.pages import change_instants, home
from scrapers.page import PageChanged
from scrapers.registry import SOURCES
from tests.conftest import day
from tests.pages import BANDS, PROMOTION, body, page, prices, reading, replaced, row, versions

BANDED = partial(replaced, at=BANDS)
PRO_PRICE = "<td>$0.87 (75% off<sup>(3)</sup>)<del>$3.48</del></td>"
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
        replaced("</table>", "</table>" + re.findall("<table.*?</table>", body())[0]),
        "2 tables",
        "",
    ),
    "a table of something else": (
        replaced("<hr>", "<table><tr><td>CITY</td><td>POPULATION</td></tr></table><hr>"),
        "none of the known",
        "CITY | POPULATION",
    ),
    "the table under another heading": (replaced(">Model Details<", ">Old Models<"), "another heading", "Old Models"),
    "a row too short": (replaced("<td>$0.14</td>", ""), "ragged", "$0.435"),
    "a row too long": (replaced("<td>$0.14</td>", "<td>$0.14</td><td>$0.14</td>"), "ragged", "$0.14 | $0.14"),
    "a column too many": (replaced("<td>deepseek-v4-pro</td>", "<td>deepseek-v4-pro</td><td>x</td>"), "ragged", ""),
    "columns shifted by one": (body().replace("<tr><td", "<tr><td></td><td"), "none of the known", ""),
    "prices shifted by one": (replaced("<td>$0.28</td>" + PRO_PRICE, "<td></td><td>$0.28</td>"), "not a price", ""),
    "a cell over the edge": (
        replaced('<td rowspan="3">PRICING', '<td rowspan="4">PRICING'),
        "outside its table",
        "PRICING",
    ),
    "overlapping cells": (
        replaced('<td rowspan="4">FEATURES', '<td rowspan="5">FEATURES'),
        "overlap|ragged|price among",
        "",
    ),
    "a span that is no number": (replaced('rowspan="3"', 'rowspan="many"'), "no number", "many"),
    "a hostile span": (replaced('rowspan="3"', 'rowspan="1" colspan="9999999"'), "no number", "9999999"),
    "a label over the values": (
        replaced('<td colspan="2">CONTEXT LENGTH</td><td colspan="2">', '<td colspan="3">CONTEXT LENGTH</td><td>'),
        "reaches into the values",
        "CONTEXT LENGTH",
    ),
    "an unknown row": (replaced(">THINKING MODE<", ">SINGING MODE<"), "not known", "SINGING MODE"),
    "a row twice": (replaced(row("CONTEXT LENGTH"), row("CONTEXT LENGTH") * 2), "twice", "CONTEXT LENGTH"),
    "a row missing": (replaced(row("MAX OUTPUT"), ""), "missing", "max_output"),
    "an unknown kind": (replaced("(CACHE HIT)", "(CACHE MAYBE)"), "not known", "CACHE MAYBE"),
    "a kind twice": (replaced("(CACHE MISS)", "(CACHE HIT)"), "missing or printed twice", "input_cache_hit flat"),
    "a kind missing": (
        replaced(row("1M OUTPUT TOKENS"), "").replace('rowspan="3"', 'rowspan="2"'),
        "missing or printed twice",
        "",
    ),
    "a price to come": (replaced("<td>$0.14</td>", "<td>TBD</td>"), "not a price", "TBD"),
    "a dash": (replaced("<td>$0.14</td>", "<td>-</td>"), "not a price", "-"),
    "a price in words": (replaced("<td>$0.14</td>", "<td>from $0.14</td>"), "not a price", "from $0.14"),
    "two prices": (replaced("<td>$0.14</td>", "<td>$0.14 $0.28</td>"), "two prices in a cell", "$0.14 $0.28"),
    "another currency": (replaced("<td>$0.14</td>", "<td>1元</td>"), "not a price", "1元"),
    "a thousands separator": (replaced("<td>$0.14</td>", "<td>$0,14</td>"), "not a price", "$0,14"),
    "a negative price": (replaced("<td>$0.14</td>", "<td>-$0.14</td>"), "not a price", "-$0.14"),
    "a discount without its list price": (replaced("<del>$3.48</del>", ""), "no price that it is taken off", "75% off"),
    "a list price without its discount": (
        replaced(PRO_PRICE, "<td>$0.87<del>$3.48</del></td>"),
        "nothing says by how much",
        "$0.87 $3.48",
    ),
    "a discount that raises": (replaced("<del>$3.48</del>", "<del>$0.48</del>"), "does not lead", "$0.87"),
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
    "no version": (replaced("<td>DeepSeek-V4-Pro</td>", "<td>1M</td>"), "not a version", "1M"),
    "no limit": (replaced('<td colspan="2">1M</td>', '<td colspan="2">much</td>'), "not a context length", "much"),
    "an unknown band": (BANDED("<td>OFF-PEAK</td>", "<td>NIGHT</td>"), "not known", "NIGHT"),
    "a band twice": (BANDED("<td>OFF-PEAK</td>", "<td>PEAK</td>"), "missing or printed twice", "peak"),
    "a list price ten times too high": (replaced("<del>$3.48</del>", "<del>$34.8</del>"), "does not lead", "$34.8"),
    "a raised digit": (replaced("<td>$0.14</td>", "<td>$0.14³</td>"), "not a price", "$0.14³"),
    "a circled digit": (replaced("<td>$0.14</td>", "<td>$0.14①</td>"), "not a price", "$0.14①"),
    "digits of another script": (replaced("<td>$0.14</td>", "<td>$0.١٤</td>"), "not a price", "$0.١٤"),
    "a price raised": (replaced("<td>$0.14</td>", "<td>$0.00<sup>14</sup></td>"), "no number of a note", "14"),
    "a sentence raised": (
        replaced("<td>$0.14</td>", "<td>$0.14<sup>until May</sup></td>"),
        "no number of a note",
        "until",
    ),
    "a price in a comment": (replaced("<td>$0.14</td>", "<td><!--$0.14--></td>"), "not a price", ""),
    "a price in a style": (replaced("<td>$0.14</td>", "<td><style>$0.14</style></td>"), "a <style> in a cell", ""),
    "a price that is hidden": (
        replaced("<td>$0.14</td>", "<td><span hidden>$0.14</span></td>"),
        "a <span> in a cell",
        "0.14",
    ),
    "a price in two blocks": (
        replaced("<td>$0.14</td>", "<td><div>$0.1</div><div>4</div></td>"),
        "a <div> in a cell",
        "",
    ),
    "a table in a cell": (replaced("<td>$0.14</td>", "<td><table></table></td>"), "a <table> in a cell", ""),
    "a table in a quotation": (
        replaced("<hr>", "<blockquote><table><tr><td>x</td></tr></table></blockquote><hr>"),
        "a table inside a <blockquote>",
        "x",
    ),
    "an empty table": (replaced("<hr>", "<table></table><hr>"), "without cells", ""),
    "a row without cells": (replaced("<hr>", "<table><tr></tr></table><hr>"), "without cells", ""),
    "a price over two rows": (
        replaced("<td>$0.0028</td>", '<td rowspan="2">$0.0028</td>').replace("<td>$0.14</td>", ""),
        "covers two rows",
        "$0.0028",
    ),
    "a page nested without end": (replaced("<hr>", "<div>" * 3000 + "</div>" * 3000), "nested more than", "<div>"),
    "a span of five thousand digits": (replaced('rowspan="3"', f'rowspan="{"9" * 5000}"'), "no number", "999"),
    "text outside any paragraph": (
        replaced("<hr>", "<hr>Prices double tomorrow.<hr>"),
        "outside any paragraph",
        "double",
    ),
    "a third API with a price": (
        replaced("<td>Fetch</td>", "<td>Crawl</td>", at=SEARCH),
        "per request of something",
        "Crawl | 1,000 successful requests",
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


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damage_to_one_cell_invents_no_price(data: st.DataObject) -> None:
    """Any one table cell gone, doubled or swapped with the next: refused, or read to the prices that are printed."""
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
    amounts = sorted(prices(found).values(), key=str)
    assert amounts == sorted(prices(reading(body(at))).values(), key=str)
    assert sorted(map(str, versions(found).values())) == sorted(map(str, versions(reading(body(at))).values()))
