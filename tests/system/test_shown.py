"""Cells, rows and texts of DeepSeek's pages are read as browsers show them; what states no fact is named."""

import re
from datetime import datetime

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import BANDS, PROMOTION, body, page_of, prices, reading, replaced, row, versions
from models.facts.kinds import ModelVersion, Notice, PeakHours, Price, Promotion, Retirement
from models.readings.reading import Reading
from models.readings.unread import KeptFacts
from scrapers.deepseek.news import bundle
from scrapers.deepseek.news import read as read_news
from scrapers.deepseek.pricing.page import read_zh
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES

SEARCH, PRODUCTS = day("2026-10-18"), day("2026-11-14")
PRO = "deepseek-v4-pro"
PRO_PRICE = "<td>$0.87 (75% off<sup>(3)</sup>)<del>$3.48</del></td>"
BADGE = '<span class="badge badge--secondary">New</span>'


def shown_alike(old: str, new: str, at: datetime = PROMOTION) -> None:
    """The page with something else in it reads as the page does."""
    found, whole = reading(replaced(old, new, at=at), at), reading(body(at), at)
    assert (found.unread, prices(found), versions(found)) == ((), prices(whole), versions(whole))
    kinds = (Price, ModelVersion, Promotion, PeakHours)
    assert {f for f in found.facts if isinstance(f, kinds)} == {f for f in whole.facts if isinstance(f, kinds)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<tr><td rowspan", "<tr></tr><tr><td rowspan"),
        ("</table>", "<tr> <!-- nothing --> </tr></table>"),
        ("</table>", "<tfoot>{titles}</tfoot></table>"),
        ("<td>deepseek-v4-pro</td>", f"<td>deepseek-v4-pro{BADGE}</td>"),
        ("<td>deepseek-v4-pro</td>", f"<td>{BADGE} deepseek-v4-pro</td>"),
        (">MODEL VERSION<", f">MODEL VERSION{BADGE}<"),
        ("1M OUTPUT TOKENS", f"1M OUTPUT TOKENS{BADGE}"),
        (">MODEL<", f">MODEL {BADGE}<"),
        ("<del>$3.48</del>", "<s>$3.48</s>"),
        ("<del>$3.48</del>", "<strike>$3.48</strike>"),
        ("<del>$3.48</del>", '<span style="text-decoration: line-through">$3.48</span>'),
        ("<del>$3.48</del>", "<del><s>$3.48</s></del>"),
        ("<td>$0.14</td>", "<td>$.14</td>"),
    ],
)
def test_what_browsers_show_alike_reads_alike(old: str, new: str) -> None:
    titles = re.search("<tr>.*?</tr>", body()[body().index("<table") :])
    assert titles is not None
    shown_alike(old, new.replace("{titles}", titles[0]))


@pytest.mark.parametrize("spans", ["3", "4"])
def test_a_row_without_cells_counts_for_the_spans_above_it(spans: str) -> None:
    label = '<td rowspan="3">PRICING'
    end = body().index("</tr>", body().index(label)) + len("</tr>")
    page = f"{body()[:end]}<tr></tr>{body()[end:]}".replace(label, f'<td rowspan="{spans}">PRICING')
    if spans == "4":
        assert prices(reading(page)) == prices(reading(body()))
    else:
        with pytest.raises(PageChanged, match="ragged"):
            reading(page)


@pytest.mark.parametrize("tag", ["caption", "tfoot"])
def test_a_note_above_or_below_a_table_is_a_note(tag: str) -> None:
    text = "The deepseek-v4-pro model is offered at a 75% discount until 2026/05/31 15:59 UTC."
    inner = f'<tr><td colspan="4">{text}</td></tr>' if tag == "tfoot" else text
    table = re.search(r"<table[^>]*>", body())
    assert table is not None
    old, new = (table[0], f"{table[0]}<caption>{inner}</caption>") if tag == "caption" else (
        "</table>", f"<tfoot>{inner}</tfoot></table>"
    )  # fmt: skip
    notes = {fact.text for fact in reading(replaced(old, new)).facts if isinstance(fact, Notice)}
    assert text in notes
    assert prices(reading(replaced(old, new))) == prices(reading(body()))


def test_a_row_of_prices_below_a_table_is_a_row_of_prices() -> None:
    last = row("1M OUTPUT TOKENS")
    moved = body().replace(last, "").replace("</table>", f"<tfoot>{last}</tfoot></table>")
    with pytest.raises(PageChanged):
        reading(moved.replace("$0.87", "$0.88"))


@pytest.mark.parametrize("price", ["$0.87 (75% off)", "$0.87 (limited-time 75% off<sup>(3)</sup>)", "$.87 (75% off)"])
def test_a_per_cent_beside_no_struck_price_is_a_promotion(price: str) -> None:
    found = reading(replaced(PRO_PRICE, f"<td>{price}</td>"))
    assert (found.unread, prices(found)[PRO, "output", "flat"]) == ((), ("0.87", None))


def test_a_model_whose_cells_name_a_per_cent_is_reduced_by_it() -> None:
    cells = re.sub(r"<del>[^<]*</del>", "", body())
    without = re.sub(r"<strong>.*?</strong>", "", cells, flags=re.DOTALL)
    (promotion,) = [fact for fact in reading(without).facts if isinstance(fact, Promotion)]
    assert (promotion.model, str(promotion.percent_off), promotion.ends_at) == (PRO, "75", None)


def test_an_empty_cell_of_a_feature_is_nothing() -> None:
    shown_alike("<td>✓</td>", "<td></td>")


def test_an_empty_cell_of_a_limit_leaves_the_model_as_it_is_believed() -> None:
    found = reading(replaced("<td>DeepSeek-V4-Pro</td>", "<td></td>"))
    (unread,) = found.unread
    assert unread.keeps == {KeptFacts.of(ModelVersion, model=PRO)}
    assert prices(found) == prices(reading(body()))


def named(found: Reading) -> set[str]:
    return {model for mention in found.mentions for model in mention.models}


OTHER = "deepseek-reasoner"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Both non-thinking", f"Thinking: {OTHER}. Both non-thinking"),
        ("Both non-thinking", f"{OTHER} is shut down on 2026/07/24 15:59 UTC. Both non-thinking"),
        ("<td>DeepSeek-V4-Pro</td>", f"<td>DeepSeek-V4-Pro (also {OTHER})</td>"),
        ("Non-thinking mode only", f"Not with {OTHER}"),
        ("<td>deepseek-v4-pro</td>", f'<td>deepseek-v4-pro<span class="badge">was {OTHER}</span></td>'),
    ],
)
def test_a_cell_that_names_another_model_is_named_and_changes_nothing(old: str, new: str) -> None:
    shown_alike(old, new)
    assert OTHER in named(reading(replaced(old, new)))


DATED = "deepseek-chat leaves on 2026/07/24 15:59 UTC"
INSTANT = day("2026-07-24 15:59")


@pytest.mark.parametrize(
    "added",
    [
        f"<h2>{DATED}</h2>",
        f"<table><tr><td>NAME</td><td>NEWS</td></tr><tr><td>1</td><td>{DATED}</td></tr></table>",
        f"<table><caption>{DATED}</caption><tr><td>NAME</td></tr></table>",
        "<h3>The name deepseek-chat will be deprecated on 2026/07/24 15:59 UTC.</h3>",
    ],
)
def test_a_date_in_a_table_or_a_heading_is_mentioned(added: str) -> None:
    found = reading(replaced("<hr>", f"{added}<hr>"))
    said = [one for one in found.mentions if "deepseek-chat" in one.models and INSTANT in one.instants]
    assert len(said) == 1


def test_the_change_log_names_the_dates_of_its_tables_as_well() -> None:
    at = day("2026-05-10")
    text = page_of("deepseek_updates", at).decode()
    table = f"<table><tr><td>1</td><td>{DATED}</td></tr></table>"
    page = Page("deepseek_updates", "u", text.replace("</p>", f"</p>{table}", 1).encode(), at)
    found = SOURCES["deepseek_updates"].read(page)
    assert [one.instants for one in found.mentions if DATED in one.text] == [{INSTANT}]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<table><tr><td>deepseek-chat</td><td>$0.14</td><td>2</td></tr></table>", ["deepseek-chat | $0.14 | 2"]),
        ("<table><tr><th>1</th></tr><tr><td>2</td></tr></table>", ["1", "2"]),
        ("<ul><li><p>one</p><p>two</p></li></ul>", ["one two"]),
        ("<ul><li>one<div>2</div>3</li></ul>", ["one 2 3"]),
    ],
)
def test_cells_and_paragraphs_do_not_run_into_one_another(html: str, texts: list[str]) -> None:
    at = day("2026-05-10")
    post = page_of("deepseek_news", at).decode().partition("-->\n")[2].partition("<!-- page")[0]
    url = "https://api-docs.deepseek.com/news/news260424"
    page = Page("deepseek_news", "u", bundle([(url, post.replace("</h1>", f"</h1>{html}", 1).encode())]), at)
    (notice,) = [fact.text or "" for fact in read_news(page).facts if isinstance(fact, Notice)]
    assert " ".join(texts) in notice


def test_paragraphs_of_a_cell_do_not_make_one_number() -> None:
    found = reading(replaced("<td>$0.14</td>", "<td><p>$0.1</p><p>4</p></td>"))
    assert [unread.text for unread in found.unread] == ["$0.1 4 (not a price)"]


def lost(found: Reading) -> set[KeptFacts]:
    return {keep for unread in found.unread for keep in unread.keeps if keep.fact is Price}


PROSE = {
    "a list": "<ul><li>Search: $5 per 1,000 successful requests</li><li>Fetch: $5 per 1,000 requests</li></ul>",
    "prose": "<p>A thousand requests to Search or to Fetch cost $5.</p>",
    "words": "<p>What Search and Fetch cost is told elsewhere.</p>",
    "nothing": "",
}


@pytest.mark.parametrize("name", PROSE)
@pytest.mark.parametrize("heading", ["Web Search and Fetch Pricing", "Search and Fetch"])
def test_products_that_are_told_without_a_table_stay_as_they_are_believed(name: str, heading: str) -> None:
    start = body(SEARCH).index("<table", body(SEARCH).index("Web Search and Fetch Pricing"))
    end = body(SEARCH).index("</table>", start) + len("</table>")
    page = f"{body(SEARCH)[:start]}{PROSE[name]}{body(SEARCH)[end:]}"
    found = reading(page.replace("Web Search and Fetch Pricing", heading), SEARCH)
    assert lost(found) == {KeptFacts.of(Price, model=model, currency="USD") for model in ("search", "fetch")}
    (unread,) = found.unread
    assert unread.where == f"section {heading}"
    assert re.sub("<[^>]*>", "", PROSE[name].replace("</li>", "\n")).strip() in unread.text
    alone = body(SEARCH)[:start] + body(SEARCH)[end:]
    without = re.sub(r"<p>[^<]*billed by the request[^<]*</p>", "", alone)
    assert lost(reading(without, SEARCH)) == lost(found)


def test_products_that_a_note_prices_stay_as_they_are_believed() -> None:
    found = reading(replaced("<hr>", "<p>Search: $5 per 1,000 successful requests</p><hr>"))
    assert [unread.text for unread in found.unread] == ["Search: $5 per 1,000 successful requests"]
    assert lost(found) == {KeptFacts.of(Price, model="search", currency="USD")}


@pytest.mark.parametrize("section", ["文件解析与 OCR 价格", "语音价格"])
def test_recognised_text_and_speech_stay_as_they_are_believed(section: str) -> None:
    text = page_of("deepseek_pricing_zh", PRODUCTS).decode()
    start = text.index("<table", text.index(section))
    end = text.index("</table>", start) + len("</table>")
    page = Page("deepseek_pricing_zh", "u", f"{text[:start]}<p>价格见控制台。</p>{text[end:]}".encode(), PRODUCTS)
    found = read_zh(page)
    models = {"ocr"} if "OCR" in section else {"tts", "asr"}
    stated = {fact.model for fact in found.facts if isinstance(fact, Price)}
    assert not models & stated
    assert lost(found) == {KeptFacts.of(Price, model=model, currency="CNY") for model in models}


def test_reduced_prices_without_those_that_they_were_reduced_from_leave_all_as_it_is_believed() -> None:
    text = page_of("deepseek_pricing_zh", PRODUCTS).decode()
    start = text.index("<table", text.index("语音价格"))
    end = text.index("</table>", start)
    rows = re.sub(r"(<tr>(?:<t[hd][^>]*>.*?</t[hd]>){2})<t[hd][^>]*>.*?</t[hd]>", r"\1", text[start:end])
    assert "刊例价" in text[start:end]
    assert "刊例价" not in rows
    without = read_zh(Page("deepseek_pricing_zh", "u", (text[:start] + rows + text[end:]).encode(), PRODUCTS))
    assert {keep.fact for unread in without.unread for keep in unread.keeps} == {Price, Promotion}
    assert lost(without) == {KeptFacts.of(Price, model=model, currency="CNY") for model in ("tts", "asr")}


def test_the_same_hours_in_two_sentences_are_one_fact() -> None:
    note = "Peak hours are 01:00 - 04:00 and 06:00 - 10:00 UTC every day."
    found = reading(replaced("<hr>", f"<p>{note}</p><hr>", at=BANDS), BANDS)
    assert len([fact for fact in found.facts if isinstance(fact, PeakHours)]) == 1
    other = note.replace("01:00 - 04:00", "02:00 - 05:00")
    with pytest.raises(PageChanged, match="two peak hours"):
        reading(replaced("<hr>", f"<p>{other}</p><hr>", at=BANDS), BANDS)


@pytest.mark.parametrize(
    "notes",
    [
        ("The name deepseek-chat will be deprecated on 2026/07/24 15:59 UTC.",) * 2,
        (
            "The name deepseek-chat will be deprecated in the future.",
            "The name deepseek-chat will be deprecated on 2026/07/24 15:59 UTC.",
        ),
        (
            "The name deepseek-chat will be deprecated on 2026/07/24 15:59 UTC.",
            "On 2026/07/24 15:59 UTC, deepseek-chat will be retired. It stands for deepseek-v4-flash.",
        ),
        (
            "The name deepseek-chat will be deprecated on July 24, 2026.",
            "The name deepseek-chat will be deprecated on 2026/07/24 15:59 UTC.",
        ),
    ],
)
def test_two_sentences_of_which_one_says_less_agree(notes: tuple[str, str]) -> None:
    at = day("2026-07-18")
    page = re.sub(r"<p>\(1\).*?</p>", "".join(f"<p>{note}</p>" for note in notes), body(at), flags=re.DOTALL)
    (stated,) = [f for f in reading(page, at).facts if isinstance(f, Retirement) and f.effective_from is None]
    assert (stated.state, stated.retires_at) == ("dated", INSTANT)
    ends = [f for f in reading(page, at).facts if isinstance(f, Retirement) and f.effective_from is not None]
    assert [(end.state, end.effective_from) for end in ends] == [("retired", INSTANT)]


def test_two_ends_of_a_name_are_refused_in_words() -> None:
    note = "The name deepseek-legacy will be deprecated on 2026/07/{} 15:59 UTC."
    twice = "".join(f"<p>{note.format(day)}</p>" for day in (24, 25))
    page = Page("deepseek_pricing", "u", replaced("<hr>", f"{twice}<hr>").encode(), PROMOTION)
    with pytest.raises(PageChanged, match="contradicts itself") as refusal:
        SOURCES["deepseek_pricing"].reading(page)
    assert refusal.value.text == (
        "stated twice in one reading: retirement deepseek-legacy: "
        "dated 2026-07-24 15:59 UTC and dated 2026-07-25 15:59 UTC"
    )


NOTE = "a 75% discount"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTE, "a 50% discount"),
        ("<del>$3.48</del>", "<del>$3.60</del>"),
        ("$0.87 (75% off", "$0.83 (75% off"),
    ],
)
def test_a_note_with_another_discount_than_the_cells_refuses_the_page(old: str, new: str) -> None:
    with pytest.raises(PageChanged, match="another discount than the table") as refusal:
        reading(replaced(old, new))
    assert "discount" in (refusal.value.text or "")
    assert PRO in (refusal.value.text or "")


@pytest.mark.parametrize(
    ("old", "new"),
    [("$0.87 (75% off", "$0.870 (75% off"), ("$0.435 (75% off", "$0.44 (75% off"), (NOTE, "a 75.0% discount")],
)
def test_a_discount_that_leads_there_but_for_rounding_refuses_nothing(old: str, new: str) -> None:
    assert len(prices(reading(replaced(old, new)))) == len(prices(reading(body())))


def test_an_amount_with_further_zeros_is_the_same_amount() -> None:
    note = "Output of deepseek-v4-pro costs $0.870 per 1M tokens."
    assert prices(reading(replaced("<hr>", f"<p>{note}</p><hr>"))) == prices(reading(body()))
