"""Sources of the user's own file: pages with the layout of a registered source, checked entry by entry."""

import os
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from flows.ingest.choice import enabled_sources, is_chosen
from flows.settings.load import BadSettings, load
from scrapers.own_sources import BadEntry, layouts, own_sources
from scrapers.page import Page
from scrapers.registry import OWN, REGISTERED, SOURCES, fetched_source

PAGE = Path(__file__).parents[2] / "docs" / "own-sources.md"
GOOD = {"url": "https://docs.acme.example/pricing.md?lang=en", "reader": "zai_pricing"}


@pytest.fixture(autouse=True)
def _no_own_sources_afterwards(home: Path) -> Generator[None]:
    assert home
    yield
    OWN.clear()


def written(home: Path, text: str) -> Path:
    home.mkdir(exist_ok=True)
    file = home / "sources.toml"
    file.write_text(text, encoding="utf-8")
    # A file of the same size and time is the same file.
    later = time.time_ns() + hash(text) % 1_000_000
    os.utime(file, ns=(later, later))
    return file


def test_a_source_has_the_reader_of_a_registered_one_and_a_family_of_its_own() -> None:
    (source,) = own_sources({"acme_pricing": {**GOOD, "vendor": "acme", "every_minutes": 30}}).values()
    like = SOURCES["zai_pricing"]
    assert source.url({}) == GOOD["url"]
    assert (source.read, source.reader, source.cadence_minutes) == (like.read, like.reader, 30)
    assert (source.vendor, source.family) == ("acme", "own acme_pricing")
    assert source.family not in {other.family for other in SOURCES.values()}


@pytest.mark.parametrize(
    ("name", "entry", "says"),
    [
        ("zai_pricing", GOOD, "[zai_pricing] is a source of the registry: give yours another name"),
        ("zai_catalogue", GOOD, "is a source of the registry"),
        ("Acme", GOOD, "[Acme]: no name of a source; take small letters"),
        ("acme__x", GOOD, "no name of a source"),
        ("a" * 81, GOOD, "no name of a source"),
        ("acme", 3, "acme: a source is a table: write [acme] with a url and a reader below it"),
        ("acme", {**GOOD, "cadence": 5}, "[acme] cadence: unknown; known are url, reader, vendor, every_minutes"),
        ("acme", {"reader": "zai_pricing"}, "[acme] url: an address as https://docs.acme.example/pricing"),
        ("acme", {**GOOD, "url": "docs.acme.example"}, "[acme] url: an address"),
        ("acme", {**GOOD, "url": "file:///etc/passwd"}, "[acme] url: an address"),
        ("acme", {**GOOD, "url": "https://me:secret@acme.example/"}, "[acme] url: an address"),
        ("acme", {**GOOD, "url": "https://acme.example:port/"}, "[acme] url: an address"),
        ("acme", {**GOOD, "url": "https://acme.example/ a"}, "[acme] url: an address"),
        ("acme", {**GOOD, "url": "https://acme.example/#here"}, "[acme] url: an address"),
        ("acme", {**GOOD, "reader": "zai_price"}, "[acme] reader: unknown 'zai_price'; did you mean zai_pricing?"),
        ("acme", {"url": GOOD["url"]}, "[acme] reader: take one of "),
        ("acme", {**GOOD, "reader": "arena_text"}, "[acme] reader: unknown 'arena_text'"),
        ("acme", {**GOOD, "reader": "openai_models_api"}, "[acme] reader: unknown 'openai_models_api'"),
        ("acme", {**GOOD, "vendor": "deepseek"}, "[acme] vendor: deepseek is a vendor of the registry"),
        ("acme", {**GOOD, "vendor": "Ac me"}, "[acme] vendor: one word in small letters"),
        ("acme", {**GOOD, "every_minutes": 4}, "[acme] every_minutes: a whole number from 5 to 10080"),
        ("acme", {**GOOD, "every_minutes": True}, "[acme] every_minutes: a whole number"),
        ("acme", {**GOOD, "every_minutes": "60"}, "[acme] every_minutes: a whole number"),
    ],
)
def test_an_entry_that_is_no_source_is_refused_in_one_line_that_says_what_to_do(
    name: str, entry: object, says: str
) -> None:
    with pytest.raises(BadEntry) as refused:
        own_sources({name: entry})
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_one_page_is_not_read_twice() -> None:
    with pytest.raises(BadEntry, match=r"\[two\] has the url and the reader of \[one\]: take one of the two out"):
        own_sources({"one": GOOD, "two": GOOD})
    assert len(own_sources({"one": GOOD, "two": {**GOOD, "reader": "google_pricing"}})) == 2


@pytest.mark.parametrize("layout", sorted(layouts()))
def test_every_offered_reader_reads_for_the_source_that_the_page_is_of(layout: str) -> None:
    from bench.harness.sample_pages import page_of
    from samples.visits import instants

    source = layouts()[layout]
    at = instants(layout)[-1]
    (own,) = own_sources({"acme_pricing": {**GOOD, "reader": layout}}).values()
    reading = own.reading(Page("acme_pricing", own.url({}), page_of(layout, at), at))
    same = source.reading(Page(layout, source.url({}), page_of(layout, at), at))
    assert {scope.source for scope in reading.scopes} == {"acme_pricing"}
    assert {fact.key[0] for fact in reading.facts} <= {"acme_pricing"}
    assert [fact.key[1:] for fact in reading.facts] == [fact.key[1:] for fact in same.facts]
    assert [fact.value for fact in reading.facts] == [fact.value for fact in same.facts]


def test_a_file_in_the_home_is_read_and_known_to_the_registry_until_another_home_is(home: Path) -> None:
    file = written(home, '[acme_pricing]\nurl = "https://docs.acme.example/p.md"\nreader = "zai_pricing"\n')
    settings = load()
    assert settings.sources_file == file
    assert [*settings.own_sources] == [*OWN] == ["acme_pricing"]
    assert REGISTERED["acme_pricing"] is fetched_source("acme_pricing") is settings.own_sources["acme_pricing"]
    assert is_chosen(settings, OWN["acme_pricing"])
    # It has no deployment of its own.
    assert "acme_pricing" not in {source.name for source in enabled_sources(settings)}
    assert load().own_sources is settings.own_sources, "a file that has not changed is read once"
    file.unlink()
    assert not load().own_sources
    assert "acme_pricing" not in REGISTERED


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[acme", "sources.toml is not TOML: "),
        ("[acme]\n[acme]\n", "sources.toml is not TOML: "),
        ("[acme]\nreader = 'zai_pricing'\n", "sources.toml: [acme] url: an address"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_entry(home: Path, text: str, says: str) -> None:
    written(home, text)
    with pytest.raises(BadSettings) as refused:
        load()
    assert f"{home}/{says}" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_named_has_to_be_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMANAC_SOURCES_FILE", str(home / "mine.toml"))
    with pytest.raises(BadSettings, match=r"sources_file: .*mine\.toml cannot be read: No such file or directory"):
        load()


def test_the_page_about_it_has_every_field() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for word in ("url", "reader", "vendor", "every_minutes", *layouts()):
        assert f"`{word}`" in page, word
