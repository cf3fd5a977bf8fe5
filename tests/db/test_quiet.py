"""The same page in other clothes: numbers of notes, white space, assets and attributes are no news."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.readings.reading import Reading
from samples.visits import SOURCES as SAMPLED
from samples.visits import instants
from scrapers.deepseek.docs_site.page_checks import HOST
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.db.test_road import counts
from tests.support.quick import examples

VARIATIONS, MANY_VARIATIONS = 10, 50
"""Of each page, and by the profile of `make check`."""
ERAS = [
    ("deepseek_pricing", "2024-09-05 12:00"),
    ("deepseek_pricing", "2025-01-25"),
    ("deepseek_pricing", "2025-03-01"),
    ("deepseek_pricing", "2025-08-22"),
    ("deepseek_pricing", "2026-05-10"),
    ("deepseek_pricing", "2026-08-14"),
    ("deepseek_pricing", "2026-10-20"),
    ("deepseek_pricing_zh", "2025-01-25"),
    ("deepseek_pricing_zh", "2026-05-10"),
    ("deepseek_pricing_zh", "2026-10-20"),
]
"""One page per layout and language."""
NAMED = re.compile(r'<([a-z]+)((?: [a-z-]+="[^"]*"){2,})')
SPACES = (" ", "  ", "\n", "\n\t", "&nbsp;", " \u200b", "\u3000")
HEX = "0123456789abcdef"


def varied(text: str, chance: Random) -> str:
    """The page as another build of the site might print it."""
    numbers = chance.sample(range(1, 99), 10)
    text = re.sub(r"\(([1-9])\)", lambda found: f"({numbers[int(found[1])]})", text)
    text = re.sub(r"\.[0-9a-f]{8}\.", lambda _: f".{_letters(chance, 8)}.", text)
    text = re.sub(r"(?<=_)[A-Za-z]{4}(?=[ \"])", lambda _: _letters(chance, 4), text)
    text = NAMED.sub(lambda found: f"<{found[1]}{_shuffled(found[2], chance)}", text)
    text = re.sub(r"(?<=</tr>|</td>|</li>)(?=<)", lambda _: chance.choice(("", "\n", "\n  ", "\t")), text)
    text = re.sub(r"(?<=<td>)(?=[^<])|(?<=[^>])(?=</td>)", lambda _: chance.choice(("", *SPACES)), text)
    head, body = text.split("<article>")
    return f"{head}<article>{re.sub(r'(?<=[a-z,]) (?=[a-z])(?=[^<>]*<)', lambda _: chance.choice(SPACES), body)}"


def _letters(chance: Random, count: int) -> str:
    return "".join(chance.choices(HEX, k=count))


def _shuffled(attributes: str, chance: Random) -> str:
    found = re.findall(r' [a-z-]+="[^"]*"', attributes)
    return "".join(chance.sample(found, len(found)))


def visit(store: Store, name: str, at: datetime, body: bytes) -> str:
    source = SOURCES[name]
    return process_attempt(Run(store, source), lambda: Page(name, f"{HOST}{source.path}", body, at)).outcome


def variations(era: str, text: str, count: int) -> list[str]:
    chance = Random(era)  # noqa: S311 (no secret)
    others = {varied(text, chance) for _ in range(count)}
    assert len(others - {text}) == count
    return sorted(others)


def test_five_hundred_pages_are_read_by_the_profile_of_the_check() -> None:
    assert len(ERAS) * MANY_VARIATIONS == 500


@pytest.mark.parametrize(("name", "era"), ERAS)
def test_the_same_page_in_other_clothes_says_the_same_whatever_they_are(name: str, era: str) -> None:
    """All that its reading holds: without a database."""
    at, text = day(era), page_of(name, day(era)).decode()

    def reading(of: str) -> Reading:
        return SOURCES[name].reading(Page(name, f"{HOST}{SOURCES[name].path}", of.encode(), at))

    said = reading(text)
    for other in variations(era, text, examples(VARIATIONS, MANY_VARIATIONS)):
        assert reading(other) == said, other


@pytest.mark.parametrize(("name", "era"), ERAS)
def test_the_same_page_in_other_clothes_is_no_news(store: Store, name: str, era: str) -> None:
    at, text = day(era), page_of(name, day(era)).decode()
    visit(store, name, at, text.encode())
    before = counts(store)
    for minutes, other in enumerate(variations(era, text, 2), 1):
        assert visit(store, name, at + timedelta(minutes=minutes), other.encode()) == "same"
    for table in ("snapshot", "body"):
        before[table] += 2
    assert counts(store) == before


@pytest.mark.parametrize("name", SAMPLED)
def test_a_page_that_stands_says_nothing_new_whoever_begins_to_read_it_late(store: Store, name: str) -> None:
    """A first reading after all that the page announces has happened, and another one."""
    for number, at in enumerate(instants(name)[::-4]):
        source = replace(SOURCES[name], name=f"{name} {number}")
        page = Page(source.name, f"{HOST}{source.path}", page_of(name, at), at + timedelta(days=400))
        again = replace(page, moment=page.moment + timedelta(hours=1))
        settled = [process_attempt(Run(store, source), lambda page=page: page) for page in (page, again)]
        assert [(one.outcome, one.changes) for one in settled] == [("facts", 0), ("same", 0)]
