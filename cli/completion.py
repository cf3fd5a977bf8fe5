"""Completes commands, options and the names that they take, in bash, zsh and fish."""

import sys
from argparse import Action, ArgumentParser, Namespace
from contextlib import ExitStack, suppress
from typing import Any

import argcomplete
from argcomplete.completers import BaseCompleter
from argcomplete.shell_integration import shellcode  # pyright: ignore[reportUnknownVariableType]

from cli.command import Commands, command
from cli.commands import DESCRIPTIONS
from flows.settings import Settings

SHELLS = {
    "bash": 'eval "$(almanac completion bash)"     # in ~/.bashrc',
    "zsh": 'eval "$(almanac completion zsh)"      # in ~/.zshrc, after compinit',
    "fish": "almanac completion fish | source      # in ~/.config/fish/config.fish",
}
"""The line that each shell has to run, and the file that it belongs to."""


def add(commands: Commands) -> None:
    parser = command(commands, "completion", completion, DESCRIPTIONS["completion"])
    parser.add_argument("shell", choices=tuple(SHELLS), metavar="SHELL", help=", ".join(SHELLS))
    parser.epilog = "\n".join(("Type it once for each shell, or let it run at each start:", *SHELLS.values()))


def completion(settings: Settings, asked: Namespace) -> None:
    code: Any = shellcode(["almanac"], shell=asked.shell)
    sys.stdout.write(code)


def complete(parser: ArgumentParser) -> None:
    """Answer a shell that asks for completions, and exit. The shell sets the variables that argcomplete reads."""
    argcomplete.autocomplete(parser, default_completer=_Names())


class _Names(BaseCompleter):
    """Names of models, vendors, boards, sources and queries of the book, for the arguments that take them."""

    def __call__(self, *, prefix: str, action: Action, parser: ArgumentParser, parsed_args: Namespace) -> list[str]:
        return _names(prefix, str(action.metavar), bool(getattr(parsed_args, "demo", False)))


def _names(prefix: str, thing: str, is_of_demo: bool) -> list[str]:
    """Return the names in the database, or that of the demo, that an argument takes; none if there is no database."""
    from flows.database import NoHistory, WrongShape, asking
    from flows.demo import NoDemo, with_demo_database
    from flows.settings import BadSettings, load
    from models.queries import facts_at
    from scrapers.registry import REGISTERED

    if thing == "SOURCE":
        return [*REGISTERED]
    if thing == "QUERY":
        from models.query_book import query_book

        return [*query_book()]
    with suppress(NoHistory, WrongShape, BadSettings, NoDemo, OSError), ExitStack() as stack:
        settings = with_demo_database(load()) if is_of_demo else load()
        session = stack.enter_context(asking(settings.database_url))
        if thing in ("MODEL", "OTHER"):
            return facts_at.full_names(session) if "/" in prefix else facts_at.models(session)
        if thing == "VENDOR":
            return facts_at.vendors(session)
        if thing == "BOARD":
            from models.leaderboards import boards

            return [*boards(session)]
    return []
