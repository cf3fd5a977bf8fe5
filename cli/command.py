"""How a command is added to the command line."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any

from flows.settings import Settings

Commands = Any
"""What `ArgumentParser.add_subparsers` returns: argparse keeps its type to itself."""
Command = Callable[[Settings, Namespace], None]


def command(commands: Commands, name: str, run: Command, words: str) -> ArgumentParser:
    """A command that calls `run`; its words stand in the list of commands and above its own help."""
    found: ArgumentParser = commands.add_parser(name, help=words, description=words, allow_abbrev=False)
    found.set_defaults(command=run)
    return found


def listing(commands: Commands, name: str, run: Command, words: str, lines: str = "JSON Lines") -> ArgumentParser:
    """A command that prints rows, with `--json` as JSON Lines; `lines` is what its help says of them."""
    found = command(commands, name, run, words)
    found.add_argument("--json", action="store_true", help=lines)
    return found
