"""The help of a command: examples at its end, each of which can be parsed, in a terminal's width."""

import shlex
from importlib import import_module
from unittest.mock import Mock

import pytest

from cli.commands import DESCRIPTIONS, EXAMPLES, MODULES
from cli.main import parser
from cli.options import options_and_commands

OF_THEIR_OWN = {"completion"}
"""Commands whose help ends with a text of its own."""


def test_every_command_has_examples() -> None:
    assert EXAMPLES.keys() | OF_THEIR_OWN == DESCRIPTIONS.keys()
    _, commands = options_and_commands(parser())
    assert [name for name, command in commands.items() if f"almanac {name}" not in (command.epilog or "")] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_a_command_that_can_be_typed(name: str) -> None:
    for line in EXAMPLES[name]:
        assert len(f"  almanac {line}") <= 80
        assert parser().parse_args(shlex.split(line)).command, line


@pytest.mark.parametrize("name", sorted(DESCRIPTIONS))
def test_a_help_keeps_the_lines_of_its_examples_and_fits_a_terminal(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        parser().parse_args([name, "--help"])
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    for line in EXAMPLES.get(name, ()):
        assert f"\n  almanac {line}\n" in shown


@pytest.mark.parametrize("choice", ["accept", "reject", "undo"])
def test_the_help_of_a_decision_ends_with_its_exit_codes(choice: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["held", choice, "--help"])
    lines = capsys.readouterr().out.splitlines()
    assert "exit codes:" in lines
    assert "None" not in lines


def test_every_module_adds_what_the_list_names() -> None:
    for module, described in MODULES.items():
        commands = Mock()
        import_module(module).add(commands)
        added = {call.args[0] for call in commands.add_parser.call_args_list}
        assert added >= described.keys()
