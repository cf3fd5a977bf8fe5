"""Adds commands to the command line."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any

from flows.settings import Settings

Commands = Any
"""The result of `ArgumentParser.add_subparsers`, whose type argparse does not export."""
Command = Callable[[Settings, Namespace], None]


def command(commands: Commands, name: str, run: Command, description: str) -> ArgumentParser:
    """Add a command that calls `run`; `words` is its description in the list of commands and in its help."""
    parser: ArgumentParser = commands.add_parser(name, help=description, description=description, allow_abbrev=False)
    parser.set_defaults(command=run)
    return parser


def listing(commands: Commands, name: str, run: Command, description: str, lines: str = "JSON Lines") -> ArgumentParser:
    """Add a command that prints rows, with `--json` for JSON Lines; `lines` is the help of that option."""
    parser = command(commands, name, run, description)
    parser.add_argument("--json", action="store_true", help=lines)
    return parser
