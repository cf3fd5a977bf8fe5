"""Adds commands to the command line."""

from argparse import ArgumentParser, ArgumentTypeError, HelpFormatter, Namespace
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.commands import EXAMPLES, READING

if TYPE_CHECKING:
    from flows.settings import Settings

Commands = Any
"""The result of `ArgumentParser.add_subparsers`, whose type argparse does not export."""
Command = Callable[["Settings", Namespace], None]
DIGITS = 18
"""The most digits of a row's number, which both databases can hold."""
MOST_AROUND = timedelta(days=400)
"""The longest time before and after an instant that a command looks at."""


class Help(HelpFormatter):
    """The help of a command: a text of several lines, as its examples, keeps them."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if "\n" in text else super()._fill_text(text, width, indent)


def command(commands: Commands, name: str, run: Command, description: str, *, about: str = "") -> ArgumentParser:
    """Add a command that calls `run`; `description` is for the list of commands and for its help.

    Its help has `about` behind the description, and the examples of the list of commands at its end. A command that
    asks the database has `--demo`.
    """
    lines = "".join(f"\n  almanac {words}" for words in EXAMPLES.get(name, ()))
    parser: ArgumentParser = commands.add_parser(
        name,
        help=description,
        description=f"{description}. {about}" if about else description,
        epilog=f"Examples:{lines}" if lines else None,
        formatter_class=Help,
        allow_abbrev=False,
    )
    parser.set_defaults(command=run, is_paged=False)
    if name in READING:
        parser.add_argument("--demo", action="store_true", help="ask the database of the last `almanac demo`")
    return parser


def listing(
    commands: Commands,
    name: str,
    run: Command,
    description: str,
    lines: str = "JSON Lines",
    *,
    has_csv: bool = False,
    is_paged: bool = False,
    about: str = "",
) -> ArgumentParser:
    """Add a command that prints rows, with `--json` for JSON Lines, and `--csv` if it has that form.

    `lines` is the help of `--json`; `about` is that of `command`. A paged command collects what it prints: it must not
    take long.
    """
    parser = command(commands, name, run, description, about=about)
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help=lines)
    if has_csv:
        forms.add_argument("--csv", action="store_true", help="CSV with a header line, all columns of the view")
    parser.set_defaults(csv=False, is_paged=is_paged)
    return parser


def account() -> str | None:
    """Return the name of the current user; None if the system has none."""
    import getpass  # few commands need it

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return None


def row_id(text: str) -> int:
    """Parse the number of a snapshot, an alert or a silence for argparse."""
    if not text.isdecimal() or len(text) > DIGITS:
        raise ArgumentTypeError(f"{text!r} is not a number from a list: write one, such as 12")
    return int(text)


def out_file(text: str) -> Path:
    """Parse the name of a file to write for argparse."""
    file = Path(text)
    if not file.name or file.is_dir():
        raise ArgumentTypeError(f"{text!r} is a folder: write the name of a file")
    return file


def instant(text: str) -> datetime:
    """Parse a date (00:00 UTC) or an instant with its zone."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(
            f"{text!r} is neither a date nor an instant: write 2026-08-16 or 2026-08-16T16:00Z"
        ) from None
    if parsed.tzinfo is None:
        if len(text) > len("2026-08-16"):
            raise ArgumentTypeError(f"{text!r} has no time zone: write {text}Z for UTC, or an offset as in +08:00")
        parsed = parsed.replace(tzinfo=UTC)
    try:
        # What is asked for may lie a month before or after, on any clock.
        for around in (-MOST_AROUND, MOST_AROUND):
            (parsed + around).astimezone(UTC)
        return parsed.astimezone(UTC)
    except OverflowError:
        raise ArgumentTypeError(f"{text!r} is too early or too late") from None
