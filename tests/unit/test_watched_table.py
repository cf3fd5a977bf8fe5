"""The watched table by kind, in both languages: labels as they may be set, added rows, and tables beside it."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import body
from models.facts.kinds import ModelVersion
from models.readings.unread import KeptFacts
from samples.deepseek.facts import Language
from samples.deepseek.pages import pricing
from scrapers.deepseek.pricing.label_text import compact_label
from scrapers.page import PageChanged
from tests.db.test_cells import LANGUAGES, NOW, SHARED, read, stated, whole

LABEL = re.compile(
    r"(?<=>)(?:PRICING|1M [A-Z ]+TOKENS|\(CACHE [A-Z]+\)|OFF-PEAK|PEAK|MODEL|MODEL VERSION|CONTEXT LENGTH|MAX OUTPUT"
    r"|THINKING MODE|FEATURES|价格|百万tokens[^<>]+|（[^<>]+）|空闲时段|高峰时段|模型|模型版本|上下文长度|输出长度"
    r"|思考模式|功能)(?=<)"
)
SETTINGS: dict[str, Callable[[str], str]] = {
    "lower case": str.lower,
    "titles": str.title,
    "double blanks": lambda text: text.replace(" ", "  "),
    "blanks that do not break": lambda text: text.replace(" ", "\u00a0"),
    "no blanks": lambda text: text.replace(" ", ""),
    "hyphens that do not break": lambda text: text.replace("-", "\u2011"),
    "dashes": lambda text: text.replace("-", " – "),
    "blanks for dashes": lambda text: text.replace("-", " "),
    "wide brackets": lambda text: text.replace("(", "（").replace(")", "）"),
    "narrow brackets": lambda text: text.replace("（", "(").replace("）", ")"),
    "wide letters": lambda text: "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text),
    "the mark of a note": lambda text: f"{text}²" if text.isupper() else text,
}


def table(language: Language) -> str:
    text = pricing(NOW, language)
    return text[text.index("<table") : text.index("</table>") + len("</table>")]


def with_table(language: Language, new: str) -> str:
    return pricing(NOW, language).replace(table(language), new, 1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("setting", SETTINGS)
def test_a_known_label_is_known_however_it_is_set(language: Language, setting: str) -> None:
    set_otherwise = LABEL.sub(lambda label: SETTINGS[setting](label[0]), table(language))
    found = read(with_table(language, set_otherwise), language)
    assert (stated(found), found.unread) == (whole(language), ())


@pytest.mark.parametrize("at", [day("2024-09-06"), day("2025-02-10"), day("2025-03-01"), SHARED])
def test_the_labels_of_older_tables_are_known_in_lower_case(at: datetime) -> None:
    text = body(at)
    start, end = text.index("<table"), text.index("</table>")
    lower = re.sub(r"(?<=>)[A-Z][A-Z0-9 ()]+(?=<)", lambda label: label[0].lower(), text[start:end])
    found = read(text[:start] + lower + text[end:], "en", at)
    assert stated(found) == whole("en", at)


def test_labels_stay_apart() -> None:
    assert (
        len(
            {
                compact_label(label)
                for label in ("1M INPUT TOKENS", "1M OUTPUT TOKENS", "1K INPUT TOKENS", "PEAK", "OFF-PEAK")
            }
        )
        == 5
    )


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "(CACHE HIT)", "(CACHE WRITE)"),
        ("en", "1M OUTPUT TOKENS", "1K OUTPUT TOKENS"),
        ("en", ">OFF-PEAK<", ">NIGHT<"),
        ("en", "PRICING<", "价格<"),
        ("zh", "（缓存命中）", "（缓存写入）"),
        ("zh", ">百万tokens输出<", ">千tokens输出<"),
        ("zh", ">空闲时段<", ">夜间<"),
        ("zh", ">百万tokens输出<", ">1M OUTPUT TOKENS<"),
    ],
)
def test_another_word_in_a_label_of_prices_is_refused(language: Language, old: str, new: str) -> None:
    assert old in table(language)
    with pytest.raises(PageChanged):
        read(with_table(language, table(language).replace(old, new, 1)), language)


def added(language: Language, label: str, *values: str, spans: str = "") -> str:
    """The page with a row above that of the context length."""
    cells = "".join(f"<td{spans}>{value}</td>" for value in values)
    row = re.search(r'<tr><td colspan="3">(?:CONTEXT LENGTH|上下文长度)', table(language))
    assert row is not None
    at = row.start()
    return with_table(
        language, f'{table(language)[:at]}<tr><td colspan="3">{label}</td>{cells}</tr>{table(language)[at:]}'
    )


ROWS = {
    "STATUS": ("GA", "Preview"),
    "KNOWLEDGE CUTOFF": ("2026-03", "2025-12"),
    "RELEASE DATE": ("2026-10-17", "2026-08-13"),
    "LICENSE": ("MIT", "-"),
    "PARAMETERS": ("284B", "1.6T"),
    "CONTEXT WINDOW": ("1M", "1M"),
    "REASONING TOKENS": ("32K", "64K"),
    "状态": ("正式", "预览"),
    "知识截止": ("2026 年 3 月", "2025 年 12 月"),
    "发布日期": ("2026-10-17", "2026-08-13"),
    "开源协议": ("MIT", "MIT"),
    "SUPPORTED REGIONS": ("", ""),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("label", ROWS)
def test_an_added_row_without_a_price_is_named(language: Language, label: str) -> None:
    found = read(added(language, label, *ROWS[label]), language)
    assert stated(found) == whole(language)
    (unread,) = found.unread
    assert (unread.text.startswith(label), unread.keeps) == (True, frozenset())
    assert all(value in unread.text for value in ROWS[label])
    wide = read(added(language, label, ROWS[label][0], spans=' colspan="2"'), language)
    assert (stated(wide), len(wide.unread)) == (whole(language), 1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("CACHE STORAGE", ("$0.1", "$0.2")),
        ("CACHE STORAGE", ("0.1元", "0.2元")),
        ("缓存存储", ("¥1", "-")),
        ("1M REASONING TOKENS", ("TBD", "TBD")),
        ("百万tokens缓存写入", ("待定", "待定")),
        ("CACHE WRITE PRICE", ("0.1", "0.2")),
        ("缓存存储价格", ("1", "2")),
        ("CACHE STORAGE", ("1 per 1M tokens", "-")),
        ("CACHE STORAGE (USD)", ("1", "2")),
        ("STATUS", ("PEAK", "GA")),
        ("模型版本 MODEL", ("输出长度", "GA")),
        ("", ("GA", "GA")),
    ],
)
def test_an_added_row_that_looks_like_a_price_or_has_moved_is_refused(
    language: Language, label: str, values: tuple[str, str]
) -> None:
    with pytest.raises(PageChanged, match="a row"):
        read(added(language, label, *values), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("row", "names"),
    [
        ('<td colspan="5">Limits and prices</td>', True),
        ('<td colspan="5">价格不含税。</td>', True),
        ('<td colspan="3"></td><td></td><td>&nbsp;</td>', False),
        ('<td colspan="5"></td>', False),
        ('<td colspan="3"><del>BETA MODE</del></td><td colspan="2"><del>yes</del></td>', True),
    ],
)
def test_a_row_over_all_columns_or_without_a_text_takes_nothing_away(language: Language, row: str, names: bool) -> None:
    its = table(language)
    for place in [end.end() for end in re.finditer("</tr>", its)][:4]:
        found = read(with_table(language, f"{its[:place]}<tr>{row}</tr>{its[place:]}"), language)
        assert (stated(found), len(found.unread)) == (whole(language), int(names))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("label", "values", "named"),
    [
        ("NOTES", "<td>a</td><td>b</td>", True),
        ("STATUS", '<td colspan="2">GA</td>', True),
        ("备注", "<td>-</td><td></td>", True),
        ("CACHE STORAGE", "<td>0.5</td><td>0.6</td>", False),
        ("CACHE STORAGE", "<td>$0.5</td><td>-</td>", False),
        ("1M CACHE WRITE TOKENS", "<td>TBD</td><td>TBD</td>", False),
        ("百万tokens缓存写入", "<td>待定</td><td>待定</td>", False),
        ("PEAK", "<td>-</td><td>-</td>", False),
    ],
)
def test_a_row_among_the_prices_is_named_only_where_it_can_be_no_price(
    language: Language, label: str, values: str, named: bool
) -> None:
    its = re.sub(r'rowspan="6">(PRICING|价格)', r'rowspan="7">\1', table(language))
    at = its.rindex('<tr><td colspan="3">')
    page = with_table(language, f'{its[:at]}<tr><td colspan="2">{label}</td>{values}</tr>{its[at:]}')
    if not named:
        with pytest.raises(PageChanged, match="a row that is not known"):
            read(page, language)
        return
    found = read(page, language)
    assert (stated(found), len(found.unread)) == (whole(language), 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_price_over_all_columns_is_refused(language: Language) -> None:
    place = table(language).index("</tr>") + 5
    row = f'<tr><td colspan="5">{OTHER[language]}</td></tr>'
    with pytest.raises(PageChanged, match="reaches into the values"):
        read(with_table(language, table(language)[:place] + row + table(language)[place:]), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_version_under_another_label_stays_as_it_is_believed(language: Language) -> None:
    label = "MODEL VERSION" if language == "en" else "模型版本"
    found = read(pricing(NOW, language).replace(f">{label}<", ">SNAPSHOT<", 1), language)
    (unread,) = found.unread
    assert unread.keeps == {KeptFacts.of(ModelVersion, model=model) for model in ("deepseek-flash", "deepseek-v4-pro")}
    assert not [fact for fact in found.facts if isinstance(fact, ModelVersion)]
    assert "DeepSeek-V4-Pro-0813" in unread.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("title", ["DeepSeek V5", "V5 (Beta)", "", "新模型"])
def test_a_column_of_an_unknown_model_is_refused_with_what_it_holds(language: Language, title: str) -> None:
    price = "$7" if language == "en" else "7元"
    rows = table(language).split("</tr>")
    first = rows[0] + f"<td>{title}</td>"
    others = [f"{row}<td>{price}</td>" if "PEAK" in row or "时段" in row else f"{row}<td>x</td>" for row in rows[1:-1]]
    with pytest.raises(PageChanged, match="a column whose title is not the name of a model") as refused:
        read(with_table(language, "</tr>".join([first, *others, rows[-1]])), language)
    assert refused.value.text.startswith(title or "no title")
    assert price in refused.value.text


OTHER: dict[Language, str] = {"en": "$5.55", "zh": "5.55元"}


def dearer(language: Language) -> str:
    """The table with other prices."""
    return re.sub(r"\$[0-9.]+|[0-9.]+元", OTHER[language], table(language))


def tabs(*panels: tuple[str, str]) -> str:
    titles = "".join(f'<li role="tab">{title}</li>' for title, _ in panels)
    shown = "".join(f'<div role="tabpanel">{panel}</div>' for _, panel in panels)
    return f'<div><ul role="tablist">{titles}</ul><div>{shown}</div></div>'


ABOVE = {
    "a fold": "<details><summary>{title}</summary>{table}</details>",
    "a caption": "{captioned}",
    "a bold line": "<p><strong>{title}</strong></p>{table}",
    "a heading": "<h3>{title}</h3>{table}",
    "a heading of its level": "<h2>{title}</h2>{table}",
}


def titled(how: str, title: str, its: str) -> str:
    captioned = its.replace(">", f"><caption>{title}</caption>", 1)
    return ABOVE[how].format(title=title, table=its, captioned=captioned)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("before", [False, True])
def test_a_copy_of_the_table_changes_nothing(language: Language, before: bool) -> None:
    its = table(language)
    for copy in (its, f"<details><summary>Mobile</summary>{its}</details>", f'<div class="mobile">{its}</div>'):
        found = read(with_table(language, copy + its if before else its + copy), language)
        assert (stated(found), found.unread) == (whole(language), ())
    without = re.sub(r"<tr><td[^>]*>(?:CONTEXT LENGTH|上下文长度).*?</tr>", "", its)
    assert without != its


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("how", ABOVE)
@pytest.mark.parametrize("title", ["Batch", "Flex processing", "Priority", "Turbo", "批量", "弹性"])
def test_a_table_of_other_prices_is_named_by_its_title_wherever_it_stands(
    language: Language, how: str, title: str
) -> None:
    if language != ("en" if title.isascii() else "zh"):
        title = {"en": "Batch API", "zh": "批处理"}[language]
    other, its = titled(how, title, dearer(language)), table(language)
    places = [its + other] if "heading" in how else [its + other, other + its]
    for both in places:
        found = read(with_table(language, both), language)
        assert stated(found) == whole(language)
        (unread,) = [one for one in found.unread if OTHER[language] in one.text]
        assert title in unread.where


@pytest.mark.parametrize("language", LANGUAGES)
def test_tabs_tell_the_standard_prices_from_others(language: Language) -> None:
    usual, batch = ("Standard", "Batch") if language == "en" else ("标准", "批量")
    its = table(language)
    for both in ((usual, batch), (usual, "Scale"), ("API", batch)):
        for order in (1, -1):
            page = tabs(*[(both[0], its), (both[1], dearer(language))][::order])
            found = read(with_table(language, page), language)
            assert stated(found) == whole(language)
            assert [both[1] in one.where for one in found.unread if OTHER[language] in one.text] == [True]
    alike = read(with_table(language, tabs((usual, its), (batch, its))), language)
    assert stated(alike) == whole(language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("how", ["a fold", "a caption", "a heading", "a bold line"])
def test_a_table_of_other_prices_alone_is_not_the_watched_one(language: Language, how: str) -> None:
    page = with_table(language, titled(how, {"en": "Batch", "zh": "批量"}[language], table(language)))
    if how == "a bold line":
        # Nothing says that the line is about the table.
        assert stated(read(page, language)) == whole(language)
    else:
        with pytest.raises(PageChanged, match=r"another heading|says other prices"):
            read(page, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "titles",
    [
        ("", ""),
        ("Alpha", "Beta"),
        ("Standard", "Standard"),
        ("标准", "标准"),
        ("", "New"),
        ("Standard", "Discount"),
        ("", "优惠"),
    ],
)
def test_two_tables_that_nothing_tells_apart_are_refused(language: Language, titles: tuple[str, str]) -> None:
    its = (table(language), dearer(language))
    shown = "".join(titled("a fold", title, one) if title else one for title, one in zip(titles, its, strict=True))
    with pytest.raises(PageChanged, match=r"2 tables of prices, and no sentence .* and no title says which") as refused:
        read(with_table(language, shown), language)
    assert all(title in refused.value.text for title in titles)
