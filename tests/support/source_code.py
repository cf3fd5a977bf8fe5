"""The code of the project as syntax trees, each file parsed once for all tests of a process that go through it."""

import ast
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1_500)
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """Every node of a file, as `ast.walk` finds them."""
    return tuple(ast.walk(parsed(file)))


@lru_cache(maxsize=1_500)
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))
