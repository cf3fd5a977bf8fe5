"""Bodies that are long and odd: what a broken generator or an attacker may send. Each shape grows with a size in bytes.

A shape is put in the middle of a sample page, at its end, and alone, so that it is met by every part of a reader.
"""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scrapers.parse.json_exact import Json

Grow = Callable[[int], str]
"""A function from a number of bytes to a text of about that many."""


def repeated(unit: str, before: str = "", behind: str = "") -> Grow:
    """Repeat a text; `{}` in it is the number of the repetition."""

    def grow(size: int) -> str:
        times = max(1, size // len(unit.replace("{}", "00000")))
        return before + "".join(unit.replace("{}", str(number)) for number in range(times)) + behind

    return grow


def nested(opening: str, closing: str = "", inside: str = "x") -> Grow:
    """Nest tags, brackets or quotes."""

    def grow(size: int) -> str:
        times = max(1, size // (len(opening) + len(closing)))
        return opening * times + inside + closing * times

    return grow


HTML: dict[str, Grow] = {
    "h1": repeated("<h1>T{}</h1>"),
    "h2": repeated("<h2>2026-01-02 T{}</h2><p>x</p>"),
    "h2 in one": repeated("<h2>", behind="x"),
    "dated h2": repeated('<h2 id="date-2026-01-0{}">Date: 2026-01-02</h2>'),
    "br": repeated("<br>"),
    "br in cells": repeated("<td>1<br>2<br/></td>", "<table><tr>", "</tr></table>"),
    "articles": repeated("<article>a{}</article>"),
    "open articles": repeated("<article>"),
    "open tables": repeated("<table"),
    "tables": repeated("<table><tr><td>{}</td></tr></table>"),
    "empty tables": repeated("<table></table>"),
    "nested tables": nested("<table><tr><td>", "</td></tr></table>"),
    "rows": repeated("<tr><td>m{}</td><td>$1</td></tr>", "<table><tr><th>Model</th><th>Input</th></tr>", "</table>"),
    "columns": repeated("<th>t{}</th>", "<table><tr>", "</tr><tr><td>1</td></tr></table>"),
    "colspan": repeated('<td colspan="1000">a</td>', "<table><tr>", "</tr></table>"),
    "rowspan": repeated('<tr><td rowspan="65534">a</td></tr>', "<table>", "</table>"),
    "both spans": repeated('<tr><td rowspan="1000" colspan="1000">a</td></tr>', "<table>", "</table>"),
    "open scripts": repeated("<script"),
    "scripts": repeated("<script>x{}</script>"),
    "open comments": repeated("<!-- "),
    "comments": repeated("<!-- c{} -->"),
    "divs": nested("<div>", "</div>"),
    "open divs": repeated("<div>"),
    "spans": nested("<span>", "</span>"),
    "closing tags": repeated("</div></p></span>"),
    "crossed tags": repeated("<b><i></b></i>"),
    "signs": repeated("<"),
    "references": repeated("&amp;"),
    "odd references": repeated("&#1{};"),
    "open references": repeated("&"),
    "attributes": repeated(' a{}="b"', "<p", ">"),
    "open quote": repeated("x ", '<p title="'),
    "lists": repeated("<li>see <a href='/news/news26010{}'>x</a></li>", "<ul>", "</ul>"),
    "paragraphs": repeated("<p>The model-{} costs $1.00 per 1M tokens from 2026-05-01 on.</p>"),
    "one sentence": repeated("The price of model-{} is, ", "<p>", " $1.</p>"),
    "sentences": repeated("Model-{} will be retired on 2026-05-01 16:00 UTC. ", "<p>", "</p>"),
    "dates": repeated("2026-05-01, ", "<p>", "</p>"),
    "footnotes": repeated("<sup>({})</sup>", "<p>", "</p>"),
    "amounts": repeated("$0.{} / ", "<table><tr><td>", "</td></tr></table>"),
    "digits": repeated("9", "<p>$", "</p>"),
    "one word": repeated("a", "<p>", "</p>"),
    "spaces": repeated(" ", "<p>x", "x</p>"),
    "line ends": repeated("\n", "<p>x", "x</p>"),
    "commas": repeated(",", "<p>x", "x</p>"),
    "brackets": nested("(", ")"),
    "open brackets": repeated("("),
    "quotes": repeated('"', "<p>", "</p>"),
    "dashes": repeated("-", "<p>", "</p>"),
    "tildes": repeated("~~1", "<p>", "</p>"),
    "flight references": repeated('<script>self.__next_f.push([1,"{}:[\\"$L{}\\"]\\n"])</script>'),
    "flight of one": repeated('<script>self.__next_f.push([1,"1:\\"$2\\"\\n2:\\"$1\\"\\n"])</script>'),
    "flight text": repeated("$1", '<script>self.__next_f.push([1,"1:[\\"', '\\"]\\n"])</script>'),
    "open flight": repeated("self.__next_f.push([1,"),
}
"""Shapes for HTML."""

MARKDOWN: dict[str, Grow] = {
    "headings": repeated("## T{}\n\n"),
    "rows": repeated("| m{} | $1.00 |\n", "| Model | Input |\n|---|---|\n"),
    "tables": repeated("| Model | Input |\n|---|---|\n| m{} | $1 |\n\n"),
    "columns": repeated("| t{} ", "", "|\n|---|\n"),
    "bars": repeated("|"),
    "backslashes": repeated("\\"),
    "escaped bars": repeated("\\|"),
    "open links": repeated("["),
    "links": repeated("[a{}](b) "),
    "open link targets": repeated("[a]("),
    "images": repeated("![a{}](b)"),
    "stars": repeated("*"),
    "emphasis": repeated("**a** "),
    "open emphasis": repeated("**a "),
    "ticks": repeated("`"),
    "fences": repeated("```\n"),
    "tildes": repeated("~~"),
    "sup": repeated("<sup>{}</sup>"),
    "open sup": repeated("<sup>"),
    "signs": repeated("<"),
    "dashes": repeated("-"),
    "underlined": repeated("a{}\n===\n"),
    "quoted": nested("> "),
    "list": repeated("- model-{}: retired on 2026-05-01\n"),
    "nested list": repeated(" - a\n  "),
    "spaces": repeated(" ", "x", "x\n"),
    "tabs": repeated("\t"),
    "line ends": repeated("\n"),
    "one word": repeated("a"),
    "one row": repeated("a ", "| ", " |\n"),
    "jsx": repeated("<Tab title='{}'>\n"),
    "tags": nested("<div>", "</div>"),
    "sentences": repeated("Model-{} will be retired on 2026-05-01. "),
    "one sentence": repeated("the price of model-{}, "),
    "dates": repeated("May 1, 2026 "),
    "digits": repeated("9", "| $", " |\n"),
    "brackets": nested("(", ")"),
    "references": repeated("&amp;"),
}
"""Shapes for Markdown."""

JSON: dict[str, Grow] = {
    "doubled keys": repeated('"a":1,', "{", '"a":1}'),
    "keys": repeated('"k{}":1,', "{", '"z":1}'),
    "nested lists": nested("[", "]", ""),
    "nested objects": nested('{"a":', "}", "1"),
    "numbers": repeated("1,", "[", "1]"),
    "one number": repeated("9"),
    "one fraction": repeated("9", "0."),
    "one exponent": repeated("9", "1e"),
    "one text": repeated("a", '"', '"'),
    "escapes": repeated("\\u0061", '"', '"'),
    "surrogates": repeated("\\ud800", '"', '"'),
    "quotes": repeated('"'),
    "spaces": repeated(" "),
    "objects": repeated("{},", "[", "{}]"),
}
"""JSON values."""


@dataclass(frozen=True)
class HostileBody:
    """A body that a source may get."""

    shape: str
    place: str
    """The place of the shape: `middle` or `end` of a sample page, or `alone`."""
    body: bytes


def hostile_bodies(sample: bytes, size: int) -> Iterator[HostileBody]:
    """Yield bodies of about so many bytes, of the kind that a sample is of."""
    if sample.startswith(b"PAR1"):
        yield from _parquet(size)
    elif sample.lstrip().startswith((b"{", b"[")):
        yield from _json(sample, size)
    elif b"," in sample.partition(b"\n")[0] and not sample.lstrip().startswith((b"<", b"#", b">")):
        yield from _csv(sample, size)
    else:
        is_html = b"</" in sample and sample.lstrip().startswith(b"<")
        for shape, grow in (
            HTML if is_html else {**MARKDOWN, **{f"html {name}": grow for name, grow in HTML.items()}}
        ).items():
            text = grow(size).encode()
            for place, at in (("middle", _middle(sample)), ("end", _end(sample))):
                yield HostileBody(shape, place, sample[:at] + text + sample[at:])
            yield HostileBody(shape, "alone", text)


def _middle(sample: bytes) -> int:
    """The place behind the heading or the tag that begins a cell or a paragraph, in the middle of a page."""
    half = len(sample) // 2
    found = [at for sign in (b"<td", b"<p", b"| ", b"\n\n") if (at := sample.find(sign, half)) >= 0]
    return min(found, default=half)


def _end(sample: bytes) -> int:
    """The place behind the last table, list or paragraph."""
    found = [sample.rfind(sign) for sign in (b"</table>", b"</ul>", b"</p>")]
    return max(found) if max(found) >= 0 else len(sample)


def _json(sample: bytes, size: int) -> Iterator[HostileBody]:
    whole: Json = json.loads(sample)
    for shape, grow in JSON.items():
        value = grow(size).encode()
        yield HostileBody(shape, "alone", value)
        yield HostileBody(shape, "end", sample.rstrip()[:-1] + b',"hostile":' + value + sample.rstrip()[-1:])
        yield HostileBody(shape, "middle", sample.replace(b'":"', b'":' + value + b',"x":"', 1))
    yield from _many_rows(whole, size)
    for shape, grow in ({"html " + name: grow for name, grow in HTML.items()} | MARKDOWN).items():
        yield HostileBody(f"text {shape}", "middle", _with_texts(sample, whole, grow(size)))


def _many_rows(whole: Json, size: int) -> Iterator[HostileBody]:
    """Each list of the outermost object, with its first value again and again."""
    if not isinstance(whole, dict):
        return
    for key, value in whole.items():
        if isinstance(value, list) and value:
            unit = json.dumps(value[0])
            rows = ",".join([unit] * max(1, size // len(unit)))
            rest = json.dumps({name: each for name, each in whole.items() if name != key})[1:-1]
            text = "".join(("{", rest, "," if rest else "", json.dumps(key), ":[", rows, "]}"))
            yield HostileBody(f"rows of {key}", "alone", text.encode())


def _with_texts(sample: bytes, whole: Json, text: str) -> bytes:
    """Return a page whose longest text is another one."""
    longest = json.dumps(max(_texts(whole), key=len, default="")).encode()
    return sample.replace(longest, json.dumps(text).encode(), 1)


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


CSV: dict[str, Grow] = {
    "quotes": repeated('"'),
    "open quote": repeated("a,", '"'),
    "commas": repeated(","),
    "line ends": repeated("\n"),
    "one cell": repeated("a"),
    "digits": repeated("9"),
}


def _csv(sample: bytes, size: int) -> Iterator[HostileBody]:
    lines = sample.splitlines(keepends=True)
    for shape, grow in CSV.items():
        text = grow(size).encode()
        yield HostileBody(shape, "middle", b"".join(lines[:2]) + text + b"\n" + b"".join(lines[2:]))
        yield HostileBody(shape, "alone", text)
        yield HostileBody(shape, "title", lines[0].rstrip() + b"," + text + b"\n" + b"".join(lines[1:]))
    yield HostileBody("rows", "middle", lines[0] + lines[1] * max(1, size // len(lines[1])))
    yield HostileBody("columns", "title", repeated("t{},")(size).encode() + lines[0] + b"".join(lines[1:]))


def _parquet(size: int) -> Iterator[HostileBody]:
    """Files that are small and open to much: one value many times, long texts, many columns."""
    tables: dict[str, dict[str, Any]] = {
        "one value": {"model_name": pa.repeat("a" * 64, size)},
        "long text": {"model_name": ["a" * size] * 64},
        "columns": {f"c{number}": [number] for number in range(max(1, size // 400))},
        "zeros": {"rating": pa.repeat(0.0, size)},
    }
    for shape, columns in tables.items():
        table: pa.Table = pa.Table.from_pydict(columns)  # pyright: ignore[reportUnknownMemberType]
        for codec in ("zstd", "snappy"):
            file = io.BytesIO()
            with pq.ParquetWriter(file, table.schema, compression=codec) as writer:
                writer.write_table(table)
            yield HostileBody(f"{shape} {codec}", "alone", file.getvalue())
