"""The command line: parses arguments and runs the command."""

import os
import sys
from argparse import SUPPRESS, Action, ArgumentParser, Namespace
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

from cli.command import Commands
from cli.commands import DESCRIPTIONS, MODULES
from cli.options import expect_known
from flows.loading import loading

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C has stopped, as shells have it: 128 and the number of SIGINT."""
SHELL_ASKS = "_ARGCOMPLETE"
"""The variable that a shell sets when it asks for completions."""


class ShowVersion(Action):
    """Print the version, which takes a while to find, and exit."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:  # noqa: A002
        super().__init__(option_strings, dest=dest, default=SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: ArgumentParser, *_given: object) -> None:
        from importlib.metadata import version

        sys.stdout.write(f"almanac {version('model-almanac')}\n")
        parser.exit()


def parser(typed: frozenset[str] = frozenset(DESCRIPTIONS)) -> ArgumentParser:
    """Return the parser. Commands that are not among those typed have no options and cannot be run."""
    root = ArgumentParser(
        prog="almanac",
        description="The dated record of what language models cost, how they rank and when they go away.",
        allow_abbrev=False,
    )
    root.add_argument("--version", action=ShowVersion, help="show program's version number and exit")
    root.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="the settings file (default: ALMANAC_CONFIG, then ./almanac.toml, …)",
    )
    commands: Commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module, described in MODULES.items():
        if typed & described.keys():
            import_module(module).add(commands)
        else:
            for name, description in described.items():
                commands.add_parser(name, help=description, add_help=False)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done (also: held), 1 failed, 2 usage, 3 page refused, 130 Ctrl-C."""
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        sys.stderr.write("\nalmanac: stopped by Ctrl-C; what was not finished is not recorded\n")
        return INTERRUPTED


def _run(arguments: Sequence[str] | None) -> int:
    typed = sys.argv[1:] if arguments is None else arguments
    replace_unknown_characters()
    if SHELL_ASKS in os.environ:
        _complete()
    if not typed:
        parser(frozenset()).print_help()
        return 0
    with loading():
        asked = _parsed(typed)
        from cli.execute import execute  # `almanac --version` needs no settings and no database
    return execute(asked)


def replace_unknown_characters() -> None:
    """Show `?` for a character that the terminal lacks, instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _complete() -> None:
    """Answer a shell that completes a line, and exit."""
    from cli.completion import complete

    complete(parser(frozenset(DESCRIPTIONS).intersection(os.environ.get("COMP_LINE", "").split())))


def _parsed(typed: Sequence[str]) -> Namespace:
    root = parser(frozenset(DESCRIPTIONS).intersection(typed))
    expect_known(root, typed)
    return root.parse_args(typed)
