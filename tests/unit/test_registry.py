"""The registry: it finds each source in the package that its name begins or ends with, and loads no other."""

import operator
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from scrapers.registry import BACKFILLS, FORMER, PACKAGES, SOURCES, Sources, UnloadedSources
from scrapers.source import Source

ROOT = Path(__file__).parents[2]
LISTED = {"SOURCES": SOURCES, "BACKFILLS": BACKFILLS, "FORMER": FORMER}
LOADED = f"; import sys; print(*({ {*PACKAGES, 'catalogue'} } & {{name[9:] for name in sys.modules}}))"


def packages_that_list(attribute: str) -> list[str]:
    """The packages of readers that list sources under a name, as a walk through their files finds them."""
    files = sorted((ROOT / "scrapers").glob("*/__init__.py"))
    listed = re.compile(rf"^    from .* import .*\b{attribute}\b|^{attribute}\b", re.MULTILINE)
    return [file.parent.name for file in files if listed.search(file.read_text("utf-8"))]


@pytest.mark.parametrize("attribute", LISTED)
def test_every_source_of_every_package_is_registered_under_its_name(attribute: str) -> None:
    listed = [
        source
        for package in packages_that_list(attribute)
        for source in getattr(import_module(f"scrapers.{package}"), attribute)
    ]
    assert listed
    assert dict(LISTED[attribute]) == {source.name: source for source in listed}
    asked_alone = UnloadedSources(attribute, tuple(packages_that_list(attribute)))
    assert [asked_alone[source.name] for source in listed] == listed, "the name leads to the package"


def test_sources_are_listed_in_the_order_of_the_packages() -> None:
    modules = [import_module(f"scrapers.{package}") for package in PACKAGES]
    assert [*SOURCES] == [source.name for module in modules for source in module.SOURCES]
    assert [*UnloadedSources("SOURCES", PACKAGES).in_turn()] == [*SOURCES.values()]


def test_what_is_no_source_is_not_found() -> None:
    lazy = UnloadedSources("SOURCES", PACKAGES)
    for name in ("", "deepseek", "deepseek_", "nobody", "zai_catalogue"):
        assert name not in lazy
        assert name not in SOURCES


@pytest.mark.parametrize(
    ("asked", "needed"),
    [
        ("REGISTERED['zai_pricing']", {"zai"}),
        ("REGISTERED['zai_catalogue']", {"zai", "catalogue"}),
        ("'nobody' in REGISTERED", set[str]()),
        ("find_calendar('CN')", {"deepseek"}),
        ("find_calendar('')", set[str]()),
        ("next(websites())", {"deepseek"}),
        ("board_conventions('arena_text')", {"arena", "huggingface"}),
    ],
)
def test_a_question_loads_the_packages_that_it_needs(asked: str, needed: set[str]) -> None:
    code = f"from scrapers.registry import *; {asked}{LOADED}"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert {*done.stdout.split()} == needed


WHOLE = dict(SOURCES)
QUESTIONS: dict[str, Callable[[dict[str, Source]], object]] = {
    "iter": list,
    "reversed": lambda sources: [*reversed(sources)],
    "len": len,
    "bool": bool,
    "repr": repr,
    "keys": lambda sources: [*sources.keys()],
    "values": lambda sources: [*sources.values()],
    "items": lambda sources: [*sources.items()],
    "equal": lambda sources: (sources == WHOLE, sources != WHOLE, sources == {}),
    "or": lambda sources: sources | {"toy": sources["zai_pricing"]},
    "or of another": lambda sources: {"toy": SOURCES["zai_pricing"]} | sources,
    "copy": lambda sources: sources.copy(),
    "dict": lambda sources: dict(sources),
    "unpacked": lambda sources: {**sources},
    "sorted": sorted,
    "pop": lambda sources: [sources.pop("zai_pricing"), list(sources)],
    "setdefault": lambda sources: [sources.setdefault("zai_pricing", SOURCES["epoch_gpqa_diamond"]), list(sources)],
    "set": lambda sources: [operator.setitem(sources, "toy", SOURCES["zai_pricing"]), sources["toy"], list(sources)],
    "delete": lambda sources: [operator.delitem(sources, "zai_pricing"), list(sources), "zai_pricing" in sources],
    "clear": lambda sources: [sources.clear(), list(sources)],
    "get": lambda sources: (sources.get("zai_pricing"), sources.get("nobody"), sources.get("nobody", 1)),
    "in turn": lambda sources: [*(sources.in_turn() if isinstance(sources, Sources) else sources.values())],
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_answers_as_a_dict_before_and_after_all_are_loaded(question: str) -> None:
    unloaded, loaded = (UnloadedSources("SOURCES", PACKAGES) for _ in range(2))
    loaded.complete()
    answer = QUESTIONS[question](dict(WHOLE))
    assert QUESTIONS[question](unloaded) == answer
    assert QUESTIONS[question](loaded) == answer


def test_no_question_is_left_to_an_empty_dict() -> None:
    inherited = {name for name in vars(dict) if getattr(UnloadedSources, name) is getattr(dict, name)}
    assert (
        inherited <= {"__new__", "__getattribute__", "__class_getitem__", "__hash__", "fromkeys"} | vars(object).keys()
    )


def test_it_is_the_same_for_another_process() -> None:
    # Prefect sends the function of a flow to its process with what it refers to.
    for is_loaded in (False, True):
        sources = UnloadedSources("SOURCES", PACKAGES)
        assert not is_loaded or len(sources)
        sent = pickle.loads(pickle.dumps(sources))  # noqa: S301 (our own bytes)
        assert list(sent) == list(SOURCES)
        assert sent["zai_pricing"].name == "zai_pricing"
