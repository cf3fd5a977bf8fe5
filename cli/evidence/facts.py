"""Commands that print the change log and the state of the sources."""

from argparse import Namespace

from cli.command import Commands, listing
from cli.commands import DESCRIPTIONS
from cli.evidence.logs import add_log_options, log_question, print_changes
from cli.printing import ALL_COLUMNS, ZONE, is_for_programs, note, own_words, rows
from flows.clock import utc_now
from flows.database import asking
from flows.notify import record_age
from flows.settings import Settings
from models.queries import LogQuestion, facts_at, logged
from models.schema import CHANGE_LOG, SOURCE_HEALTH

NO_CHANGES = "no changes yet: the first reading of a source is its baseline"
SOURCE_COLUMNS = ("source", "last_outcome", "last_attempt_at", "last_good_at", "stale", "facts")


def add(commands: Commands) -> None:
    parser = listing(commands, "changes", changes, DESCRIPTIONS["changes"], ALL_COLUMNS, has_csv=True, is_paged=True)
    add_log_options(parser)
    listing(commands, "sources", sources, DESCRIPTIONS["sources"], ALL_COLUMNS, has_csv=True, is_paged=True)


def changes(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        question = log_question(session, CHANGE_LOG, asked)
        found = logged(session, CHANGE_LOG, question)
        now = utc_now()
        age = record_age(session, min(asked.until or now, now), now, ZONE.get())
    if found and not is_for_programs(asked):
        print_changes(found)
    else:
        is_filtered = question != LogQuestion(limit=question.limit)
        rows(found, asked.json, (), "no such changes" if is_filtered else NO_CHANGES, as_csv=asked.csv)
    note(age, is_for_programs(asked) or not found)


def sources(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        rows_found = facts_at.view(session, SOURCE_HEALTH)
    none = "no sources yet: run `almanac up`"
    rows(rows_found, asked.json, SOURCE_COLUMNS, none, as_csv=asked.csv, optional=("last_attempt_at",))
    if not is_for_programs(asked):
        note((f"{row.source}: {own_words(row.reason)}" for row in rows_found if row.reason), as_json=False)
