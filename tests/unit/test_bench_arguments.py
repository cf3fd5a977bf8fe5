"""The programs of `bench`: `--help` prints what one does, and measures nothing."""

import re
import sys
from pathlib import Path

import pytest

from bench.harness.arguments import arguments

PROGRAMS = [file for file in (Path(__file__).parents[2] / "bench").glob("*.py") if "__main__" in file.read_text()]


@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help_prints_the_docstring_and_ends(
    word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["program", "--small", word])
    monkeypatch.setattr(sys.modules["__main__"], "__doc__", "What it does.\n")
    with pytest.raises(SystemExit) as ended:
        arguments()
    assert (ended.value.code, capsys.readouterr().out) == (0, "What it does.\n")


def test_other_arguments_are_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["program", "--small", "7"])
    assert arguments() == ["--small", "7"]


@pytest.mark.parametrize("file", PROGRAMS, ids=lambda file: file.stem)
def test_every_program_reads_its_arguments_by_one_that_knows_help(file: Path) -> None:
    assert re.search(r"\barguments\(\)|ArgumentParser\(", file.read_text(encoding="utf-8"))
