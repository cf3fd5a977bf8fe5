"""Bodies that would take the parsers long: what replaced a search from every mark gives the same, or is refused.

`python -m bench.hostile` measures every reader.
"""

import re
from random import Random

import pytest

from bench.harness.hostile_shapes import HTML, JSON, MARKDOWN, hostile_bodies
from samples.deepseek.facts import when
from samples.deepseek.pages import pricing
from scrapers.deepseek.docs_site.docusaurus import LONGEST_ARTICLE
from scrapers.deepseek.pricing.page import read
from scrapers.page import Page, PageChanged, Tripped
from scrapers.parse.html_parser import MOST_UNCLOSED, mended_tree
from scrapers.parse.markdown import MarkdownSection, parse_markdown, plain_cell, section_below
from scrapers.registry import SOURCES

COMMENT = re.compile(r"<!--.*?-->|\{/\*.*?\*/\}", re.DOTALL)
AT = when("v4_launch", "en")


def lines_of(text: str) -> list[str]:
    return [line for section in parse_markdown(text) for line in section.lines]


@pytest.mark.parametrize("seed", range(40))
def test_comments_are_left_out_as_a_pattern_would_and_those_without_an_end_are_text(seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    text = "".join(chance.choices(["<!--", "-->", "{/*", "*/}", "a", "\n", "b "], k=40))
    shown = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    kept = [plain_cell(line) for line in shown.lstrip("\n").split("\n")]
    assert lines_of(text.lstrip("\n")) == [line for line in kept if line]


@pytest.mark.parametrize("seed", range(40))
def test_a_section_lies_below_the_last_one_of_a_lower_level(seed: int) -> None:
    chance, sections = Random(seed), [MarkdownSection()]  # noqa: S311
    for number in range(30):
        level = chance.randint(1, 6)
        above = next(section for section in reversed(sections) if section.level < level)
        sections.append(section_below(sections[-1], str(number), level))
        assert sections[-1].parent is above


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("## Pricing ##", "Pricing"),
        ("## Pricing #\t", "Pricing"),
        ("## C#", "C#"),
        ("## #", "#"),
        ("# a # b", "a # b"),
        ("#   spaced   ", "spaced"),
    ],
)
def test_the_signs_behind_a_heading_are_no_part_of_its_title(printed: str, title: str) -> None:
    assert [section.title for section in parse_markdown(printed)][1:] == [title]


@pytest.mark.parametrize("begin", ["<table", "<a ", "<a/", "<!-- ", "<!-- >"])
def test_many_tags_or_comments_without_an_end_are_refused(begin: str) -> None:
    with pytest.raises(PageChanged, match="without"):
        mended_tree(f"<p>text{begin * (MOST_UNCLOSED + 1)}")
    assert mended_tree(f"<p>text{'<br' * 3}").name


def test_an_article_that_is_longer_than_any_is_refused_before_its_sentences_are_read() -> None:
    text = pricing(AT).replace("</h1>", f"</h1><p>{'word ' * (LONGEST_ARTICLE // 5)}</p>", 1)
    with pytest.raises(PageChanged, match="longer than"):
        read(Page("deepseek_pricing", "", text.encode(), AT))


@pytest.mark.parametrize("source", ["xai_pricing", "deepseek_news"])
def test_an_address_between_joined_pages_may_have_any_bytes(source: str) -> None:
    """It is a comment of ours in the body, so a damaged body may have any bytes there."""
    body = b"<!-- page \xff\xfe/x -->\n# a\n<!-- page https://x/\x80 -->\n# b\n"
    with pytest.raises(PageChanged) as refused:
        SOURCES[source].reading(Page(source, "", body, AT))
    assert not isinstance(refused.value, Tripped)


def test_there_are_more_than_40_shapes_and_each_grows_with_its_size() -> None:
    assert len({*HTML} | {*MARKDOWN} | {*JSON}) > 80
    for grow in (*HTML.values(), *MARKDOWN.values(), *JSON.values()):
        assert len(grow(4000)) > 1.8 * len(grow(2000))


@pytest.mark.parametrize(
    "sample", [pricing(AT).encode(), b"# Prices\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", b'{"data":[{"id":"x"}]}']
)
def test_bodies_of_a_page_are_about_as_long_as_asked(sample: bytes) -> None:
    bodies = [*hostile_bodies(sample, 3000)]
    assert len(bodies) > 40
    assert all(len(body.body) < 5 * 3000 + len(sample) for body in bodies)
