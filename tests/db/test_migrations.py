"""The migrations on both databases: they make what the models say, and go down and up again without losing data."""

import ast
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import product
from pathlib import Path
from random import Random

import pytest
import zstandard
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, bindparam, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

import migrations
from bench.harness.dates import day
from bench.harness.registering import register
from bench.harness.sample_pages import body
from flows.database import WRITES, NoHistory, Store, WrongShape, alembic_config, revisions
from flows.ingest import BodyLost
from flows.ingest.bodies import store_body, unpacked
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from migrations import views
from migrations.checks import compare_in_turn, compare_with_list, restate_check
from models.facts.kinds import Price, Retirement, Score
from models.facts.tiers import MODES
from models.kinds.decisions import Verdict
from models.schema import Base
from models.schema.dialects import Instant
from models.schema.history import HISTORY, TABLES
from models.schema.tables import Alert, Body, ChangeRow, Decision, Reminder, Snapshot, SourceRow
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.history_rows import insert_row
from tests.support.publishes import field, publish
from tests.support.views import PROMOTION_NOW
from tests.support.walks import SOURCE, feed

pytestmark = pytest.mark.both_databases

VERSIONS = sorted(Path(migrations.__path__[0]).glob("versions/*.py"))
HEAD = VERSIONS[-1].name[:4]
OTHERS = {"hashlib", "logging", "zstandard"}
"""What versions that say how far they are, or that unpack bodies, import besides."""


def test_the_names_of_the_files_say_the_revisions_and_their_order(store: Store) -> None:
    """A process that has nothing to migrate does without Alembic, whose import takes a while."""
    with store.engine.connect() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection)).walk_revisions()
    assert [script.revision for script in scripts] == revisions()


def test_the_migrations_make_what_the_models_say(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_going_down_a_version_and_up_again_keeps_the_data(store: Store) -> None:
    with store.writing() as session:
        register(session, "s")
        session.add(Snapshot(source="s", url="u", moment=day("2026-05-08"), stored_at=day("2026-05-08")))
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), "-1")
    store.migrate()
    with store.reading() as session:
        assert session.scalars(select(Snapshot.moment)).all() == [day("2026-05-08")]
        assert session.execute(text("select count(*) from price_now")).scalar() == 0


def decision(at: str, undone_at: str | None = None) -> Decision:
    undone = None if undone_at is None else day(undone_at)
    return Decision(
        source="s", case_sha256="c", decided_at=day(at), verdict=Verdict.ACCEPTED, snapshot_id=1, undone_at=undone
    )


def test_an_older_release_keeps_the_decision_of_a_case_that_is_in_force(store: Store) -> None:
    with store.writing() as session:
        register(session, "s")
        session.add(Snapshot(id=1, source="s", url="u", moment=day("2026-05-08"), stored_at=day("2026-05-08")))
        session.flush()
        session.add_all([decision("2026-05-08", "2026-05-09"), decision("2026-05-10")])
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), "0011")
        assert connection.execute(text("select count(*) from decision")).scalar() == 1
        assert inspect(connection).get_pk_constraint("decision")["constrained_columns"] == ["source", "case_sha256"]
    store.migrate()
    with store.writing() as session:
        assert session.scalars(select(Decision.decided_at)).all() == [day("2026-05-10")]
        session.add(decision("2026-05-11"))


VENDORS = {
    "deepseek_pricing_zh": "deepseek",
    "deepseek_facts": "deepseek",
    "openrouter": "deepseek",
    "arena_text": "arena",
    "arena_page_code": "arena",
    "artificial_analysis": "artificial-analysis",
    "artificial_analysis_page": "artificial-analysis",
    "somebody": "somebody",
}
UNLISTED = "somebody"
"""A source that the table did not list: it gets a row, since others refer to it."""


OF_0012 = (
    """insert into change (kind, source, subject, seen_at, stored_at, retracted, snapshot_id)
    select 'model added', source, 'm', moment, moment, moment is null, id from snapshot""",
    """insert into alert (key, kind, severity, source, subject, title, body, created_at, snapshot_id)
    select source, 'k', 'info', source, 'm', 't', 'b', moment, id from snapshot""",
    """insert into reminder
        (uid, kind, source, subject, announced_at, stated_at, says, sequence, state, snapshot_id)
    select source, 'retirement', source, 'm', moment, moment, 's', 0, 'ahead', id from snapshot""",
)
"""A row of version 0012 for each snapshot."""


def test_every_row_of_an_older_release_gets_the_vendor_of_its_source(store: Store) -> None:
    with store.writing() as session:
        register(session, *VENDORS)
        session.add_all(_logged(number, source) for number, source in enumerate(VENDORS, 1))
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), "0012")
        connection.execute(text("delete from source where name = :name"), {"name": UNLISTED})
        for statement in OF_0012:
            connection.execute(text(statement))
    store.migrate()
    with store.reading() as session:
        found = {
            table: dict(session.execute(select(table.source, table.vendor)).tuples().all())
            for table in (ChangeRow, Alert, Reminder)
        }
        sources = dict(session.execute(select(SourceRow.name, SourceRow.vendor)).tuples().all())
    assert found == dict.fromkeys(found, VENDORS)
    assert sources == VENDORS


def _logged(number: int, source: str) -> Snapshot:
    return Snapshot(id=number, source=source, url="u", moment=day("2026-05-08"), stored_at=day("2026-05-08"))


OLD_PRICE = """insert into price (source, model, meter, band, currency, effective_from, recorded_from, recorded_to,
    gone, amount, unit, snapshot_id)
    values ('s', 'm', 'output', 'flat', 'USD', :at, :at, :to, false, 2, '1M tokens', 1)"""
OLD_PROMOTION = """insert into promotion (source, model, effective_from, recorded_from, gone, percent_off, "then",
    snapshot_id) values ('s', 'm', :at, :at, false, 75, 'list_price', 1)"""


def test_prices_and_promotions_keep_every_row_when_they_get_modes_and_a_new_name(store: Store) -> None:
    """Rows of before become those of mode standard for prompts of every length, believed once each as before."""
    with store.writing() as session:
        register(session, "s")
        session.add(Snapshot(id=1, source="s", url="u", moment=day("2026-05-08"), stored_at=day("2026-05-08")))
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), "0012")
        stated, at, later = bindparam("at", type_=Instant), day("2026-05-08"), day("2026-05-09")
        price = text(OLD_PRICE).bindparams(stated, bindparam("to", type_=Instant))
        connection.execute(price, [{"at": at, "to": later}, {"at": later, "to": None}])
        connection.execute(text(OLD_PROMOTION).bindparams(stated), {"at": at})
    store.migrate()
    rows = HISTORY[Price]
    with store.writing() as session:
        found = session.execute(select(rows.c.mode, rows.c.above, rows.c.amount, rows.c.recorded_to)).tuples().all()
        assert sorted(found, key=str) == sorted(
            [("standard", 0, Decimal(2), day("2026-05-09")), ("standard", 0, Decimal(2), None)], key=str
        )
        assert session.scalars(select(PROMOTION_NOW.c.after_end)).all() == ["list_price"]
        believed = dict(session.execute(select(rows).where(rows.c.recorded_to.is_(None))).mappings().one())
        for mode, above in (("batch", 0), ("standard", 200_000)):
            insert_row(session, Price, {**believed, "mode": mode, "above": above, "recorded_to": None})
    with store.writing() as session, pytest.raises(IntegrityError):
        insert_row(session, Price, {**believed, "recorded_from": day("2026-05-10"), "recorded_to": None})


def test_an_older_release_keeps_the_prices_of_the_mode_that_it_knows(store: Store) -> None:
    with store.writing() as session:
        register(session, "s")
        session.add(Snapshot(id=1, source="s", url="u", moment=day("2026-05-08"), stored_at=day("2026-05-08")))
    at = day("2026-05-08")
    stated = {"source": "s", "model": "m", "meter": "output", "band": "flat", "currency": "USD", "gone": False}
    stated |= {"effective_from": at, "recorded_from": at, "snapshot_id": 1}
    with store.writing() as session:
        for mode, above in product(MODES, (0, 200_000)):
            insert_row(session, Price, stated | {"mode": mode, "above": above})
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), "0012")
        assert connection.execute(text("select model, meter, currency from price_history")).all() == [
            ("m", "output", "USD")
        ]
        key = inspect(connection).get_pk_constraint("price")["constrained_columns"]
        assert key == ["source", "model", "meter", "band", "currency", "effective_from", "recorded_from"]
        assert inspect(connection).get_indexes("price")[0]["unique"]


def test_everything_can_be_undone_and_made_anew(empty_url: str) -> None:
    store = Store(empty_url)
    for _ in range(2):
        store.migrate()
        store.expect_shape()
        store.empty()
    store.close()


def test_a_newer_schema_says_to_upgrade(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    for attempt in (store.migrate, store.expect_shape):
        with pytest.raises(WrongShape, match="upgrade"):
            attempt()


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("update alembic_version set version_num = '3c1f2a7e9b10'", "another program's: its schema revision is 3c1f"),
        ("delete from alembic_version", "no schema revision"),
        ("drop table alembic_version", "no schema revision"),
    ],
)
def test_what_is_no_record_of_ours_says_to_name_another_database(store: Store, statement: str, says: str) -> None:
    with store.writing() as session:
        session.execute(text(statement))
    for attempt in (store.migrate, store.expect_shape):
        with pytest.raises(WrongShape, match=f"{says}.*: name another one|{says}.*; name another one"):
            attempt()


def test_an_older_schema_says_what_brings_it_up_to_date(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("update alembic_version set version_num = '0001'"))
    with pytest.raises(WrongShape, match="almanac up"):
        store.expect_shape()


def test_a_database_that_nobody_made_yet_says_what_makes_it(empty_url: str) -> None:
    store = Store(empty_url)
    with pytest.raises(NoHistory, match="almanac up"):
        store.expect_shape()
    store.close()


def test_a_failing_migration_leaves_nothing_behind(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "upgrade", _half_an_upgrade)
    store = Store(empty_url)
    with pytest.raises(RuntimeError, match="half way"):
        store.migrate()
    with pytest.raises(NoHistory):
        store.expect_shape()
    store.close()


def _half_an_upgrade(config: object, _revision: str) -> None:
    config.attributes["connection"].execute(text("create table alembic_version (version_num text)"))  # type: ignore[attr-defined]
    raise RuntimeError("half way")


def test_the_files_of_the_views_make_the_views_that_the_migrations_leave(store: Store) -> None:
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        migrated = definitions(connection)
        with Operations.context(MigrationContext.configure(connection)):
            views.drop(HEAD)
            assert definitions(connection) == {}
            views.create(HEAD)
        assert definitions(connection) == migrated != {}


def definitions(connection: Connection) -> dict[str, str]:
    """Each view and function as its database has it, without comments and line breaks."""
    query = "select name, sql from sqlite_master where type = 'view'"
    if connection.dialect.name == "postgresql":
        query = (
            "select viewname, definition from pg_views where schemaname = 'public' union all "
            "select proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace"
        )
    return {name: re.sub(r"--.*|\s", "", sql) for name, sql in connection.exec_driver_sql(query).tuples()}


def test_a_view_is_as_the_revision_left_it_that_a_later_one_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "FOLDER", tmp_path)
    files = {
        "a.sql": "create view a as 3",
        "a.until_0013.sql": "create view a as 1",
        "a.until_0015.sql": "create view a as 2",
    }
    files |= {
        "new.sql": "create view new as a",
        "new.until_0014.sql": "",
        "old.until_0014.sql": "create view old as new",
    }
    (tmp_path / "sqlite").mkdir()
    for name, statement in files.items():
        (tmp_path / "sqlite" / name).write_text(statement)
    found = {
        revision: list(views.statements("sqlite", revision).values()) for revision in ("0012", "0013", "0014", "0015")
    }
    assert found == {
        "0012": ["create view a as 1", "create view old as new"],
        "0013": ["create view a as 2", "create view old as new"],
        "0014": ["create view a as 2", "create view new as a"],
        "0015": ["create view a as 3", "create view new as a"],
    }


@pytest.mark.parametrize("file", VERSIONS, ids=lambda file: file.stem)
def test_a_version_imports_nothing_of_ours(file: Path) -> None:
    imported = {
        (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else alias.name.split(".")[0]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported <= {"alembic", "collections", "migrations", "re", "sqlalchemy", "types", "typing"} | OTHERS


def test_the_file_of_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'new' / 'almanac.db'}")
    store.migrate()
    files = list((tmp_path / "new").iterdir())
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    store.close()


def test_sqlite_writes_ahead_and_waits_when_busy(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'almanac.db'}")
    store.migrate()
    with store.engine.connect() as connection:
        assert connection.execute(text("pragma journal_mode")).scalar() == "wal"
        assert connection.execute(text("pragma busy_timeout")).scalar() == 120_000
    store.close()


@pytest.mark.parametrize("form", [compare_with_list, compare_in_turn])
def test_a_revision_states_the_check_of_a_column_anew(store: Store, form: Callable[[str, str], None]) -> None:
    """The column takes a new value, and no more once it is taken away; its other values stay."""
    _revising(store, partial(form, "decision", "verdict"))
    update = "update decision set verdict = 'odd'"
    feed(store, day("2026-05-08"))
    decided = {"source": SOURCE.name, "case_sha256": "c", "decided_at": day("2026-09-11"), "verdict": "accepted"}
    with store.writing() as session:
        session.add(Decision(**decided, snapshot_id=1))
    _revising(store, partial(restate_check, "decision", "verdict", added=["odd", "even"]))
    with store.writing() as session:
        session.execute(text(update))
        session.execute(text("update decision set verdict = 'rejected'"))
    _revising(store, partial(restate_check, "decision", "verdict", removed=["odd"]))
    with pytest.raises(IntegrityError, match="ck_decision_verdict"), store.writing() as session:
        session.execute(text(update))
    with store.writing() as session:
        session.execute(text("update decision set verdict = 'even'"))


def _revising(store: Store, change: Callable[[], None]) -> None:
    with (
        store.engine.execution_options(**{WRITES: True}).begin() as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        change()


def test_0019_down_and_up_again_keeps_every_snapshot_and_has_its_page_read(store: Store) -> None:
    at, source = day("2026-11-01"), SOURCES[SOURCE.name]
    for hours in range(3):
        page = Page(source.name, "u", body(at).encode(), at + timedelta(hours=hours))
        process_attempt(Run(store, source), lambda page=page: page)
    columns = [column for column in Snapshot.__table__.columns if column.name != "same_until"]
    with store.reading() as session:
        before = session.execute(select(*columns).order_by(Snapshot.id)).all()
        assert session.scalars(select(Snapshot.same_until)).all()[-1] is not None
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), "0018")
    store.migrate()
    with store.reading() as session:
        assert session.execute(select(*columns).order_by(Snapshot.id)).all() == before
        assert set(session.scalars(select(Snapshot.same_until))) == {None}


@pytest.mark.parametrize("earlier", ["0019", "0022"], ids=["0020", "0024"])
def test_a_new_rule_of_places_leaves_every_row_of_the_leaderboards_as_it_was(store: Store, earlier: str) -> None:
    draw = Random(20)  # noqa: S311 (no secret)
    with store.writing() as session:
        for number in range(2):
            lines = {f"m{name:02}": (draw.randrange(30) / 10, draw.randrange(5) / 10, 9) for name in range(40)}
            publish(session, number, {"coding": lines, "overall": field(12, half=5 * number)})
        spans = TABLES[Score].spans
        session.execute(update(spans).where(spans.c.series_id % 5 == 0).values(ci_low=None))
    query = text("select * from leaderboard_now order by board, category, contender_key")
    with store.reading() as session:
        after = session.execute(query).mappings().all()
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), earlier)
        before = connection.execute(query).mappings().all()
        assert ("place_now" in inspect(connection).get_view_names()) == (earlier >= "0020")
    assert len(after) == 52
    assert [list(row.items()) for row in before] == [list(row.items()) for row in after]


EDGES = tuple(
    datetime(*date, microsecond=microsecond, tzinfo=UTC)
    for date in ((1, 1, 1), (1969, 12, 31, 23, 59, 59), (1970, 1, 1), (2026, 8, 16, 16), (9999, 12, 31, 23, 59, 59))
    for microsecond in (0, 1, 999_999)
)
"""Instants at the ends of the years that can be stored, of the seconds in them, and of what SQLite counts from."""


def test_0021_keeps_every_instant_to_the_microsecond(store: Store) -> None:
    with store.writing() as session:
        register(session, "s")
        session.add(Snapshot(id=1, source="s", url="u", moment=day("2026-05-08"), stored_at=day("2026-05-08")))
    with store.writing() as session:
        for number, at in enumerate(EDGES):
            clocks = dict.fromkeys(("effective_from", "effective_to", "recorded_from", "recorded_to"), at)
            stated = {"source": "s", "model": f"m{number:02}", "gone": False, "snapshot_id": 1, "retires_at": at}
            insert_row(session, Retirement, clocks | stated)
    columns = "model, effective_from, effective_to, recorded_from, recorded_to, retires_at"
    query = text(f"select {columns} from retirement order by model")  # noqa: S608 (of nobody else)
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        by_view = connection.execute(query).all()
        command.downgrade(alembic_config(connection), "0020")
        by_table = connection.execute(query).all()
    assert by_view == by_table
    assert [Instant().process_result_value(at, connection.dialect) for _, at, *_ in by_table] == [*EDGES]
    assert all(len(set(instants)) == 1 for _, *instants in by_table)
    store.migrate()
    rows = HISTORY[Retirement].c
    with store.reading() as session:
        instants = select(rows.effective_from, rows.effective_to, rows.recorded_from, rows.recorded_to, rows.retires_at)
        assert session.execute(instants.order_by(rows.model)).all() == [(at,) * 5 for at in EDGES]


def test_0022_down_and_up_again_keeps_every_body_that_is_not_damaged(store: Store) -> None:
    pages = [b"%d %b %d" % (number, body(day("2026-05-08")).encode(), number) for number in range(20)]
    with store.writing() as session:
        hashes = [store_body(session, b"")]
        for page in pages:
            hashes.append(store_body(session, page, hashes[-1]))
        # What is based on it is a difference from bytes that are lost.
        session.execute(update(Body).where(Body.sha256 == hashes[-2]).values(zstd=b"damaged"))
        assert len(set(session.scalars(select(Body.base_sha256)))) > 15
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), "0021")
        packed = dict(connection.execute(text("select sha256, zstd from body")).tuples().all())
    assert [zstandard.decompress(packed[each]) for each in hashes[:-2]] == [b"", *pages[:-2]]
    assert packed[hashes[-2]] == b"damaged"
    store.migrate()
    with store.writing() as session:
        assert [unpacked(session, each) for each in hashes[:-2]] == [b"", *pages[:-2]]
        for each in hashes[-2:]:
            with pytest.raises(BodyLost):
                unpacked(session, each)
        assert unpacked(session, store_body(session, b"one more", hashes[3])) == b"one more"
        assert len(set(session.scalars(select(Body.base_sha256)))) == 1, "bodies of before stay packed alone"
