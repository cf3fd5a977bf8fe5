"""What is mistyped on the command line comes with what was meant: every option and every command, on every level."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import pytest

from cli.main import INTERRUPTED, main, parser
from cli.options import options_and_commands


def parsers(found: ArgumentParser, *path: str) -> Iterator[tuple[tuple[str, ...], ArgumentParser]]:
    """The path of each parser, and the parser."""
    yield path, found
    for name, its in options_and_commands(found)[1].items():
        yield from parsers(its, *path, name)


def levels() -> Iterator[tuple[tuple[str, ...], list[str], list[str]]]:
    """The path of each parser, its long options and the commands below it."""
    for path, found in PARSERS:
        options, below = options_and_commands(found)
        yield path, [name for name in options if name.startswith("--")], list(below)


PARSERS = list(parsers(parser()))
LEVELS = list(levels())
OPTIONS = [(path, option) for path, options, _ in LEVELS for option in options]
CHOICES = [
    (path, name, str(choice))
    for path, found in PARSERS
    for name, option in options_and_commands(found)[0].items()
    for choice in option.choices or ()
    if name.startswith("--")
]
COMMANDS = [(path, name) for path, _, names in LEVELS for name in names]


def mistyped(name: str) -> Iterator[str]:
    """A letter lost, doubled, and two letters changed for each other."""
    dashes, word = name[: len(name) - len(name.lstrip("-"))], name.lstrip("-")
    middle = len(word) // 2
    yield dashes + word[:middle] + word[middle + 1 :]
    yield dashes + word[:middle] + word[middle] + word[middle:]
    if word[middle - 1] != word[middle]:
        yield dashes + word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]


def test_there_are_options_and_commands_on_three_levels() -> None:
    assert {len(path) for path, _, _ in LEVELS} == {0, 1, 2}
    assert (("held",), "--settled") in OPTIONS
    assert (("held",), "undo") in COMMANDS


@pytest.mark.parametrize(
    ("path", "option"), OPTIONS, ids=lambda part: part if isinstance(part, str) else "-".join(part)
)
def test_every_option_that_is_mistyped_is_suggested(
    path: tuple[str, ...], option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    known = next(options for place, options, _ in LEVELS if place == path)
    for wrong in mistyped(option):
        for typed in (wrong, f"{wrong}=x"):
            if wrong in known:
                continue
            with pytest.raises(SystemExit) as ended:
                main([*path, typed])
            answer = capsys.readouterr()
            assert (ended.value.code, answer.out) == (2, "")
            told = answer.err.splitlines()[-1]
            assert told.startswith(f"{' '.join(('almanac', *path))}: error: unknown option {wrong}: did you mean ")
            assert option in told


@pytest.mark.parametrize(
    ("path", "option", "choice"), CHOICES, ids=lambda part: part if isinstance(part, str) else "-".join(part)
)
def test_every_choice_of_an_option_that_is_mistyped_is_suggested(
    path: tuple[str, ...], option: str, choice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    known = [each for place, name, each in CHOICES if (place, name) == (path, option)]
    for wrong in mistyped(choice):
        if wrong in known:
            continue
        for typed in ([option, wrong], [f"{option}={wrong}"]):
            with pytest.raises(SystemExit) as ended:
                main([*path, *typed])
            told = capsys.readouterr().err.splitlines()[-1]
            assert ended.value.code == 2
            assert f"error: argument {option}: unknown {wrong!r}: did you mean " in told
            assert choice in told.rpartition(": ")[2]


@pytest.mark.parametrize(("path", "name"), COMMANDS, ids=lambda part: part if isinstance(part, str) else "-".join(part))
def test_every_command_that_is_mistyped_is_suggested(
    path: tuple[str, ...], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    known = next(names for place, _, names in LEVELS if place == path)
    for wrong in mistyped(name):
        if wrong not in known:
            with pytest.raises(SystemExit) as ended:
                main([*path, wrong])
            told = capsys.readouterr().err.splitlines()[-1]
            assert ended.value.code == 2
            assert f"error: unknown command {wrong!r}: " in told
            assert name in told.rpartition(": ")[2]


def test_what_is_like_nothing_comes_with_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["held", "accept", "1", "--zzz"])
    assert "error: unknown option --zzz: known are --help, --note, --json" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("held", "accept", "1", "--note", "-x or undo"),
        ("held", "accept", "1", "--note=--settled"),
        ("held", "accept", "--note", "undo", "1"),
        ("--config", "held", "held", "--settled"),
        ("held", "accept", "--", "--note"),
        ("prices", "--", "--at"),
    ],
)
def test_a_value_is_no_option_and_no_command(
    words: tuple[str, ...], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert home
    with suppress(SystemExit):
        main(words)
    assert "unknown" not in capsys.readouterr().err


def test_the_version_is_printed_as_a_result(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr()) == (0, (f"almanac {version('model-almanac')}\n", ""))


def test_a_command_that_is_stopped_by_ctrl_c_says_so_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_asked: Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("cli.execute.execute", stopped)
    assert main(["config"]) == INTERRUPTED == 130
    answer = capsys.readouterr()
    assert (answer.out, answer.err.strip()) == ("", "almanac: stopped by Ctrl-C; what was not finished is not recorded")
