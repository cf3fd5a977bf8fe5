"""What is struck through outside of cells states nothing: it is left out of what is read, and named."""

from datetime import timedelta

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from flows.database import Store
from models.facts.kinds import Notice, Retirement
from samples.deepseek.facts import Language
from samples.deepseek.pages import pricing
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.db.test_cells import LANGUAGES, NOW, read, stated, whole
from tests.db.test_hold import told
from tests.support.walks import feed
from tests.unit.test_watched_table import OTHER, dearer, table, with_table

STRUCK = ("<del>{}</del>", "<s>{}</s>", "<strike>{}</strike>", '<span style="text-decoration: line-through;">{}</span>')
SAID: dict[Language, str] = {
    "en": "The name deepseek-v4-pro will be deprecated on 2026/12/24 15:59 UTC.",
    "zh": "deepseek-v4-pro 模型名将于北京时间 2026/12/24 23:59 弃用。",
}
WHERE = (
    "<p>{}</p><hr>",
    "<ul><li>{}</li></ul><hr>",
    "<p>(1) {} More.</p><hr>",
    "<blockquote>{}</blockquote><hr>",
    "{}<hr>",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("struck", STRUCK)
def test_a_note_that_is_struck_through_states_nothing_and_is_named(language: Language, struck: str) -> None:
    plain = read(pricing(NOW, language).replace("<hr>", f"<p>{SAID[language]}</p><hr>", 1), language)
    assert [fact for fact in plain.facts if isinstance(fact, Retirement) and fact.model == "deepseek-v4-pro"]
    for where in WHERE:
        note = where.format(struck.format(SAID[language]))
        found = read(pricing(NOW, language).replace("<hr>", note, 1), language)
        assert stated(found) == whole(language), where
        (unread,) = [one for one in found.unread if one.where == "struck through"]
        assert unread.text == SAID[language].replace("  ", " ")
        assert not [fact for fact in found.facts if isinstance(fact, Notice) and fact.text == SAID[language]]


@pytest.mark.parametrize("tag", ["caption", "tfoot"])
def test_a_struck_note_above_or_below_a_table_states_nothing(tag: str) -> None:
    its, note = table("en"), f"<del>{SAID['en']}</del>"
    made = its.replace(">", f"><caption>{note}</caption>", 1) if tag == "caption" else its.replace(
        "</table>", f'<tfoot><tr><td colspan="5">{note}</td></tr></tfoot></table>'
    )  # fmt: skip
    found = read(with_table("en", made), "en")
    assert stated(found) == whole("en")
    assert [one.text for one in found.unread] == [SAID["en"]]


def test_a_date_that_is_struck_through_is_not_the_date() -> None:
    note = "<p>The name deepseek-v4-pro will be deprecated on <del>2026/12/24</del> 2026/12/30 15:59 UTC.</p><hr>"
    found = read(pricing(NOW).replace("<hr>", note, 1), "en")
    ends = {fact.retires_at for fact in found.facts if isinstance(fact, Retirement) and fact.retires_at}
    assert day("2026-12-30 15:59") in ends
    assert day("2026-12-24 15:59") not in ends


@pytest.mark.parametrize("struck", STRUCK[:1])
def test_a_believed_sentence_that_is_struck_through_waits_for_a_person(store: Store, struck: str) -> None:
    note = f"<p>{SAID['en']}</p><hr>"
    feed(store, NOW, pricing(NOW).replace("<hr>", note, 1))
    before = told(store)
    later = pricing(NOW).replace("<hr>", note.replace(SAID["en"], struck.format(SAID["en"])), 1)
    outcomes = [feed(store, NOW + timedelta(hours=hour), later).outcome for hour in (1, 2, 3)]
    assert outcomes == ["held"] * 3
    assert "retirement cancelled" not in told(store)[len(before) :]


def test_a_table_that_is_struck_through_is_named_beside_the_one_that_is_not() -> None:
    for both in (
        f"<del>{dearer('en')}</del>{table('en')}",
        f"{table('en')}<div style='text-decoration:line-through'>{dearer('en')}</div>",
    ):
        found = read(with_table("en", both), "en")
        assert stated(found) == whole("en")
        assert any(OTHER["en"] in one.text for one in found.unread)


@pytest.mark.parametrize("source", ["deepseek_updates", "deepseek_updates_zh", "deepseek_news"])
def test_what_is_struck_through_in_the_change_log_and_in_news_is_no_statement(source: str) -> None:
    note = f"<p><del>{SAID['zh' if source.endswith('zh') else 'en']}</del></p>"
    text = page_of(source, NOW).decode()
    place = "</h1>" if source == "deepseek_news" else "</p>"
    marked = text.replace(place, f"{place}{note}", 1)
    found, plain = (SOURCES[source].reading(Page(source, "u", one.encode(), NOW)) for one in (marked, text))
    assert stated(found) == stated(plain)
    assert [one.text for one in found.unread if one not in plain.unread] == [note[8:-10]]
    (mention,) = [one for one in found.mentions if one.text.startswith("struck through")]
    assert ("deepseek-v4-pro" in mention.models, "withdrawn" in mention.denies) == (True, True)


@pytest.mark.parametrize("around", ["<del>{}</del>", '<div style="text-decoration: line-through">{}</div>'])
def test_a_section_that_is_struck_through_states_nothing(around: str) -> None:
    section = f"<h3>Names that end</h3><p>{SAID['en']}</p><ul><li>More.</li></ul>"
    for inner in (section, f"{section}<table><tr><td>deepseek-v4-pro</td><td>$1</td></tr></table>"):
        found = read(pricing(NOW).replace("<hr>", f"{around.format(inner)}<hr>", 1), "en")
        assert stated(found) == whole("en")
        assert any(SAID["en"] in one.text for one in found.unread if one.where == "struck through")
