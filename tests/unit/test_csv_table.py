"""Tables in CSV: titles in any order and case, line breaks within quotes, and what is refused."""

import pytest

from scrapers.page import PageChanged
from scrapers.parse.csv_table import parse_csv


def test_a_cell_in_quotes_may_have_line_breaks_commas_and_quotes() -> None:
    table = parse_csv(b'name,note\r\nx,"a\r\n\r\nb, ""c"""\r\ny,\r\n')
    assert table.rows == [["x", 'a\r\n\r\nb, "c"'], ["y", ""]]


def test_columns_are_found_by_title_in_any_order_and_case() -> None:
    table = parse_csv(b"\xef\xbb\xbfID, Model  Version ,extra\n1,m,\n")
    assert table.columns(["model version", "id"], ["Source URL", "EXTRA"]) == {"model version": 1, "id": 0, "EXTRA": 2}
    assert table.unknown_titles(["id", "MODEL VERSION"]) == ["extra"]


def test_a_row_may_have_another_number_of_cells() -> None:
    assert parse_csv(b"a,b\n1\n1,2,3\n").rows == [["1"], ["1", "2", "3"]]


REFUSED = {
    "not UTF-8": (b"a,b\n\xff,2\n", "not UTF-8"),
    "cut off": (b"a,b\n1,2", "cut off"),
    "cut off in quotes": (b'a,b\n1,"2\n', "not a table in CSV"),
    "text behind a quote": (b'a,b\n"1"x,2\n', "not a table in CSV"),
    "no rows": (b"a,b\n\n", "a table without rows"),
    "nothing": (b"", "cut off"),
    "a title twice": (b"a,b,A\n1,2,3\n", "a title stands twice"),
    "a cell without end": (b"a,b\n" + b"x" * 200_000 + b",2\n", "not a table in CSV"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_table_is_refused(what: str) -> None:
    body, words = REFUSED[what]
    with pytest.raises(PageChanged, match=words):
        parse_csv(body)


def test_a_watched_title_that_lacks_is_refused_with_the_titles() -> None:
    with pytest.raises(PageChanged, match="the table has no column mean_score: 'a, b'"):
        parse_csv(b"a,b\n1,2\n").columns(["mean_score"])
