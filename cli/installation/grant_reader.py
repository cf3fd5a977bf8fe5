"""The command `grant-reader`: lets a role of PostgreSQL read the views, and nothing else."""

import re
from argparse import ArgumentTypeError, Namespace

from cli.command import Commands, command
from cli.commands import DESCRIPTIONS
from cli.printing import Problem, print_line
from flows.settings import Settings

NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def add(commands: Commands) -> None:
    parser = command(
        commands,
        "grant-reader",
        grant,
        DESCRIPTIONS["grant-reader"],
        about="It creates the role if there is none, and can be repeated at any time.",
    )
    parser.add_argument("role", type=_role, metavar="ROLE", help="its name: small letters, digits and _")


def grant(settings: Settings, asked: Namespace) -> None:
    from flows.database import Store
    from flows.questions import NotPossible, grant_reader

    store = Store(settings.database_url)
    try:
        left_to_do = grant_reader(store, asked.role)
    except NotPossible as problem:
        raise Problem(str(problem)) from None
    finally:
        store.close()
    print_line(f"{asked.role} reads the views of this database and writes nothing.")
    for line in left_to_do:
        print_line(f"To do: {line}.")


def _role(text: str) -> str:
    if not NAME.fullmatch(text):
        raise ArgumentTypeError(f"{text!r} is not a role name: use small letters, digits and _, as in reporting")
    return text
