"""The command `cards`: prints the licence, the gating and the newest commit of repositories of open weights."""

from argparse import Namespace
from typing import Any

from sqlalchemy import Row

from cli.command import Commands, instant, listing
from cli.commands import DESCRIPTIONS
from cli.names import expect_name
from cli.printing import ALL_COLUMNS, ZONE, is_for_programs, note, rows, table
from flows.clock import utc_now
from flows.database import asking
from flows.notify import age_lines
from flows.settings import Settings
from models.queries import card_repositories, model_cards

DIGITS = 12
"""Digits of a commit in a table."""


def add(commands: Commands) -> None:
    parser = listing(commands, "cards", show, DESCRIPTIONS["cards"], ALL_COLUMNS, has_csv=True)
    parser.add_argument("repository", nargs="?", metavar="REPOSITORY", help="deepseek-ai/DeepSeek-V4-Pro, or its name")
    parser.add_argument("--at", type=instant, metavar="T", help="a date (= 00:00Z) or an instant with its zone")
    parser.add_argument("--believed", type=instant, metavar="R", help="only what the sources had stated by R")


def show(settings: Settings, asked: Namespace) -> None:
    now = utc_now()
    instants = asked.at or now, asked.believed or now
    with asking(settings.database_url) as session:
        wanted = asked.repository
        if wanted is not None:
            known = card_repositories(session)
            found = [name for name in known if wanted.lower() in (name.lower(), name.lower().rpartition("/")[2])]
            expect_name(found[0] if found else wanted, known, "repository")
            wanted = found[0]
        shown = model_cards(session, wanted, *instants)
        ages = age_lines(session, {row.source for row in shown}, min(*instants, now), now, ZONE.get())
    if is_for_programs(asked) or not shown:
        nothing = "no card at that instant" if asked.at else "no card is known"
        rows(shown, asked.json, nothing=nothing, as_csv=asked.csv)
    else:
        table([_columns(row) for row in shown])
    note(ages, is_for_programs(asked))


def _columns(row: Row[Any]) -> dict[str, object]:
    named = f" ({row.licence_name})" if row.licence_name else ""
    return {
        "repository": row.repository,
        "licence": f"{row.licence}{named}",
        "gated": row.gated,
        "revision": row.sha[:DIGITS],
    }
