"""Every registered source is among those whose pages are damaged, by itself or by one that has the same reader."""

import pytest

from bench.harness.damage.base import DAMAGED
from scrapers.registry import SOURCES

READERS = {(SOURCES[name].read, SOURCES[name].family) for name in DAMAGED}


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_is_damaged_too(name: str) -> None:
    source = SOURCES[name]
    readers = {getattr(read, "func", read) for read, _ in READERS}
    assert getattr(source.read, "func", source.read) in readers, (
        f"add {name} to DAMAGED in bench/harness/damage/base.py"
    )
