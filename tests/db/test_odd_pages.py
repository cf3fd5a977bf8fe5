"""Pages that nobody means: what parsers, JSON and databases stumble over is refused by every reader, by name."""

from contextlib import suppress

import pytest

from bench.harness.arena_rows import html, pushed
from bench.harness.fuzz.corpus import EVERY, corpus, sources
from bench.harness.sample_pages import body, replaced
from flows.database import Store
from models.readings.reading import Reading
from models.readings.unread import Unread
from scrapers.guarded import read_storable
from scrapers.page import Page, PageChanged
from scrapers.parse.html_parser import parse_html
from scrapers.parse.html_tables import rectangle
from scrapers.parse.html_tree import inner_tags
from scrapers.parse.json_exact import DEEPEST, parse_json
from scrapers.parse.next_flight import flight_data, resolve_reference, value_after
from scrapers.parse.text import decode
from tests.db.test_wedge import HOUR, MAY, outcomes
from tests.support.walks import feed

DEEP = 5_000
ODD: dict[str, tuple[bytes, bytes]] = {
    "a declaration that is none": (b"</", b"<![x</"),
    "a section of characters that is cut off": (b"</", b"<![CDAT</"),
    "XML": (b"<", b"<?xml version='1.0'?><"),
    "tags within tags": (b"<p>", b"<div>" * DEEP + b"</div>" * DEEP + b"<p>"),
    "a cell over all columns that there are": (b"<td>", b'<td colspan="9999">'),
    "lists within lists": (b'":', b'":' + b"[" * DEEP + b"]" * DEEP + b',"x":'),
    "objects within objects": (b'":', b'":' + b'{"":' * DEEP + b"0" + b"}" * DEEP + b',"x":'),
    "a number without end": (b'":', b'":' + b"9" * 5_000 + b',"x":'),
    "a power without end": (b'":', b'":1e999999999999999999999,"x":'),
    "no number": (b'":', b'":NaN,"x":'),
    "infinity": (b'":', b'":-Infinity,"x":'),
    "a name twice": (b'":', b'":0,"x":0,"x":'),
    "half a character": (b'":"', b'":"\\ud800'),
    "NUL, escaped": (b'":"', b'":"\\u0000'),
    "NUL": (b"e", b"e\0"),
    "no UTF-8": (b"e", b"e\xff"),
}
"""What is put in place of something that pages have, wherever it stands first and last."""


def made_odd(page: Page, kind: str, last: bool) -> Page:
    old, new = ODD[kind]
    parts = page.body.rpartition(old) if last else page.body.partition(old)
    return Page(page.source, page.url, new.join((parts[0], parts[2])) if parts[1] else new + page.body, page.moment)


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("name", sources())
def test_no_reader_trips_over_an_odd_page(name: str, kind: str) -> None:
    pages = corpus()[EVERY[name].read]
    for page in (made_odd(page, kind, last) for page in (pages[0], pages[-1]) for last in (False, True)):
        with suppress(PageChanged):
            list(read_storable(EVERY[name].read, page).every())


WEDGES = {
    "an unknown declaration": replaced("</html>", "<![x</html>"),
    "cut off characters": replaced("</html>", "<![CDAT</html>"),
    "NUL in a note": replaced("<p>", "<p>\0"),
    "spans": replaced("<td>$0.14</td>", '<td colspan="9999">$0.14</td>' * 10_000),
    "nested tags": replaced("<hr>", "<div>" * DEEP + "</div>" * DEEP),
}


@pytest.mark.parametrize("wedge", WEDGES)
def test_an_odd_page_is_refused_and_the_next_one_is_read(store: Store, wedge: str) -> None:
    refused = feed(store, MAY, WEDGES[wedge])
    assert "tripped" not in (refused.reason or "")
    feed(store, MAY + HOUR, body(MAY))
    assert outcomes(store) == ["refused", "facts"]


@pytest.mark.parametrize("text", ["<p><![x</p>", "<p><![CDAT</p>", "<?xml version='1'?><p>"])
def test_a_declaration_of_no_kind_is_refused(text: str) -> None:
    with pytest.raises(PageChanged, match=r"the page is (no HTML|something else)"):
        parse_html(text)


@pytest.mark.parametrize("cells", ['<td colspan="2001"></td>', '<td colspan="999"></td>' * 3, "<td></td>" * 2001])
def test_a_table_is_bounded_by_all_that_its_cells_cover(cells: str) -> None:
    (table,) = inner_tags(parse_html(f"<table><tr>{cells}</tr></table>"), ("table",))
    with pytest.raises(PageChanged, match="more than 2000 cells"):
        rectangle(table)


@pytest.mark.parametrize("depth", [DEEPEST, DEEPEST + 1, DEEP])
def test_json_is_as_deep_as_anybody_writes_it(depth: int) -> None:
    text = "[" * depth + "]" * depth
    if depth <= DEEPEST:
        assert parse_json(text.encode()) != []
    else:
        with pytest.raises(PageChanged, match=r"nested|nobody can mean"):
            parse_json(text.encode())
        with pytest.raises(PageChanged, match=r"nested|RecursionError"):
            value_after(f'"a":{text}', '"a":')


def test_half_a_character_elsewhere_in_a_page_takes_nothing_from_it() -> None:
    assert parse_json(b'"\\ud83d\\ude00"') == "\U0001f600"
    assert parse_json(b'["\\ud800", 1]') == ["\ud800", 1]
    flight = flight_data(html(pushed('1:{"a":["\ud800"]}\n2:T3,\ud8003:[7]\n')))
    assert (
        resolve_reference("$1:a:0", flight),
        resolve_reference("$2", flight),
        resolve_reference("$3:0", flight),
    ) == ("\ud800", "\ud800", 7)


def test_a_text_that_is_left_unread_is_kept_with_escapes() -> None:
    def read(page: Page) -> Reading:
        return Reading(frozenset(), unread=(Unread("data[0].\ud800", "half \udfff and \0"),))

    (notice,) = read_storable(read, Page("openrouter", "u", b"", MAY)).facts
    assert notice.value == (r"data[0].\ud800: half \udfff and \x00",)


def test_nul_in_a_page_is_refused_with_what_stands_around_it() -> None:
    with pytest.raises(PageChanged, match="NUL") as refused:
        decode(b"before\0after")
    assert refused.value.text == "before\\x00after"


def test_a_refusal_itself_can_be_kept() -> None:
    refused = PageChanged("\ud800\0" + "x" * 10_000, "\ud800\0" * 1_000)
    assert str(refused).encode().find(b"\0") == -1
    assert len(str(refused)) < 3_000
