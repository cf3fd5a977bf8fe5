"""What stands around an article is no matter: it is read as ever; another page, an old copy and half of one are not."""

import re
from datetime import datetime

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from models.readings.reading import Reading
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES

AT = day("2026-10-18")
NAMES = ("deepseek_pricing", "deepseek_pricing_zh", "deepseek_updates", "deepseek_updates_zh")
TOP, FOOT, END = '<div id="__docusaurus">', "</footer>", "</html>"
MARKDOWN = '<div class="theme-doc-markdown markdown">'
RELATED = (
    f"</article><article>{MARKDOWN}<h2>Related pages</h2><p>deepseek-v4-pro costs $9 per 1M tokens.</p></div></article>"
)


def text_of(name: str, at: datetime = AT) -> str:
    return page_of(name, at).decode()


def read(name: str, text: str, at: datetime = AT) -> Reading:
    return SOURCES[name].reading(Page(name, "https://example.org", text.encode(), at))


def put(text: str, find: str, new: str) -> str:
    assert text.count(find) >= 1
    return text.replace(find, new, 1)


AROUND: dict[str, tuple[str, str]] = {
    "a comment behind the end": (END, f"{END}\n<!-- cached 2026-11-20 -->"),
    "a script behind the end": (END, f"{END}\n<script>if (1 < 2) run()</script>\n"),
    "a paragraph left open in the foot": (FOOT, f"<p>Imprint{FOOT}"),
    "an item left open in the navigation": (TOP, f"{TOP}<nav><ul><li>a<li>b</ul></nav>"),
    "a paragraph left open for whom has no scripts": (TOP, f"{TOP}<noscript><p>Please enable scripts.</noscript>"),
    "tags in a field": (TOP, f"{TOP}<textarea><div></textarea>"),
    "half a tag in a banner": (TOP, f"{TOP}<div class=banner>2 < 3</div>"),
    "a division left open before it": (TOP, f"{TOP}<div class=banner>New!"),
    "related pages": ("</article>", RELATED),
    "a < in an attribute": ("<h1>", '<h1 title="1 < 2">'),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("around", AROUND)
def test_what_stands_around_the_article_is_no_matter(name: str, around: str) -> None:
    assert read(name, put(text_of(name), *AROUND[around])) == read(name, text_of(name))


CANONICAL = re.compile(r'(?<=rel="canonical" href=")[^"]*')


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("behind", ["/", "?utm=1", "?utm_source=x&utm_medium=y", "/?fbclid=1", "#top"])
def test_an_address_is_the_same_whencesoever_somebody_came(name: str, behind: str) -> None:
    text = text_of(name)
    for changed in (CANONICAL.sub(lambda found: found[0] + behind, text), CANONICAL.sub(upper, text)):
        assert read(name, changed) == read(name, text)


def upper(found: re.Match[str]) -> str:
    return found[0].upper()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "address",
    [
        *("https://api-docs.deepseek.com/", "https://api-docs.deepseek.com/quick_start/pricing-2025", "", "/updates"),
        *("https://example.org{path}", "https://api-docs.deepseek.com/fr{path}", "{whole}?version=1", "{whole}/old"),
    ],
)
def test_another_address_is_refused(name: str, address: str) -> None:
    text = text_of(name)
    found = CANONICAL.search(text)
    assert found
    path = found[0].removeprefix("https://api-docs.deepseek.com")
    with pytest.raises(PageChanged, match="canonical"):
        read(name, CANONICAL.sub(address.format(path=path, whole=found[0]), text))


HEADINGS = {
    "deepseek_pricing": ["Models and Pricing", "MODELS &amp; PRICING", "models  And pricing", "Models &amp; Pricing #"],
    "deepseek_pricing_zh": ["模型 和 价格", "模型与价格", "模型&amp;价格"],
    "deepseek_updates": ["change log", "CHANGE LOG"],
    "deepseek_updates_zh": ["更新日志 #"],
}


@pytest.mark.parametrize(("name", "heading"), [(name, heading) for name, its in HEADINGS.items() for heading in its])
def test_a_heading_is_the_same_in_another_case_and_with_another_and(name: str, heading: str) -> None:
    text = text_of(name)
    found = read(name, re.sub("<h1>.*?</h1>", f"<h1>{heading}</h1>", text))
    assert (found.facts, found.unread) == (read(name, text).facts, read(name, text).unread)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("heading", ["Models", "Pricing", "Models &amp; Pricing 2025", "Old Change Log", "价格", ""])
def test_another_heading_is_refused(name: str, heading: str) -> None:
    with pytest.raises(PageChanged, match="heading"):
        read(name, re.sub("<h1>.*?</h1>", f"<h1>{heading}</h1>", text_of(name)))


@pytest.mark.parametrize("name", NAMES)
def test_two_articles_of_one_heading_are_refused(name: str) -> None:
    text = text_of(name)
    start, end = text.index("<article>"), text.index("</article>") + len("</article>")
    with pytest.raises(PageChanged, match="2 articles"):
        read(name, put(text, "</article>", "</article>" + text[start:end]))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "words",
    [
        "This is an archived version of this page of 2026-10-01, which is no longer maintained.",
        "This is documentation for DeepSeek 1.0, which is no longer actively maintained.",
        "This is unreleased documentation for DeepSeek Next version.",
        "此为 1.0 版的文档，现已不再积极维护。",
        "本页为 2026-10-01 的已归档版本。",
        "这是旧版本的文档。",
    ],
)
@pytest.mark.parametrize("place", ["<h1>", "<article>", MARKDOWN])
def test_another_version_than_the_current_one_is_refused(name: str, words: str, place: str) -> None:
    banner = f'<div class="theme-doc-version-banner alert alert--warning"><p>{words}</p></div>'
    new = banner + place if place == "<h1>" else place + banner
    with pytest.raises(PageChanged, match="an archived copy"):
        read(name, put(text_of(name), place, new))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("percent", range(0, 100, 5))
def test_half_an_article_is_refused_whatever_stands_around_it(name: str, percent: int) -> None:
    text = put(text_of(name), *AROUND["related pages"])
    start, end = text.index(MARKDOWN), text.index("</article>")
    cut = text[: start + (end - start) * percent // 100]
    for rest in (text[end:], text[text.index("</main>") :], "</body></html>", ""):
        with pytest.raises(PageChanged):
            read(name, cut + rest)
