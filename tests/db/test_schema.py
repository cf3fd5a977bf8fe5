"""The schema: what refers to what, which values a column takes, and that a migration keeps every row."""

import re
from dataclasses import fields

import pytest
from alembic import command
from sqlalchemy import CheckConstraint, Connection, inspect, select, text
from sqlalchemy.exc import IntegrityError

from alerts.message import STORED_FIELDS, Message
from bench.harness.dates import day
from flows.database import WRITES, Store, alembic_config
from flows.ingest.bodies import unpacked
from flows.notify.reminders import remind
from flows.run import DEFAULT_ALERTS
from models.facts.kinds import BANDS, GATINGS, RETIREMENT_STATES
from models.kinds.changes import ChangeKind, Severity
from models.kinds.deadlines import DeadlineKind
from models.kinds.decisions import Verdict
from models.kinds.deliveries import DeliveryState, SilenceAction
from models.kinds.reminders import ReminderState
from models.kinds.snapshots import SnapshotOutcome
from models.schema import Base
from models.schema.tables import Alert, Body, Decision, Silence
from tests.support.history_rows import whole_record
from tests.support.walks import SOURCE, fail, feed, unchanged, visit

pytestmark = pytest.mark.both_databases
CHECKED = {
    "snapshot.outcome": SnapshotOutcome,
    "price_series.band": BANDS,
    "retirement_span.state": RETIREMENT_STATES,
    "model_card_span.gated": GATINGS,
    "change.kind": ChangeKind,
    "decision.verdict": Verdict,
    "alert.severity": Severity,
    "delivery.state": DeliveryState,
    "reminder.kind": DeadlineKind,
    "reminder.state": ReminderState,
    "silence.action": SilenceAction,
    "silence.severity": Severity,
}
"""The columns of few values, and these."""
BEFORE = "0015"


def listed(words: str) -> list[str]:
    return sorted(re.findall(r"'([^']*)'", words))


def checks(connection: Connection) -> dict[str, str]:
    """Each CHECK of the database by its name, as the database states it."""
    if connection.dialect.name == "postgresql":
        query = "select conname, pg_get_constraintdef(oid) from pg_constraint where starts_with(conname, 'ck_')"
        return dict(connection.exec_driver_sql(query).tuples().all())
    made = connection.exec_driver_sql("select sql from sqlite_master where type = 'table'").scalars()
    return {name: words for sql in made for name, words in re.findall(r"CONSTRAINT (\w+) CHECK (\(.*?\)\))", sql)}


def test_a_column_of_few_values_takes_those_of_its_enumeration(store: Store) -> None:
    expected = {f"ck_{column.replace('.', '_')}": sorted(map(str, values)) for column, values in CHECKED.items()}
    with store.engine.connect() as connection:
        assert {name: listed(words) for name, words in checks(connection).items()} == expected
    of_models = {
        str(constraint.name): listed(str(constraint.sqltext))
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert of_models == expected


def test_sqlite_checks_a_row_of_the_log_without_a_table_of_all_kinds(store: Store) -> None:
    """It would make one for each of the hundreds of rows of a page."""
    if store.engine.dialect.name == "postgresql":
        pytest.skip("it states the plans of constraints nowhere")
    with store.engine.connect() as connection:
        steps = connection.exec_driver_sql("explain insert into change (kind) values ('price changed')").all()
    assert "OpenEphemeral" not in {step[1] for step in steps}


def populate(store: Store) -> None:
    """At least a row in every table with a column of few values."""
    for at in ("2026-05-08", "2026-07-18", "2026-08-18", "2026-09-10 04:00"):
        feed(store, day(at))
    visit(store, day("2026-07-18"), "huggingface_cards")
    fail(store, day("2026-09-10 05:00"))
    remind(store, DEFAULT_ALERTS, day("2026-09-10 06:00"))
    decided = {"source": SOURCE.name, "case_sha256": "c", "decided_at": day("2026-09-11"), "verdict": Verdict.ACCEPTED}
    with store.writing() as session:
        session.add(Decision(**decided, snapshot_id=1))
        session.add(Silence(action=SilenceAction.SNOOZE, severity=Severity.NOTICE, created_at=day("2026-09-11")))


def test_a_value_that_no_release_writes_is_refused(store: Store) -> None:
    populate(store)
    for column in CHECKED:
        table, name = column.split(".")
        with pytest.raises(IntegrityError, match=f"ck_{table}_{name}"), store.writing() as session:
            session.execute(text(f"update {table} set {name} = 'odd'"))  # noqa: S608 (names of ours)


def test_every_column_that_names_a_source_refers_to_the_table_of_sources(store: Store) -> None:
    found = inspect(store.engine)
    for table in Base.metadata.tables.values():
        if "source" in table.c:
            refers = [key for key in found.get_foreign_keys(table.name) if key["constrained_columns"] == ["source"]]
            assert [(key["referred_table"], key["referred_columns"]) for key in refers] == [("source", ["name"])]
        if "snapshot_id" in table.c and {"effective_from", "recorded_from"} <= set(table.c.keys()):
            indexes = [index["column_names"] for index in found.get_indexes(table.name)]
            assert ["snapshot_id"] in indexes, table.name


RESERVED = {"before", "after", "then", "at", "key"}
"""Words that some SQL reserves; others are refused by one of our databases."""


def test_every_column_of_every_table_and_view_can_be_named_without_quotes(store: Store) -> None:
    found = inspect(store.engine)
    with store.engine.connect() as connection:
        for name in [*found.get_table_names(), *found.get_view_names()]:
            columns = [column["name"] for column in found.get_columns(name)]
            assert not RESERVED & set(columns), name
            listed = ", ".join(f"{name}.{column} as {column}" for column in columns)
            query = f"select {', '.join(columns)} from (select {listed} from {name}) as listed"  # noqa: S608 (names of ours)
            connection.execute(text(query))


def contents(store: Store) -> dict[str, list[str]]:
    """Every row of the whole record, by the names of this release; of bodies the bytes, however they are packed."""
    with store.reading() as session:
        rows = {name: sorted(map(str, session.execute(select(table)).all())) for name, table in whole_record().items()}
        rows["body"] = [
            repr(unpacked(session, each)) for each in session.scalars(select(Body.sha256).order_by("sha256"))
        ]
    return rows


def down(store: Store, revision: str) -> None:
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), revision)


def test_every_row_of_every_table_goes_down_and_up_again(store: Store) -> None:
    populate(store)
    before = contents(store)
    checked = {re.split(r"_series|_span|\.", column)[0] for column in CHECKED}
    assert {name for name, rows in before.items() if rows} >= checked
    down(store, BEFORE)
    store.migrate()
    # Older releases know no name that answers and no card (the next run reads the pages again), nor what an alert
    # tells. They know no silence either, nothing of what the filters of targets compare, and not when a pause began.
    after = contents(store)
    lost = {"alert", "alert_change", "delivery", "model_card", "retirement", "silence", "watermark"}
    assert {name for name, rows in before.items() if after[name] != rows} == lost
    unchanged(store, day("2026-09-12"))
    visit(store, day("2026-07-19"), "huggingface_cards")
    assert all(contents(store)[name] == before[name] for name in ("model_card", "retirement"))


def test_what_the_constraints_refuse_in_an_older_database_is_named(store: Store) -> None:
    feed(store, day("2026-05-08"))
    down(store, BEFORE)
    with store.writing() as session:
        session.execute(text("update snapshot set outcome = 'odd'"))
    with pytest.raises(ValueError, match=r"snapshot\.outcome holds 'odd'"):
        store.migrate()


def test_the_stored_fields_of_a_message_are_columns_of_an_alert() -> None:
    columns = {each.name for each in fields(Message)} & set(Alert.__table__.columns.keys())
    assert columns == set(STORED_FIELDS)
