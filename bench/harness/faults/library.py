"""The library that lets calls on files fail: compiled when it is needed, and told by its functions what to do."""

import ctypes
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("failing.c")
LOADED = "LD_PRELOAD"


@dataclass(frozen=True)
class Call:
    """One call of a run: its number, its name, and the file below the home."""

    number: int
    name: str
    file: str


def compiler() -> str | None:
    """Return the C compiler of this machine, if it has one."""
    return shutil.which("cc") or shutil.which("gcc")


def start_with_library(module: str, words: list[str], folder: Path) -> int:
    """Compile the library, and run a module of Python with it; return its exit code."""
    library = folder / "failing.so"
    command = [compiler() or "cc", "-O1", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True)
    environ = {**os.environ, LOADED: str(library)}
    return subprocess.run([sys.executable, "-m", module, *words], env=environ, check=False).returncode


def arm(folder: Path, number: int = 0, error: int = 0, lasts: int = 0, told: Path | None = None) -> None:
    """From now on let the so-many-th call on files below a folder fail, and so many after it; 0 lets none."""
    begin = ctypes.CDLL(None).fault_begin
    begin.argtypes = (ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_long, ctypes.c_char_p)
    begin(str(folder).encode(), number, error, lasts, str(told or "").encode())


def told_calls(file: Path) -> list[Call]:
    """Return the calls that a run was told of."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    return [Call(int(number), name, path) for number, name, path in rows]
