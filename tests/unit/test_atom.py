"""The feed of alerts, opened by another project's parser and compared with RFC 4287."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, cast
from xml.etree.ElementTree import Element, fromstring

import feedparser  # pyright: ignore[reportMissingTypeStubs]
from hypothesis import given

from alerts.feeds.atom import atom
from alerts.texts.escaping import lines, one_line
from models.schema.tables import Alert
from tests.support.said import CREDIT, ORIGINS, PAGE, PAYLOADS, SAID, TEXTS, alert, alert_row

NS = "{http://www.w3.org/2005/Atom}"
ONCE = ("id", "title", "updated")
"""RFC 4287: a feed and an entry have exactly one of each."""
MAY = {
    "feed": {"author", "category", "contributor", "generator", "icon", "link", "logo", "rights", "subtitle", "entry"},
    "entry": {"author", "category", "content", "contributor", "link", "published", "rights", "source", "summary"},
}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def written(*alerts: Alert) -> bytes:
    return atom(map(alert_row, alerts), ORIGINS)


def read(content: bytes) -> Any:  # noqa: ANN401 (the parser has no types)
    parse = cast("Callable[[bytes], Any]", feedparser.parse)  # pyright: ignore[reportUnknownMemberType]
    found = parse(content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def entries(content: bytes) -> list[Element]:
    return fromstring(content).findall(f"{NS}entry")  # noqa: S314 (of our own making)


def text(element: Element, name: str) -> str | None:
    return element.findtext(f"{NS}{name}")


def expect_atom(content: bytes) -> None:
    """What RFC 4287 asks for in its sections 3 and 4."""
    feed = fromstring(content)  # noqa: S314
    for element in (feed, *feed.findall(f"{NS}entry")):
        names = [child.tag.removeprefix(NS) for child in element]
        assert set(names) <= {*ONCE, *MAY[element.tag.removeprefix(NS)]}
        assert [names.count(name) for name in (*ONCE, "author")] == [1, 1, 1, 1]
        assert text(element, "author/" + NS + "name")
        assert all(names.count(name) <= 1 for name in ("content", "published", "rights", "summary", "link"))
        assert URN.fullmatch(text(element, "id") or "")
        assert all(INSTANT.fullmatch(text(element, name) or "") for name in ("updated", "published") if name in names)
        assert all(category.get("term") for category in element.findall(f"{NS}category"))
    ids = [text(element, "id") for element in feed.iter() if text(element, "id")]
    assert len(set(ids)) == len(ids)


def test_the_feed_has_what_the_standard_asks_for() -> None:
    content = written(alert(1), alert(2, source="arena_text"), alert(3, source="another"))
    expect_atom(content)
    assert read(content).version == "atom10"


def test_an_entry_is_an_alert_as_it_was_said() -> None:
    (entry,) = read(written(alert())).entries
    assert entry.title == "deepseek-v4-pro: price changed"
    assert entry.content == [
        {"type": "text/plain", "language": None, "base": "", "value": "- price changed: output 0.87 → 3.96\n\nSeen"}
    ]
    assert entry.summary == "price changed: output 0.87 → 3.96"
    assert (entry.published, entry.updated) == ("2026-08-10T16:00:00Z", "2026-08-10T16:00:00Z")
    assert [tag.term for tag in entry.tags] == ["price changed", "warning"]
    assert (entry.link, entry.author) == (PAGE, "Model Almanac")


def test_the_id_of_an_entry_is_that_of_its_key_whatever_else_it_says() -> None:
    other, one, same = entries(written(alert(2), alert(1), alert(1, title="another")))
    assert text(one, "id") == text(same, "id") != text(other, "id")


def test_the_newest_stands_first_and_dates_the_feed() -> None:
    later = SAID + timedelta(days=1)
    found = read(written(alert(1), alert(3, created_at=later), alert(2, created_at=later)))
    assert [entry.id for entry in found.entries] == [read(written(alert(n))).entries[0].id for n in (3, 2, 1)]
    assert found.feed.updated == "2026-08-11T16:00:00Z"


def test_a_feed_of_nothing_is_a_feed() -> None:
    expect_atom(written())
    assert read(written()).entries == []


def test_the_same_alerts_are_the_same_to_the_byte() -> None:
    alerts = [alert(number) for number in range(5)]
    assert written(*alerts) == written(*reversed(alerts))


def test_the_credit_stands_where_terms_of_use_ask_for_it() -> None:
    credited, free = entries(written(alert(2, source="arena_text"), alert(1)))
    assert (text(credited, "rights"), text(free, "rights")) == (CREDIT, None)


def test_a_source_whose_page_is_not_known_has_no_link() -> None:
    assert [entry.find(f"{NS}link") for entry in entries(written(alert(source="another")))] == [None]


def test_hostile_text_stays_text_in_its_entry() -> None:
    expect_texts(PAYLOADS)


@given(TEXTS)
def test_any_text_stays_text_in_an_entry(payload: str) -> None:
    expect_texts([payload])


def expect_texts(payloads: Sequence[str]) -> None:
    """Each in an entry of its own, for both parsers."""
    content = written(
        *(
            alert(-number, title=payload, body=f"m{payload}", kind=f"m{payload}")
            for number, payload in enumerate(payloads)
        )
    )
    expect_atom(content)
    assert len(read(content).entries) == len(payloads)
    for payload, entry in zip(payloads, entries(content), strict=True):
        assert (text(entry, "title") or "") == one_line(payload)
        assert text(entry, "content") == lines(f"m{payload}")
        category = entry.find(f"{NS}category")
        assert category is not None
        assert category.get("term") == one_line(f"m{payload}")
