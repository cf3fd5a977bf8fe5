"""Commands that run the server: up, demo."""

from argparse import ArgumentParser, Namespace

from cli.command import Commands, command, instant
from cli.commands import DESCRIPTIONS
from cli.printing import Problem, print_line
from flows.demo import END, ForeignDatabase, NoDemo, NoSample, demo, show_again
from flows.server import StackFailed, up
from flows.settings import Settings


def add(commands: Commands) -> None:
    parser = command(commands, "demo", run_demo, DESCRIPTIONS["demo"])
    parser.add_argument("--exit", action="store_true", help="exit when it is done, instead of leaving the UI open")
    parser.add_argument(
        "--database", metavar="URL", help="use this database instead of demo.db: an empty one, or an earlier demo's"
    )
    parser.add_argument(
        "--until", type=instant, metavar="T", default=END, help="use only what the sites showed before T"
    )
    parser.add_argument("--open", action="store_true", help="show the last demo again, without running it")
    parser.set_defaults(ignored=("ALMANAC_DATABASE_URL",))
    _add_no_password(parser)

    parser = command(commands, "up", run_up, DESCRIPTIONS["up"])
    _add_no_password(parser)


def _add_no_password(parser: ArgumentParser) -> None:
    description = (
        "use no password for the UI and its API: every user and program of this machine can then read, start and "
        "change what runs"
    )
    parser.add_argument("--no-password", action="store_true", help=description)


def run_up(settings: Settings, asked: Namespace) -> None:
    try:
        up(settings, print_line, asked.no_password)
    except StackFailed as problem:
        raise Problem(str(problem)) from None


def run_demo(settings: Settings, asked: Namespace) -> None:
    if asked.open and (asked.exit or asked.database or asked.until != END):
        raise Problem("--open shows the last demo as it is: leave out --exit, --database and --until", 2)
    try:
        if asked.open:
            show_again(settings, print_line, asked.no_password)
        else:
            demo(settings, asked.database, asked.exit, print_line, asked.no_password, asked.until)
    except (StackFailed, NoDemo) as problem:
        raise Problem(str(problem)) from None
    except (NoSample, ForeignDatabase) as problem:
        raise Problem(str(problem), 2) from None
