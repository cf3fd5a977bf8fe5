"""A run of `almanac up` leaves no process behind, whose parent may be one that collects no children of others; and its
page reader begins with what all pages need.
"""

import os
import subprocess
import sys

import pytest

from flows.page_reader import reader
from flows.serve import RunProcess


def test_a_run_ends_its_page_reader() -> None:
    pids = list[int]()
    idle = reader._IDLE  # pyright: ignore[reportPrivateUsage]
    RunProcess(target=lambda: pids.extend(each._process.pid for each in idle)).run()  # pyright: ignore
    left = list(idle)
    reader.close_readers()
    assert left == []
    with pytest.raises(ChildProcessError):
        os.waitpid(pids[0], os.WNOHANG)


COMPILED = """
import re, sys
from importlib import import_module
import_module(sys.argv[1])
from samples.deepseek.pages import change_instants, pricing
from scrapers.page import Page
from scrapers.registry import SOURCES
compiled, compile_pattern = [], re._compiler.compile
re._compiler.compile = lambda *given: compiled.append(given) or compile_pattern(*given)
at = change_instants()[-4]
SOURCES["deepseek_pricing"].reading(Page("deepseek_pricing", "", pricing(at).encode(), at))
print(len(compiled))
"""


def test_a_copy_that_reads_a_page_has_most_patterns_compiled() -> None:
    loaded, preloaded = (
        int(subprocess.run([sys.executable, "-c", COMPILED, module], capture_output=True, check=True).stdout)
        for module in ("scrapers.deepseek.pricing.page", "flows.preloaded")
    )
    assert preloaded < loaded / 3
