"""The help of a command: examples at its end, each of which can be parsed, in a terminal's width."""

from importlib import import_module
from unittest.mock import Mock

import pytest

from cli.command import EXAMPLES
from cli.commands import MODULES
from cli.main import parser
from cli.options import options_and_commands

WITH_EXAMPLES = {"why", "diff", "notice", "chart"}


def epilogs() -> dict[str, str]:
    """The examples of each command that has some."""
    _, commands = options_and_commands(parser())
    return {
        name: str(command.epilog) for name, command in commands.items() if (command.epilog or "").startswith(EXAMPLES)
    }


def test_the_commands_that_answer_questions_have_examples() -> None:
    assert epilogs().keys() >= WITH_EXAMPLES


@pytest.mark.parametrize("name", sorted(WITH_EXAMPLES))
def test_every_example_is_a_command_that_can_be_typed(name: str) -> None:
    first, *lines = epilogs()[name].splitlines()
    assert first == EXAMPLES
    assert lines
    for line in lines:
        assert len(line) <= 80
        program, *words = line.split()
        assert program == "almanac"
        assert parser().parse_args(words).command, line


@pytest.mark.parametrize("name", sorted(WITH_EXAMPLES))
def test_a_help_keeps_the_lines_of_its_examples_and_fits_a_terminal(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        parser().parse_args([name, "--help"])
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    assert shown.rstrip().endswith(epilogs()[name].rstrip())


def test_every_module_adds_what_the_list_names() -> None:
    for module, described in MODULES.items():
        commands = Mock()
        import_module(module).add(commands)
        added = {call.args[0] for call in commands.add_parser.call_args_list}
        assert added >= described.keys()
