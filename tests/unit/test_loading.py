"""Modules are loaded without a search for garbage, which goes on afterwards."""

import gc

import pytest

from flows.loading import loading


def test_garbage_is_collected_after_modules_were_loaded_and_not_meanwhile() -> None:
    before = gc.get_freeze_count()
    with loading():
        assert not gc.isenabled()
        loaded = [[number] for number in range(1_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(loaded)


def test_garbage_is_collected_where_a_module_could_not_be_loaded() -> None:
    with pytest.raises(ImportError), loading():
        raise ImportError
    assert gc.isenabled()
