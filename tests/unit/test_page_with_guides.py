"""A page that is fetched with those that it links to, and lists of ends that changed places."""

import pytest

from bench.harness.damage.base import shown
from bench.harness.damage.judged import judged
from bench.harness.damage.pages import Damaged
from bench.harness.dates import day
from scrapers.http.request import MARKDOWN, FetchRequest
from scrapers.http.ways import LinkedPages
from scrapers.page import Failed, Page
from tests.support.site import Answer, serving
from tests.unit.test_fetch import AT, MANNERS

TYPE = {"Content-Type": "text/markdown"}
WAY = LinkedPages(lambda _: ["/guide"], lambda pages: b"|".join(body for _, body in pages), with_index=True)


@pytest.mark.parametrize(
    ("guide", "body"),
    [
        (Answer(200, b"guide", TYPE), b"index|guide"),
        (Answer(404), b"index"),
        (Answer(200, b"<html>", {"Content-Type": "text/html"}), b"index"),
    ],
)
def test_a_linked_page_that_is_refused_is_left_out(guide: Answer, body: bytes) -> None:
    with serving(page=[Answer(200, b"index", TYPE)], guide=[guide]) as site:
        found = WAY(FetchRequest("s", f"{site.url}/page", AT, MARKDOWN.bounds(MANNERS), expected=MARKDOWN))
    assert isinstance(found, Page)
    assert found.body == body


def test_an_index_of_another_type_is_refused() -> None:
    with serving(page=[Answer(200, b"index", {"Content-Type": "text/html"})], guide=[Answer()]) as site:
        found = WAY(FetchRequest("s", f"{site.url}/page", AT, MARKDOWN.bounds(MANNERS), expected=MARKDOWN))
    assert isinstance(found, Failed)
    assert site.paths() == ["/page"]


LATE = "| October 23, 2026 | `gpt-4-1106-preview` | `gpt-5.5` |\n"
AUDIO = "| Shutdown date | Model family / snapshot | Recommended replacement |"
OFFER = " GPT-5.6 Sol’s promotional pricing is available at least through November 21, 2026."
TARGETS = "| `grok-3` | `grok-4.3` with `none` reasoning effort |"
EDITS = {
    "the newest announcement of a model, so that an older one stands": ("openai_deprecations", [(LATE, "")], "held"),
    "the titles of models and of replacements": (
        "openai_deprecations",
        [(AUDIO, "| Shutdown date | Recommended replacement | Model family / snapshot |")],
        "held",
    ),
    "a model and its replacement": (
        "openai_deprecations",
        [("`gpt-realtime` | `gpt-realtime-2.1`", "`gpt-realtime-2.1` | `gpt-realtime`")],
        "held",
    ),
    "the targets of two redirects": (
        "xai_pricing",
        [
            ("| `grok-code-fast-1` | `grok-build-0.1` |", "| `grok-code-fast-1` | `grok-4.3` |"),
            (TARGETS, "| `grok-3` | `grok-build-0.1` |"),
        ],
        "held",
    ),
    "the sentence of a promotion": ("openai_pricing", [(OFFER, "")], "held"),
}
DAYS = {"openai_deprecations": "2026-09-03", "xai_pricing": "2026-05-07", "openai_pricing": "2026-08-22"}


@pytest.mark.parametrize(("source", "edits", "outcome"), EDITS.values(), ids=EDITS)
def test_what_changed_places_or_is_gone_is_held(source: str, edits: list[tuple[str, str]], outcome: str) -> None:
    base = shown(source, day(DAYS[source]))
    text = base.text
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    assert judged(Damaged(base, "edited", text.encode())).outcome == outcome
