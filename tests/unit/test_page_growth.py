"""Twice as long a page takes at most little more than twice the steps, whatever it is full of.

Steps are calls, of our functions and of Python's. Pages are those that nobody means: the reader may refuse them.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import pytest

from scrapers.deepseek.docs_site.page_checks import HOST
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES

NOW = datetime(2026, 11, 29, tzinfo=UTC)
ARTICLE = '</div></article><article><div class="theme-doc-markdown"><p>x</p>'
MODELS = "<tr><td>MODEL</td><td>deepseek-chat</td></tr><tr><td>CONTEXT LENGTH</td><td>1M</td></tr>"


def documented(path: str, heading: str, head: str, inner: str) -> str:
    return (
        f'<!doctype html><html><head><link rel="canonical" href="{HOST}{path}">{head}</head><body><article>'
        f'<div class="theme-doc-markdown"><h1>{heading}</h1>{inner}</div></article></body></html>'
    )


def pricing(inner: str, head: str = "") -> tuple[str, str]:
    return "deepseek_pricing", documented("/quick_start/pricing", "Models &amp; Pricing", head, inner)


def changelog(inner: str) -> tuple[str, str]:
    return "deepseek_updates", documented("/updates", "Change Log", "", inner)


def board(inner: str) -> tuple[str, str]:
    return "arena_page_text", f"<html><body><h1>Text Arena</h1>{inner}</body></html>"


FULL_OF: dict[str, Callable[[int], tuple[str, str]]] = {
    "headings of a page": lambda n: pricing("<h1>x</h1>" * n),
    "headings of a section": lambda n: pricing("<h2>x</h2>" * n),
    "line breaks": lambda n: pricing(f"<p>{'<br>x' * n}</p>"),
    "articles": lambda n: pricing(ARTICLE * n),
    "paragraphs": lambda n: pricing("<p>x</p>" * n),
    "loose texts": lambda n: pricing("<hr>x" * n),
    "struck texts": lambda n: pricing(f"<p>{'<del>x</del> ' * n}</p>"),
    "struck tables": lambda n: pricing("<del><table><tr><td>x</td></tr></table>y</del>" * n),
    "texts within texts": lambda n: pricing((f"{'<del>' * 50}x{'</del>' * 50}") * (n // 50)),
    "ends of nothing": lambda n: pricing("</i>" * n),
    "tables": lambda n: pricing("<table><tr><td>x</td></tr></table>" * n),
    "rows": lambda n: pricing(f"<table>{'<tr><td>x</td></tr>' * n}</table>"),
    "cells": lambda n: pricing(f"<table><tr>{'<td>x</td>' * n}</tr></table>"),
    "marks of notes": lambda n: pricing(f"<table>{MODELS}<tr><td>{'<sup>1</sup>x' * n}</td></tr></table>"),
    "captions": lambda n: pricing(f"<table>{MODELS}{'<caption>x</caption>' * n}</table>"),
    "feet": lambda n: pricing(f"<table>{MODELS}<tfoot>{'<tr><td>x</td></tr>' * n}</tfoot></table>"),
    "tabs": lambda n: pricing('<div role="tablist"><b role="tab">x</b></div>' * n),
    "panels": lambda n: pricing('<div role="tabpanel">x</div>' * n),
    "links": lambda n: pricing("", '<link rel="icon" href="x">' * n),
    "banners": lambda n: pricing("", '<div class="version-banner">x</div>' * n),
    "comments": lambda n: pricing("<!-- x -->" * n),
    "comments without an end": lambda n: pricing("<!--" * n),
    "scripts without an end": lambda n: pricing("<script>" * n),
    "dates": lambda n: changelog("<h2>Date: 2025-01-20</h2><p>x</p>" * n),
    "sections that are no dates": lambda n: changelog("<h2>x</h2>" * n),
    "lines of an entry": lambda n: changelog(f"<h2>Date: 2025-01-20</h2>{'<p>x</p>' * n}"),
    "rows of a board": lambda n: board(f"<table>{'<tr><td>x</td></tr>' * n}</table>"),
    "cells of a board": lambda n: board(f"<table><tr>{'<td>x</td>' * n}</tr></table>"),
    "texts of a contender": lambda n: board(f"<table><tr><td>{'<span>x</span>' * n}</td></tr></table>"),
    "tables of a board": lambda n: board("<table></table>" * n),
    "tables of a board without an end": lambda n: board("<table" * n),
    "headings of a board without an end": lambda n: board(f"<table></table>{'<h1>' * n}"),
    "scripts of a board without an end": lambda n: board(f"<table></table>{'<script' * n}"),
}


def steps(source: str, text: str) -> int:
    """Return the calls that the reading of a page takes."""
    page, read = Page(source, "https://example.org/leaderboard/text", text.encode(), NOW), SOURCES[source].read
    calls = 0

    def count(frame: FrameType, event: str, arg: Any) -> None:  # noqa: ANN401 (what Python hands over)
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        with suppress(PageChanged):
            read(page)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("full_of", FULL_OF)
def test_twice_as_long_a_page_takes_little_more_than_twice_the_steps(full_of: str) -> None:
    made = FULL_OF[full_of]
    steps(*made(100))  # what is loaded and compiled once
    assert steps(*made(800)) <= 2.3 * steps(*made(400))


@pytest.mark.parametrize("unit", ["<script", "<style", "<h1", "<table", "<!--", '<a b="', "<a b", "<title>", "&#", "<"])
def test_a_page_of_unfinished_tags_is_refused(unit: str) -> None:
    """A search from each of them to the end of the page would take hours here."""
    for source, text in (pricing(unit * 20_000), board(f"<table></table>{unit * 20_000}")):
        with pytest.raises(PageChanged):
            SOURCES[source].reading(Page(source, "https://example.org/leaderboard/text", text.encode(), NOW))
