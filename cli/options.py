"""Reports mistyped options, commands and choices with similar names, before argparse parses them."""

import re
from argparse import Action, ArgumentParser
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import cast

OPTION = re.compile(r"-(?!\d|\.\d)[^ ]+")
"""Strings that argparse treats as options: negative numbers and texts with spaces are values."""


def expect_known(parser: ArgumentParser, typed: Sequence[str]) -> None:
    """Exit 2 with similar names for an unknown option, choice of an option, or command, on any level."""
    options, commands = options_and_commands(parser)
    words = iter(typed)
    for word in words:
        name, has_value, value = word.partition("=")
        if word == "--":
            return
        if OPTION.fullmatch(name):
            if name not in options:
                parser.error(f"unknown option {name}: {_suggestion(name, options)}")
            if options[name].nargs != 0:
                _expect_choice(parser, options[name], value if has_value else next(words, None))
        elif commands:
            if word not in commands:
                parser.error(f"unknown command {word!r}: {_suggestion(word, commands)}")
            expect_known(commands[word], list(words))
            return


def options_and_commands(parser: ArgumentParser) -> tuple[dict[str, Action], Mapping[str, ArgumentParser]]:
    """Return the options of a parser, and the parsers of its subcommands."""
    # argparse has no public attribute for them.
    actions: list[Action] = parser._actions  # pyright: ignore[reportPrivateUsage]
    options = {option: action for action in actions for option in action.option_strings}
    for action in actions:
        choices = cast(object, action.choices)
        if isinstance(choices, Mapping):
            return options, cast(Mapping[str, ArgumentParser], choices)
    return options, {}


def _expect_choice(parser: ArgumentParser, option: Action, value: str | None) -> None:
    """Exit 2 with similar values, unless the value is one of the choices of an option, if it has choices."""
    choices = [str(choice) for choice in option.choices or ()]
    if value is not None and choices and value not in choices:
        parser.error(f"argument {'/'.join(option.option_strings)}: unknown {value!r}: {_suggestion(value, choices)}")


def _suggestion(name: str, candidates: Iterable[str]) -> str:
    names = [other for other in candidates if other != "-h"]
    near = get_close_matches(name, names, n=3)
    return f"did you mean {', '.join(near)}?" if near else f"known are {', '.join(names)}"
