"""The rooms: packages are used through their public names, docstrings say things directly, names are defined once."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from cli.commands import MODULES as COMMAND_MODULES
from tests.support.source_code import nodes, parsed

ROOT = Path(__file__).parents[2]
PACKAGES = ("alerts", "bench", "cli", "flows", "migrations", "models", "samples", "scrapers")
WITHOUT_PUBLIC_NAMES = {"bench", "migrations", "samples"}
"""Packages whose subpackages do not export their names yet: take one out when its folders are done."""
PROGRAMS = "flows.programs"
"""Modules that are started as processes and never imported: their package exports nothing."""
COMMAND_ROOMS = {module.rpartition(".")[0] for module in COMMAND_MODULES}
"""Packages of commands may export nothing: `cli.main` loads the module of a command by its name."""
QUESTION = re.compile(r"(?:What|Whether|How|Who|Whom|Whose|Where|Which|When|Why)\b")


def files(*packages: str) -> list[Path]:
    return sorted(file for package in packages for file in (ROOT / package).rglob("*.py"))


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(file): file for file in files(*PACKAGES)}
SUBPACKAGES = {
    name
    for name, file in MODULES.items()
    if file.name == "__init__.py"
    and "." in name
    and name != PROGRAMS
    and name.split(".")[0] not in WITHOUT_PUBLIC_NAMES
}


def closed_package(importer: str, target: str) -> str | None:
    """The outermost subpackage that a module is in and the importer is not; None where there is none."""
    parents = (".".join(target.split(".")[:depth]) for depth in range(2, target.count(".") + 1))
    return next((name for name in parents if name in SUBPACKAGES and not f"{importer}.".startswith(f"{name}.")), None)


@cache
def imported_modules(file: Path) -> tuple[str, ...]:
    """The modules of the packages that a file imports, or imports a name from."""
    found: list[str] = []
    for node in nodes(file):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            found += (name if name in MODULES else node.module for name in names)
    return tuple(found)


def exported_names(package: str) -> list[str]:
    tree = parsed(MODULES[package])
    lists = (
        node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    return [name for found in lists for name in ast.literal_eval(found)]


@pytest.mark.parametrize("package", PACKAGES)
def test_code_outside_a_subpackage_imports_the_names_that_the_subpackage_exports(package: str) -> None:
    """Tests may import the module that they test, and so may what they share with the benches."""
    inside = [
        f"{importer} imports {target}: import it from {closed}"
        for importer, file in MODULES.items()
        if importer.split(".")[0] == package and not importer.startswith("bench.harness.")
        for target in imported_modules(file)
        if (closed := closed_package(importer, target)) and target not in exported_modules(closed)
    ]
    assert inside == []


def exported_modules(package: str) -> set[str]:
    return {full for name in exported_names(package) if (full := f"{package}.{name}") in MODULES}


@pytest.mark.parametrize("package", sorted(SUBPACKAGES))
def test_a_subpackage_exports_what_it_says(package: str) -> None:
    names = exported_names(package)
    assert names or package in COMMAND_ROOMS, f"{package} has no __all__"
    assert len(names) == len(set(names))
    assert all(hasattr(import_module(package), name) for name in names)


@pytest.mark.parametrize("package", sorted(SUBPACKAGES))
def test_no_public_name_is_also_the_name_of_another_module_of_its_package(package: str) -> None:
    """Importing a submodule binds its name in the package, over a function of that name."""
    shadowed = [
        f"{module} defines {name}"
        for module, names in public_imports(package)
        for name in names
        if f"{package}.{name}" in MODULES and module not in (package, f"{package}.{name}")
    ]
    assert shadowed == []


def public_imports(package: str) -> Iterator[tuple[str, list[str]]]:
    """The modules that a package imports names from, with the names; `lazy_package` loads them."""
    for block in parsed(MODULES[package]).body:
        for node in block.body if isinstance(block, ast.If) else ():
            if isinstance(node, ast.ImportFrom):
                yield node.module or "", [alias.asname or alias.name for alias in node.names]


def defined_names(package: str) -> set[str]:
    """The names that a package defines in its own module."""
    body = parsed(MODULES[package]).body
    return {ast.unparse(node.targets[0]) for node in body if isinstance(node, ast.Assign)}


@pytest.mark.parametrize("package", sorted(SUBPACKAGES))
def test_a_subpackage_loads_its_public_names_when_they_are_used_or_defines_them(package: str) -> None:
    if {*exported_names(package)} <= defined_names(package):
        return
    loads = parsed(MODULES[package]).body[-1]
    assert ast.unparse(loads) == "lazy_package(__name__)"
    assert {name for _, names in public_imports(package) for name in names} == {*exported_names(package)}


@pytest.mark.parametrize("top", ["alerts", "cli", "flows", "models", "scrapers"])
def test_subpackages_import_each_other_one_way(top: str) -> None:
    """A cycle between folders shows as folders that no order puts before all that import them."""
    folders = {folder_of(name) for name in MODULES if name.startswith(f"{top}.")}
    needs = {
        folder: {
            folder_of(target)
            for name, file in MODULES.items()
            if folder_of(name) == folder and name.startswith(f"{top}.")
            for target in imported_modules(file)
            if target.startswith(f"{top}.")
        }
        - {folder}
        for folder in folders
    }
    while free := {folder for folder, needed in needs.items() if not needed}:
        needs = {folder: needed - free for folder, needed in needs.items() if folder not in free}
    assert needs == {}


def folder_of(name: str) -> str:
    """The subpackage below the top that a module is in; a module beside them counts for itself."""
    return ".".join(name.split(".")[:2])


def docstrings(file: Path) -> Iterator[tuple[int, str]]:
    """Line and text of the docstrings of a module: also those of fields and constants, which stand behind them."""
    for node in nodes(file):
        for line in node.body if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) else ():
            if (
                isinstance(line, ast.Expr)
                and isinstance(line.value, ast.Constant)
                and isinstance(line.value.value, str)
            ):
                yield line.lineno, line.value.value


@pytest.mark.parametrize("package", PACKAGES)
def test_no_docstring_begins_with_a_question_word(package: str) -> None:
    questions = [
        f"{file.relative_to(ROOT)}:{line}: {text.strip().splitlines()[0]}"
        for file in files(package)
        if "versions" not in file.parts
        for line, text in docstrings(file)
        if QUESTION.match(text.strip())
    ]
    assert questions == []


def type_names(file: Path) -> Iterator[str]:
    """The classes and aliases of a module: capitalized names of its top level that are no constants."""
    for node in parsed(file).body:
        match node:
            case ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                if name.lstrip("_")[:1].isupper() and not name.lstrip("_").isupper():
                    yield name
            case _:
                pass


def test_no_class_or_alias_is_defined_twice() -> None:
    defined: dict[str, list[str]] = defaultdict(list)
    for name, file in MODULES.items():
        if "versions" not in file.parts:
            for type_name in set(type_names(file)):
                defined[type_name].append(name)
    assert {name: where for name, where in defined.items() if len(where) > 1} == {}
