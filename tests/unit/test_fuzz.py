"""Fuzzing: it has pages for every reader, notices what it looks for, and says how that is seen again."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bench import fuzz
from bench.harness.fuzz.corpus import corpus, sources
from bench.harness.fuzz.mutations import mutated
from scrapers.page import Page
from scrapers.registry import BACKFILLS, SOURCES
from scrapers.source import ReadsPage, Source
from tests.support.tripping import TRIPS, asserts, reads_all, states_half_a_character

NAME = "openrouter"


def test_every_registered_source_has_a_reader_with_sample_pages() -> None:
    assert [name for name, source in ChainMap(SOURCES, BACKFILLS).items() if not corpus().get(source.read)] == []


def test_every_reader_is_fuzzed_once() -> None:
    readers = [ChainMap(SOURCES, BACKFILLS)[name].read for name in sources()]
    assert len(set(readers)) == len(readers)
    assert set(readers) == {source.read for source in ChainMap(SOURCES, BACKFILLS).values()}


@pytest.mark.parametrize("name", sources())
def test_one_seed_makes_the_same_pages_and_most_are_other_ones(name: str) -> None:
    pages = corpus()[ChainMap(SOURCES, BACKFILLS)[name].read]

    def made(seed: int) -> list[bytes]:
        rng = Random(seed)  # noqa: S311 (no secret)
        return [mutated(pages[0], rng, pages) for _ in range(20)]

    first = made(1)
    assert made(1) == first != made(2)
    assert sum(body != pages[0].body for body in first) > 10


@pytest.fixture
def found_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(fuzz, "FOLDER", tmp_path)
    return tmp_path


def fuzzing(monkeypatch: pytest.MonkeyPatch, source: Source) -> fuzz.Fuzzed:
    """Twenty pages of a source that has another reader."""
    every: Mapping[str, Source] = {NAME: source}
    pages = {source.read: [Page(NAME, "sample/", b"trip", fuzz.day("2026-05-08"))]}
    monkeypatch.setattr(fuzz, "EVERY", every)
    monkeypatch.setattr(fuzz, "corpus", lambda: pages)
    return fuzz.fuzz((NAME, 0.2, "0"))


@pytest.mark.parametrize("read", [asserts, states_half_a_character])
def test_a_reader_that_trips_is_noticed_and_its_page_is_read_again_by_its_name(
    found_in: Path, monkeypatch: pytest.MonkeyPatch, read: ReadsPage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read in TRIPS
    tripped = replace(SOURCES[NAME], read=read)
    trips = fuzzing(monkeypatch, tripped).trips
    assert len(trips) == (1 if read is asserts else 0)
    for file in found_in.iterdir():
        assert fuzz.main(str(file)) == 1
        assert "AssertionError" in capsys.readouterr().out


def test_a_reader_that_only_reads_or_refuses_has_no_trips(found_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fuzzed = fuzzing(monkeypatch, replace(SOURCES[NAME], read=reads_all))
    assert (fuzzed.trips, list(found_in.iterdir())) == ({}, [])
    assert fuzzed.pages == fuzzed.read > 0
