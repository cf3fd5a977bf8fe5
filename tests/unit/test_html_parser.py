"""HTML as a tree: plain HTML has the tree that Beautiful Soup makes of it, and all other HTML is left to that."""

from random import Random

import pytest

from bench.harness.damage.base import bases
from scrapers.parse import html_parser
from scrapers.parse.html_parser import NotPlain, mended_tree, parse_html, plain_tree
from scrapers.parse.html_tables import text_beside, text_of
from scrapers.parse.html_tree import Tag, enclosing_tag, has_inner, inner_tags
from scrapers.parse.text import whole_elements, without_elements

PAGES = ("deepseek_pricing", "deepseek_pricing_zh", "deepseek_updates", "deepseek_updates_zh", "arena_page_code")
ATTRIBUTES = ("class", "style", "href", "rel", "hidden", "colspan", "defer", "a:b", "data-x")
PIECES = (
    *("<p>", "</p>", "<p/>", "<b>", "</b>", "<td>", "</td>", "<table>", "</table>", "<svg>", "</svg>", "<x-y>"),
    *("</x-y>", "<br>", "<br/>", "<br />", "<img>", "<hr/>", "<h1>", "</h1>", "<div>", "</div>", "<title>a</title>"),
    *('<a href="x">', '<a href="?a=1&amp;b=2" class="y  z">', '<p class="">', "<td hidden>", '<p a="1" a="2">'),
    *('<svg viewBox="0 0 1 1">', '<meta charSet="utf-8"/>', '<a title="1 < 2 > 0">', "<p\nclass='x'>", "<P>", "</P>"),
    *("<script>if (a < b) c()</script>", "<style>p > a {}</style>", '<script src="x" defer></script>', "<script>"),
    *("<script>'</p>'</script>", "<!-- c -->", "<!---->", "<!-->", "<!-- a -- b -->", "<!doctype html>", "<!x>"),
    *("text", " ", "\n", "\u00a0", "a &amp; b", "&lt;", "&nbsp;", "&#39;", "&#x27;", "&#128;", "&foo", "&copy;", "&"),
    *("<rt>r</rt>", "<template>t</template>", "<textarea>u</textarea>", "<iframe>", "</br>", "<?y?>", "<", ">"),
    *("<title>a<b>c</b></title>", "<title>", "</s", "</a>"),
)


def shape(tree: Tag) -> list[object]:
    """Return all that a tree holds; texts of blanks alone are one blank, as Beautiful Soup shortens them."""
    shown: list[object] = []
    for node in tree.inside:
        if isinstance(node, Tag):
            around = node.parent.start if node.parent else None
            values = [" ".join(node.get(name, "none").split()) for name in ATTRIBUTES]
            shown.append((node.name, node.start, node.end, around, values))
        elif node is not None:
            shown.append((type(node).__name__, str(node) if node.strip(" \t\n\r\f") else " "))
    return shown


@pytest.mark.parametrize("source", PAGES)
def test_every_sample_page_is_plain_and_has_the_same_tree(source: str) -> None:
    for page in bases(source):
        assert shape(plain_tree(page.text)) == shape(mended_tree(page.text))


def test_plain_html_by_chance_has_the_same_tree() -> None:
    plain = 0
    for seed in range(4_000):
        rng = Random(seed)  # noqa: S311 (no secret)
        text = "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 12)))
        try:
            tree = plain_tree(text)
        except NotPlain:
            continue
        plain += 1
        assert shape(tree) == shape(mended_tree(text)), text
    assert plain > 200


@pytest.mark.parametrize(
    "text",
    [
        *("<P>x</P>", "<p class=x>", "<p class='x'>", '<p a="1"b="2">', "<p", "</p x>", "< p>", "a < b", "<p>&foo"),
        *(
            "<p>&#128;",
            "no tag",
            "<!-- a -- b -->",
            "<!-->",
            "<!x>",
            "<?x?>",
            "<![CDATA[x]]>",
            "<script>'</p>'</script>",
        ),
        "<script>",
        *("<rt>x</rt>", "<template>x</template>", "<textarea>x</textarea>", "</br>", "<title><b>x</b></title>"),
        "<div>" * 151,
    ],
)
def test_other_html_is_left_to_beautiful_soup(text: str) -> None:
    with pytest.raises(NotPlain):
        plain_tree(text)


def test_broken_html_is_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_parser, "plain_tree", mended_tree)
    broken = "<td class=x>a<br>b</td></i>&copy; <p>c"
    assert shape(parse_html(broken)) == shape(mended_tree(broken))
    assert [text_of(tag) for tag in inner_tags(mended_tree(broken), ("td", "p"))] == ["a b", "c"]


@pytest.mark.parametrize("parse", [plain_tree, mended_tree])
class TestTree:
    def test_tags_are_found_in_page_order_by_one_name_or_several(self, parse: html_parser.Parser) -> None:
        tree = parse("<table><tr><th>a</th><td>b<table><td>c</td></table></td></tr></table>")
        assert [text_of(tag) for tag in inner_tags(tree, ("td", "th"))] == ["a", "b c", "c"]
        outer, inner = inner_tags(tree, ("table",))
        assert [enclosing_tag(tag, ("table",)) for tag in inner_tags(tree, ("td",))] == [outer, inner]
        assert [has_inner(outer, ("tr",)), has_inner(inner, ("tr",))] == [True, False]

    def test_a_removed_tag_is_gone_from_every_text_around_it(self, parse: html_parser.Parser) -> None:
        tree = parse("<div><p>a<del>b<i>c</i></del>d</p></div>")
        (block,), (struck,) = inner_tags(tree, ("div",)), inner_tags(tree, ("del",))
        assert text_of(block) == "abcd"
        struck.remove(" ")
        assert [text_of(block), inner_tags(tree, ("i", "del"))] == ["a d", []]

    def test_the_value_of_an_attribute_is_as_a_browser_reads_it(self, parse: html_parser.Parser) -> None:
        (tag,) = inner_tags(parse('<p class="a  b" title="1 &lt; 2" hidden id="" id="x">'), ("p",))
        assert [tag.get(name, "none") for name in ("title", "id", "hidden", "name")] == ["1 < 2", "x", "", "none"]
        assert [tag.has("hidden"), tag.has("name"), tag.get("class").split()] == [True, False, ["a", "b"]]

    def test_the_text_beside_marks_of_notes_is_without_them(self, parse: html_parser.Parser) -> None:
        cell = '<td>a<sup>(1)</sup><span class="badge">New</span> <s>b</s>c</td>'
        assert text_beside(inner_tags(parse(cell), ("td",))[0]) == "a c"


def test_elements_are_cut_out_of_a_page_with_their_ends() -> None:
    html = "a<h1 x>b</h1><h1>c</h1></h1><h1x>d</h1><h1>e"
    assert list(whole_elements(html, "h1")) == ["<h1 x>b</h1>", "<h1>c</h1>"]
    assert without_elements(html, "h1") == "a</h1><h1x>d</h1><h1>e"
