"""Every registered source is among those whose pages are damaged, by itself or by one that has the same reader."""

import pytest

from scrapers.registry import SOURCES
from tests.damage_base import DAMAGED

READERS = {(SOURCES[name].read, SOURCES[name].family) for name in DAMAGED}


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_is_damaged_too(name: str) -> None:
    source = SOURCES[name]
    readers = {getattr(read, "func", read) for read, _ in READERS}
    assert getattr(source.read, "func", source.read) in readers, f"add {name} to DAMAGED in tests/damage_base.py"
