"""Markdown pages of vendors' documentation: sections, the lines of text in them, and tables with their titles.

Two kinds of tables are read: pipe tables, and the `<DocTable columns={…} rows={…} />` of Mintlify's pages. Cells are
plain text: links are their text, code has no ticks, footnote marks (`<sup>1</sup>`) and escapes are resolved. Struck
text keeps its marks, `~~$0.15~~`, because it is another price.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scrapers.page import PageChanged
from scrapers.parse.text import plain_text

MOST_CHARACTERS = 600_000
"""Of a page; the largest of 2026 has 60,000. A fetch takes as many bytes."""
COMMENTS = (("<!--", "-->"), ("{/*", "*/}"))
COMMENT_BEGINS = re.compile(r"<!--|\{/\*")
FRONT_MATTER = re.compile(r"\A---\n(?:[A-Za-z_-]+:[^\n]*\n|[ \t]+[^\n]*\n)*---\n")
FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+)$")
RULE_CELL = re.compile(r":?-+:?")
FOOTNOTE = re.compile(r"<sup>[^<]{0,40}</sup>|\^(?:\\?[*†‡0-9])+\^|\[\^[^\]]{1,20}\]")
FOOTNOTE_AT_END = re.compile(r"(?<=\S)(?:\\?\*|[†‡¹²³⁴⁵⁶⁷⁸⁹]){1,9}(?=\s|$)")
"""Marks of a text are few: a longer run would be searched again and again."""
LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
TAG = re.compile(r"</?(?:a|b|br|code|div|em|i|p|span|strong|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
CODE = re.compile(r"(`{1,3})([^`]+)\1")
EMPHASIS = re.compile(r"(?<![\\\w])(\*{1,3}|_{1,3})(?=\S)(.{1,300}?)(?<=\S)\1(?!\w)")
"""Emphasis has an end soon, or none: a search up to the end of the page from each mark would take too long."""
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|$<>~&-])")
MARKED = re.compile(r"[<^\[`*_\\†‡¹²³⁴⁵⁶⁷⁸⁹]")
"""A character that every mark contains: a text without any of them is plain."""
NONE = "\\"
"""The text of a cell that holds an escaped backslash alone: no value."""
DOC_TABLE = re.compile(r"^ *<DocTable\s*$")
DOC_TOKEN = re.compile(
    r'\s+|(?P<string>"(?:[^"\\]|\\.)*")|(?P<fragment><>.*?</>)|(?P<mark>[\[\],{}=:]|/>)|(?P<name>[A-Za-z]+)', re.DOTALL
)
DOC_PART = re.compile(r'\{"((?:[^"\\]|\\.)*)"\}|<br\s*/>')


@dataclass(frozen=True)
class MarkdownTable:
    """A table: its titles and rows of cells as plain text. A row may have another number of cells than the titles."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line: int
    """The number of its first line on the page."""
    cut: str = ""
    """A line that lacks its last mark, as it is cut off within a cell."""

    def columns(self) -> list[dict[str, str]]:
        """Return the rows as cells by title in lower case.

        Raises PageChanged for a title that comes twice, a row that is cut off or has another number of cells than there
        are titles, or no row at all.
        """
        titles = [title.lower() for title in self.titles]
        if len(set(titles)) < len(titles):
            raise PageChanged("a table with two columns of one title", " | ".join(self.titles))
        if self.cut:
            raise PageChanged("a row that is cut off", self.cut)
        if not self.rows:
            raise PageChanged("a table without rows", " | ".join(self.titles))
        for row in self.rows:
            if len(row) != len(titles):
                raise PageChanged(f"a row of {len(row)} cells below {len(titles)} titles", " | ".join(row))
        return [dict(zip(titles, row, strict=True)) for row in self.rows]


@dataclass
class MarkdownSection:
    """The text and the tables below a heading, up to the next one. The first section of a page has no heading."""

    title: str = ""
    level: int = 0
    parent: "MarkdownSection | None" = None
    lines: list[str] = field(default_factory=list[str])
    """The lines of text as plain text, in order."""
    tables: list[MarkdownTable] = field(default_factory=list[MarkdownTable])

    @property
    def place(self) -> str:
        """Its title behind those above it: `Gemini 3.8 Flash / Standard`; the title of the page is left out."""
        above = self.parent.place if self.parent and self.parent.level > 1 else ""
        return " / ".join(filter(None, (above, self.title)))


def parse_markdown(text: str) -> list[MarkdownSection]:
    """Return the sections of a page, in order. Raises PageChanged for another format, or a DocTable of another form."""
    if len(text) > MOST_CHARACTERS:
        raise PageChanged(f"more than {MOST_CHARACTERS} characters")
    if re.match(r"\s*<(?:!doctype|html)\b", text, re.IGNORECASE):
        raise PageChanged("an HTML page, where Markdown was expected", text)
    text = FRONT_MATTER.sub("", text.replace("\r\n", "\n").lstrip("\n"))
    return _sections(_without_comments(text).split("\n"))


def _without_comments(text: str) -> str:
    """Leave comments out, and keep the ends of their lines; one without an end is text. No text is searched twice."""
    pieces, done, ends = list[str](), 0, dict(COMMENTS)
    while ends and (begin := COMMENT_BEGINS.search(text, done)):
        pieces.append(text[done : begin.start()])
        end = ends.get(begin[0])
        done = text.find(end, begin.end()) if end else -1
        if end is None or done < 0:
            ends.pop(begin[0], None)
            done = begin.end()
            pieces.append(begin[0])
        else:
            done += len(end)
            pieces.append("\n" * text.count("\n", begin.start(), done))
    return "".join((*pieces, text[done:]))


def _sections(lines: Sequence[str]) -> list[MarkdownSection]:
    sections, at, fenced = [MarkdownSection()], 0, False
    while at < len(lines):
        line = lines[at]
        taken = 1
        if FENCE.match(line):
            fenced = not fenced
        elif fenced:
            pass
        elif heading := HEADING.match(line):
            sections.append(
                section_below(sections[-1], plain_cell(_without_closing_signs(heading[2])), len(heading[1]))
            )
        elif _is_table(lines, at):
            taken, table = _pipe_table(lines, at)
            sections[-1].tables.append(table)
        elif DOC_TABLE.match(line):
            taken, table = _doc_table(lines, at)
            sections[-1].tables.append(table)
        elif shown := plain_cell(line):
            sections[-1].lines.append(shown)
        at += taken
    return sections


def _without_closing_signs(title: str) -> str:
    """A title without the `#` behind it: `Pricing ##`."""
    shown = title.rstrip()
    before = shown.rstrip("#")
    return before.rstrip() or shown if before[-1:].isspace() else shown


def section_below(last: MarkdownSection, title: str, level: int) -> MarkdownSection:
    """Return a new section behind the last one, with the one above it as its parent."""
    above: MarkdownSection | None = last
    while above and above.level >= level:
        above = above.parent
    return MarkdownSection(title, level, above)


def plain_cell(text: str) -> str:
    """Return the text of a cell, a heading or a line without its marks."""
    if not MARKED.search(text):
        return plain_text(text)
    shown = CODE.sub(r"\2", LINK.sub(r"\1", TAG.sub(" ", FOOTNOTE.sub("", text))))
    shown = FOOTNOTE_AT_END.sub("", EMPHASIS.sub(r"\2", EMPHASIS.sub(r"\2", shown)))
    return plain_text(NONE if shown.strip() == "\\\\" else ESCAPED.sub(r"\1", shown))


def _is_table(lines: Sequence[str], at: int) -> bool:
    if "|" not in lines[at] or at + 1 >= len(lines):
        return False
    rule = _split(lines[at + 1])
    return bool(rule) and all(RULE_CELL.fullmatch(cell) for cell in rule) and "|" in lines[at + 1]


def _split(line: str) -> list[str]:
    """Return the cells of a line of a table, their marks included; a `|` after a backslash is text."""
    line = line.strip()
    cells = re.split(r"(?<!\\)\|", line)
    return [cell.strip() for cell in cells[line.startswith("|") : len(cells) - (len(cells) > 1 and line.endswith("|"))]]


def _pipe_table(lines: Sequence[str], at: int) -> tuple[int, MarkdownTable]:
    """Return the number of lines of a table, and the table."""
    titles = [plain_cell(cell) for cell in _split(lines[at])]
    rows = list[tuple[str, ...]]()
    end = at + 2
    cut, is_closed = "", lines[at].rstrip().endswith("|")
    while end < len(lines) and lines[end].strip() and "|" in lines[end]:
        row = tuple(plain_cell(cell) for cell in _split(lines[end]))
        if lines[end].rstrip().endswith("|") is not is_closed:
            cut = lines[end]
        rows.append(row)
        end += 1
    return end - at, MarkdownTable(tuple(titles), tuple(rows), at + 1, cut)


def _doc_table(lines: Sequence[str], at: int) -> tuple[int, MarkdownTable]:
    """Return the number of lines of a `<DocTable … />`, and the table."""
    end = next((n for n in range(at, len(lines)) if lines[n].strip() == "/>"), None)
    if end is None:
        raise PageChanged("a DocTable without its end", lines[at])
    text = "\n".join(lines[at + 1 : end + 1])
    tokens = _DocTokens(text)
    tokens.expect("columns", "=", "{")
    titles = [plain_cell(title) for title in tokens.objects("title")]
    tokens.expect("}", "rows", "=", "{")
    rows = [tuple(plain_cell(cell) for cell in row) for row in tokens.lists()]
    tokens.expect("}", "/>")
    return end - at + 1, MarkdownTable(tuple(titles), tuple(rows), at + 1)


class _DocTokens:
    """The parts of a DocTable, read from left to right. Each method raises PageChanged for what it does not know."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def expect(self, *marks: str) -> None:
        """Read these marks or names."""
        for mark in marks:
            if (found := self._next()) != mark:
                raise PageChanged(f"a DocTable has {found!r} where {mark!r} was expected", self._text)

    def objects(self, wanted: str) -> list[str]:
        """Read a list of objects, and return the value of one field of each."""
        values = list[str]()
        self.expect("[")
        while (mark := self._next()) == "{":
            fields = dict[str, str]()
            while (name := self._next()) != "}":
                self.expect(":")
                fields[name] = self._value()
                self._skip_comma()
            if wanted not in fields:
                raise PageChanged(f"a column of a DocTable has no {wanted}", self._text)
            values.append(fields[wanted])
            self._skip_comma()
        self._end_of_list(mark)
        return values

    def lists(self) -> list[list[str]]:
        """Read a list of lists of texts."""
        rows = list[list[str]]()
        self.expect("[")
        while (mark := self._next()) == "[":
            row = list[str]()
            while not self._is_next("]"):
                row.append(self._value())
                self._skip_comma()
            self.expect("]")
            self._skip_comma()
            rows.append(row)
        self._end_of_list(mark)
        return rows

    def _end_of_list(self, mark: str) -> None:
        if mark != "]":
            raise PageChanged(f"a list of a DocTable has {mark!r}", self._text)

    def _value(self) -> str:
        token = self._next()
        if token.startswith('"'):
            return re.sub(r"\\(.)", r"\1", token[1:-1])
        if token.startswith("<>"):
            shown = DOC_PART.sub(lambda found: found[1] or " ", token[2:-3])
            if re.search(r"[{}<>]", shown):
                raise PageChanged("a cell of a DocTable that is no text", token)
            return shown
        raise PageChanged(f"a DocTable has {token!r} where a text was expected", self._text)

    def _skip_comma(self) -> None:
        if self._is_next(","):
            self.expect(",")

    def _is_next(self, mark: str) -> bool:
        at = self._at
        found = self._next()
        self._at = at
        return found == mark

    def _next(self) -> str:
        while found := DOC_TOKEN.match(self._text, self._at):
            self._at = found.end()
            if found[0].strip():
                return found[0]
        raise PageChanged("a DocTable is not complete, or has an unknown part", self._text[self._at :])
