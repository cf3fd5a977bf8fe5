"""Pages made of other pages by chance: by bytes, by words and tags, by values of JSON, by cells of a parquet file."""

import json
import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from random import Random
from typing import TypeAlias

from bench.harness.fuzz.parquet import mutated_parquet
from scrapers.page import Page

Holder: TypeAlias = "dict[str, JsonNode] | list[JsonNode]"
JsonNode: TypeAlias = "Holder | str | float | None"
NASTY = (
    *("<![x", "<![CDAT", "<![CDATA[x]]>", "<!DOCTYPE", "<?xml version='1.0'?>", "<!--", "-->", "<", ">", "</", "&#0;"),
    *("&#xd800;", "&#x110000;", "&nbsp;", "<br>", "<hr>", "<p></p>", "<table></table>", "<tr></tr>", "<td></td>"),
    *(
        "<table><tr></tr></table>",
        "<table><tr><td>API</td></tr></table>",
        "<h3></h3>",
        "<li>(1)</li>",
        "<sup>(9)</sup>",
    ),
    *('<td colspan="2"></td>', '<td rowspan="2">0</td>', "<del>$0</del>", "<del></del>", "<th></th>", "</html>"),
    *("\0", "\ufeff", "\u200b", "\ud7ff", "\U0010ffff", "\u0660", "\u2460", "\xb2", "½", "Ⅷ", "－", "\n", "\r", "\t"),
    *("\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ude00", '\\"', "\\\\", "\\", '"', "'", "{", "}", "[", "]", ",", ":"),
    *("null", "true", "NaN", "Infinity", "-Infinity", "-0", "0", "1e999999999", "1e-999999999", "9" * 5000, "0.1e1"),
    *("-1", "1" + "0" * 30, "0." + "0" * 60 + "1", "99:99", "24:00", "00:00", "0000-00-00", "2026-02-30", "9999-12-31"),
    *(
        "31",
        "32",
        "UTC",
        "$",
        "$0",
        "$$",
        "$undefined",
        "$1:0:1",
        "$ff",
        "100%",
        "0%",
        "101%",
        "0折",
        "元",
        "1:Tffffff,",
    ),
    *("deepseek-v4-pro", "deepseek-chat", "until", "23:59", "2026-99-99", "00001/01/01", "December 31", "Feb 30, 2026"),
)
"""Values that have broken readers of pages, here and elsewhere, and values that look like known ones."""
DEEP = "nested"
"""Stands for lists within lists."""
VALUES: tuple[JsonNode, ...] = (
    *(None, True, False, 0, -1, 1, 10**30, -(10**400), 0.5, 1e308, "", " ", "x", "0", "$", "$$", "$1", "\ud800", "\0"),
    *([], {}, [[]], [{}], {"": ""}, {"a": None}, [None], "9" * 400, "2026-02-30", "null", float("nan"), float("inf")),
    DEEP,
)
TOKEN = re.compile(r"<[^<>]*>|[A-Za-z_]+|[0-9]+(?:\.[0-9]+)?|\s+|[^\w\s]|[^\x00-\x7f]+")
ELEMENT = re.compile(r"<(td|th|tr|p|li|h[1-4]|table|sup|del|a|span|ul|blockquote)\b[^>]*>.*?</\1>", re.DOTALL)
SPAN = re.compile(r'(?:col|row)span="?([0-9]*)"?')
PUSH = re.compile(r'(?<=self\.__next_f\.push\(\[1,)"(?:[^"\\]|\\.)*"(?=\]\))')
SPANS = ("0", "1", "2", "3", "7", "40", "999", "9999", "-1", "x", "", "1e3", "٣", "2 ")
TAGS = ("div", "ul", "li", "span", "b", "em", "td", "table", "blockquote", "p")
MOST_BYTES = 400_000
"""Of a page: what repeats itself grows no further."""
Mutation = Callable[[str, Random, Sequence[Page]], str]


def mutated(page: Page, rng: Random, pages: Sequence[Page]) -> bytes:
    """The body of a page after a few changes by chance."""
    if page.body[:4] == b"PAR1" and rng.random() < 0.9:
        return mutated_parquet(page.body, rng, [other.body for other in pages])
    body = page.body
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        body = _changed(body, rng, pages)
    return _sealed(body) if page.body.startswith(b'{"sha256"') and rng.random() < 0.9 else body


def _changed(body: bytes, rng: Random, pages: Sequence[Page]) -> bytes:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return _bytes_changed(body, rng)
    if rng.random() < 0.05:
        return _bytes_changed(body, rng)
    changes = JSON_CHANGES if text.lstrip()[:1] in ("{", "[") else HTML_CHANGES
    try:
        changed = rng.choice(changes)(text, rng, pages)
    except (RecursionError, ValueError):
        # It would be changed by its JSON, and an earlier change has left none.
        changed = _replace(text, rng, pages)
    return changed.encode("utf-8", "surrogatepass")[:MOST_BYTES]


def _bytes_changed(body: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(body) + 1)
    new = rng.choice((b"", b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", rng.randbytes(4)))
    return body[:at] + new + body[at + rng.choice((0, 1, len(new), 1000)) :]


def _sealed(body: bytes) -> bytes:
    """An account with the sum of its lines in the first, as its reader expects it."""
    rest = body.partition(b"\n")[2]
    return b'{"sha256": "%s"}\n%s' % (sha256(rest).hexdigest().encode(), rest)


def _replace(text: str, rng: Random, pages: Sequence[Page]) -> str:
    """A word, number or tag by another of this page, or by a nasty one."""
    tokens = list(TOKEN.finditer(text))
    if not tokens:
        return _insert(text, rng, pages)
    old = rng.choice(tokens)
    new = rng.choice(tokens)[0] if rng.random() < 0.5 else rng.choice(NASTY)
    return text[: old.start()] + new + text[old.end() :]


def _insert(text: str, rng: Random, _pages: Sequence[Page]) -> str:
    tokens = list(TOKEN.finditer(text))
    at = rng.choice(tokens).start() if tokens else 0
    return text[:at] + rng.choice(NASTY) * rng.choice((1, 1, 1, 2, 500)) + text[at:]


def _cut(text: str, rng: Random, _pages: Sequence[Page]) -> str:
    """A piece of it gone, doubled, or repeated."""
    start, length = rng.randrange(len(text) + 1), rng.choice((1, 3, 20, 200, 2000))
    piece = text[start : start + length]
    return text[:start] + piece * rng.choice((0, 0, 2, 2, 50)) + text[start + length :]


def _element(text: str, rng: Random, pages: Sequence[Page]) -> str:
    """An element gone, doubled, empty, within itself, or in place of another one; the tags stay in balance."""
    elements = list(ELEMENT.finditer(text))
    if not elements:
        return _replace(text, rng, pages)
    old, other = rng.choice(elements), rng.choice(elements)[0]
    name, whole = old[1], old[0]
    new = rng.choice(("", whole * 2, f"<{name}></{name}>", f"<{name}>{whole}</{name}>", other, other + whole))
    return text[: old.start()] + new + text[old.end() :]


def _span(text: str, rng: Random, pages: Sequence[Page]) -> str:
    spans, cells = list(SPAN.finditer(text)), list(re.finditer("<t[dh]", text))
    if spans and rng.random() < 0.5:
        old = rng.choice(spans)
        return text[: old.start(1)] + rng.choice(SPANS) + text[old.end(1) :]
    if not cells:
        return _replace(text, rng, pages)
    at = rng.choice(cells).end()
    return f'{text[:at]} {rng.choice(("col", "row"))}span="{rng.choice(SPANS)}"{text[at:]}'


def _nest(text: str, rng: Random, _pages: Sequence[Page]) -> str:
    at = rng.choice([0, *(tag.start() for tag in re.finditer("<", text))])
    depth, tag = rng.choice((1, 2, 50, 140, 400, 3000)), rng.choice(TAGS)
    return text[:at] + f"<{tag}>" * depth + f"</{tag}>" * depth + text[at:]


def _splice(text: str, rng: Random, pages: Sequence[Page]) -> str:
    other = rng.choice(pages).body.decode(errors="replace")
    return text[: rng.randrange(len(text) + 1)] + other[rng.randrange(len(other) + 1) :]


def _flight(text: str, rng: Random, pages: Sequence[Page]) -> str:
    """The JSON that a page pushes to its scripts, inside a JSON string."""
    pushed = list(PUSH.finditer(text))
    if not pushed:
        return _element(text, rng, pages)
    old = rng.choice(pushed)
    inner: str = json.loads(old[0])
    rows = list(re.finditer(r"[{\[]", inner))
    change = _value if rows and rng.random() < 0.6 else rng.choice((_replace, _insert, _cut))
    return text[: old.start()] + json.dumps(_within(inner, change, rng, pages)) + text[old.end() :]


def _within(text: str, change: Mutation, rng: Random, pages: Sequence[Page]) -> str:
    """A text with one of the JSON values in it changed."""
    if change is not _value:
        return change(text, rng, pages)
    start = rng.choice([place.start() for place in re.finditer(r"[{\[]", text)])
    _, end = json.JSONDecoder().raw_decode(text, start)
    return text[:start] + _value(text[start:end], rng, pages) + text[end:]


def _value(text: str, rng: Random, pages: Sequence[Page]) -> str:
    """A value of JSON by another one: nasty, gone, doubled, renamed, or wrapped."""
    if text.startswith('{"sha256"'):
        # An account: a statement a line, behind the sum of them all.
        first, *lines = text.split("\n")
        place = rng.randrange(len(lines))
        return "\n".join([first, *lines[:place], _replace(lines[place], rng, pages), *lines[place + 1 :]])
    whole = json.loads(text)
    holders = _holders(whole)
    if not holders:
        return json.dumps(rng.choice(VALUES))
    _change_in(rng.choice(holders), rng, rng.choice(holders))
    depth = rng.choice((0, 1, 140, 160, 3000))
    made = json.dumps(whole, separators=(",", ":"), ensure_ascii=rng.random() < 0.5)
    return made.replace(f'"{DEEP}"', "[" * depth + "0" + "]" * depth)


def _holders(whole: JsonNode) -> list[Holder]:
    """Every list and object that is not empty."""
    found, level = list[Holder](), [whole]
    while level:
        nested = [value for value in level if isinstance(value, dict | list) and value]
        found += nested
        level = [inner for value in nested for inner in (value.values() if isinstance(value, dict) else value)]
    return found


def _change_in(holder: Holder, rng: Random, other: Holder) -> None:
    new = json.loads(json.dumps(other)) if rng.random() < 0.2 else rng.choice(VALUES)
    if isinstance(holder, list):
        place = rng.randrange(len(holder))
        holder[place : place + 1] = rng.choice(([], [new], [new], [holder[place]] * 2))
        return
    name = rng.choice(list(holder))
    match rng.randrange(5):
        case 0:
            del holder[name]
        case 1:
            holder[rng.choice(NASTY)] = holder.pop(name)
        case 2:
            holder[rng.choice(NASTY)] = new
        case _:
            holder[name] = new


HTML_CHANGES: tuple[Mutation, ...] = (
    *(_replace, _replace, _insert, _cut, _element, _element, _element, _span, _nest, _splice),
    *(_flight, _flight, _flight),
)
JSON_CHANGES: tuple[Mutation, ...] = (_value, _value, _value, _value, _replace, _insert, _cut, _splice)
