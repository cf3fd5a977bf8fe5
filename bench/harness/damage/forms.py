"""Damage to documents whose tables have other forms: they are damaged as pipe tables, and printed as they were."""

import re
from dataclasses import dataclass
from random import Random

from bench.harness.damage.base import BasePage, Damage, bases
from bench.harness.damage.documents import DOCUMENT, TABLE, letter_changed, letters_lost

DOC_TABLE = re.compile(r"<DocTable\n  columns=\{\[\n(.*?)\]\}\n  rows=\{\[\n(.*?)\]\}\n/>\n", re.DOTALL)
TITLE = re.compile(r'title: "([^"]*)"')
DOC_CELL = re.compile(r'<>\{"\$"\}([^<]*)</>|"([^"]*)"')
MAIN = re.compile(r"(?<=<main>).*(?=</main>)", re.DOTALL)
PART = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>|<table.*?</table>|<span data-as=\"p\">(.*?)</span>", re.DOTALL)
ROW, CELL = re.compile(r"<tr>(.*?)</tr>"), re.compile(r"<t[hd]>(.*?)</t[hd]>")
TAG = re.compile(r"<[^>]*>")
MD_HEADING = re.compile(r"(#{1,6}) (.*)")
AS_THEY_ARE: dict[str, Damage] = {"document letter changed": letter_changed, "document letters lost": letters_lost}


@dataclass(frozen=True)
class PipedPage(BasePage):
    """A page whose tables, and headings if it is HTML, are printed as Markdown."""

    def of_another_day(self, rng: Random) -> str:
        return piped(rng.choice(bases(self.source)).text)


def applicable(source: str) -> dict[str, Damage]:
    """The damages that some page of a source can have: a page of models' ends has no amounts."""
    rng = Random(0)  # noqa: S311 (no secret)
    known = DOCUMENT if all(TABLE.search(base.text) for base in bases(source)) else _of_another_form()
    return {
        name: damage
        for name, damage in known.items()
        if any(damage(base, rng) not in (None, base.text) for base in bases(source) for _ in range(20))
    }


def _of_another_form() -> dict[str, Damage]:
    return {name: _through_pipes(damage) for name, damage in DOCUMENT.items() if name not in AS_THEY_ARE} | AS_THEY_ARE


def _through_pipes(damage: Damage) -> Damage:
    def through(base: BasePage, rng: Random) -> str | None:
        before = piped(base.text)
        text = damage(PipedPage(base.source, base.at, before.encode()), rng)
        return None if text in (None, before) else unpiped(str(text), base.text)

    return through


def piped(text: str) -> str:
    """The page with pipe tables; of an HTML page its main part alone, as Markdown."""
    if main := MAIN.search(text):
        return "".join(map(_part, PART.finditer(main[0])))
    return DOC_TABLE.sub(_doc_table, text)


def _doc_table(table: re.Match[str]) -> str:
    rows = [[f"${cell[1]}" if cell[1] else cell[2] for cell in DOC_CELL.finditer(row)] for row in table[2].splitlines()]
    return _pipes([TITLE.findall(table[1]), *rows])


def _part(part: re.Match[str]) -> str:
    if part[1]:
        return f"{'#' * int(part[1])} {TAG.sub('', part[2])}\n"
    return f"{part[3]}\n" if part[3] else _pipes([CELL.findall(row[1]) for row in ROW.finditer(part[0])])


def _pipes(rows: list[list[str]]) -> str:
    titles, *others = (f"| {' | '.join(row)} |\n" for row in rows)
    return f"{titles}|{' - |' * len(rows[0])}\n{''.join(others)}"


def unpiped(text: str, form: str) -> str:
    """A page in pipes in the form of another one."""
    if main := MAIN.search(form):
        return form[: main.start()] + _html(text) + form[main.end() :]
    return TABLE.sub(lambda table: _component(_cells(table[0])), text)


def _cells(table: str) -> list[list[str]]:
    titles, _, *rows = ([cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.splitlines())
    return [titles, *rows]


def _component(rows: list[list[str]]) -> str:
    columns = "".join(f'{{ title: "{title}", width: "9%" }},\n' for title in rows[0])
    cells = ((f'<>{{"$"}}{cell[1:]}</>' if cell.startswith("$") else f'"{cell}"' for cell in row) for row in rows[1:])
    lines = "".join(f"[{', '.join(row)}],\n" for row in cells)
    return f"<DocTable\n  columns={{[\n{columns}]}}\n  rows={{[\n{lines}]}}\n/>\n"


def _html(text: str) -> str:
    text = TABLE.sub(lambda table: _html_table(_cells(table[0])) + "\n", text)
    return "".join(line if line.startswith("<table") else _html_line(line) for line in text.splitlines())


def _html_line(line: str) -> str:
    if heading := MD_HEADING.fullmatch(line):
        level = len(heading[1])
        return f"<h{level}>{heading[2]}</h{level}>"
    return f'<span data-as="p">{line}</span>'


def _html_table(rows: list[list[str]]) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
