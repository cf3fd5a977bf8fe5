"""Markdown documents: sections, cells without their marks, pipe tables and DocTables, and what is refused."""

import pytest

from scrapers.page import PageChanged
from scrapers.parse.markdown import MarkdownTable, parse_markdown, plain_cell

PIPES = """\
---
title: Prices
---
<!-- a comment
| not | a table |
-->
# Prices

Up to `1M` tokens, see [the note](/docs/note).

## Models

| Model | Price \\| USD |
| :---- | ----: |
| [A](/a) (`a-1`) | \\$5<sup>1</sup> |
| **B** | ~~\\$2~~ \\$1 |

```
| In | code |
| -- | ---- |
| no | table |
```

### Older

| Name | Day |
|--|--|
| c | 2026‑08‑26 |
"""
DOC_TABLE = """\
## Prices

<DocTable
  columns={[
{ title: "Model", width: "20%" },
{ title: "Input Price", width: "20%" },
]}
  rows={[
["kimi-k3", <>{"$"}3.00</>],
["kimi-k2", <>{"$"}0.95<br />each</>],
]}
/>

Below it.
"""


def tables(text: str) -> list[MarkdownTable]:
    return [table for section in parse_markdown(text) for table in section.tables]


def test_a_page_is_sections_with_lines_and_tables() -> None:
    sections = parse_markdown(PIPES)
    assert [(section.place, section.lines) for section in sections if section.title] == [
        ("Prices", ["Up to 1M tokens, see the note."]),
        ("Models", []),
        ("Models / Older", []),
    ]
    assert [(table.titles, table.rows) for table in tables(PIPES)] == [
        (("Model", "Price | USD"), (("A (a-1)", "$5"), ("B", "~~$2~~ $1"))),
        (("Name", "Day"), (("c", "2026‑08‑26"),)),
    ]


def test_lines_end_as_they_like() -> None:
    assert tables(PIPES.replace("\n", "\r\n")) == tables(PIPES)


def test_a_doc_table_is_a_table() -> None:
    (section,) = [section for section in parse_markdown(DOC_TABLE) if section.tables]
    assert section.tables[0].titles == ("Model", "Input Price")
    assert section.tables[0].rows == (("kimi-k3", "$3.00"), ("kimi-k2", "$0.95 each"))
    assert section.lines == ["Below it."]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("`claude-opus-4-7`", "claude-opus-4-7"),
        ("Claude Opus 4 ([retired](/docs/x))", "Claude Opus 4 (retired)"),
        ("$0.20 / MTok<sup>2</sup>", "$0.20 / MTok"),
        ("$17.50 (video)^\\*^", "$17.50 (video)"),
        ("$5[^1]", "$5"),
        ("$5*", "$5"),
        ("Price†", "Price"),
        ("**bold** and *slanted*", "bold and slanted"),
        ("snake_case_name", "snake_case_name"),
        ("\\\\", "\\"),
        ("\\$1.4", "$1.4"),
        ("prompts \\<= 200k", "prompts <= 200k"),
        ("~~\\$0.15~~ \\$0.10", "~~$0.15~~ $0.10"),
        ("one<br/>two", "one two"),
        ("  ", ""),
    ],
)
def test_a_cell_is_plain_text(cell: str, shown: str) -> None:
    assert plain_cell(cell) == shown


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("| [A](/a) (`a-1`) | \\$5<sup>1</sup> |", "| [A](/a) |", "a row of 1 cells below 2 titles"),
        ("| **B** | ~~\\$2~~ \\$1 |", "| **B** | ~~\\$2~~ | \\$1 |", "a row of 3 cells below 2 titles"),
        ("| **B** | ~~\\$2~~ \\$1 |", "| **B** | ~~\\$2", "a row that is cut off"),
        ("| Model | Price \\| USD |", "| Model | model |", "a table with two columns of one title"),
        ("| [A](/a) (`a-1`) | \\$5<sup>1</sup> |\n| **B** | ~~\\$2~~ \\$1 |\n", "", "a table without rows"),
    ],
)
def test_the_columns_of_a_broken_table_are_refused(old: str, new: str, reason: str) -> None:
    assert old in PIPES
    with pytest.raises(PageChanged, match=reason):
        tables(PIPES.replace(old, new))[0].columns()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n/>\n", "\n"),
        ('{ title: "Model"', '{ width: "1%", heading: "Model"'),
        ('["kimi-k3",', "[kimi,"),
        ('<>{"$"}3.00</>', "<>{price}3.00</>"),
        ("columns={[", "rows={["),
        ("]}\n/>", "]\n/>"),
        ('"20%" },\n]}', '"20%" },'),
    ],
)
def test_a_doc_table_of_another_form_is_refused(old: str, new: str) -> None:
    assert old in DOC_TABLE
    with pytest.raises(PageChanged, match="DocTable"):
        parse_markdown(DOC_TABLE.replace(old, new))


@pytest.mark.parametrize("text", ["<!doctype html><html></html>", "\n <HTML><body># Prices</body></HTML>"])
def test_a_page_in_html_is_refused(text: str) -> None:
    with pytest.raises(PageChanged, match="an HTML page"):
        parse_markdown(text)
