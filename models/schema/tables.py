"""The database: one history table per kind of fact, derived from it, and the ordinary tables beside them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeEngine

from models.facts import FACTS, Fact, Score, columns, key_columns
from models.kinds import WAITING_STATES, ChangeKind, DeadlineKind, DeliveryState, Severity, SnapshotOutcome
from models.schema.types import JSON_VALUE, Exact, Instant, Named

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
COLUMN_TYPES: dict[type, type[TypeEngine[Any]]] = {str: Text, int: BigInteger, Decimal: Exact, datetime: Instant}
ROW_ID = BigInteger().with_variant(Integer(), "sqlite")


VERDICTS = ("accepted", "rejected")
REMINDER_STATES = ("ahead", "passed", "cancelled")


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """The constraint that a column is null or one of these values. A revision spells them out again."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=column)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it as declared)
        str: Text(),
        int: ROW_ID,
        datetime: Instant(),
        bytes: LargeBinary(),
    }


def history_table(fact: type[Fact], metadata: MetaData) -> Table:
    """The two-clock table of a kind of fact (design section 2, "What a row says")."""
    keys, values, asides = (
        [
            Column(name, COLUMN_TYPES[python], *_source(name), primary_key=role == "key", nullable=role != "key")
            for name, (role, python, _) in columns(fact).items()
            if role == wanted
        ]
        for wanted in ("key", "value", "aside")
    )
    table = Table(
        fact.table,
        metadata,
        *keys,
        Column("effective_from", Instant, primary_key=True),
        Column("effective_to", Instant),
        Column("recorded_from", Instant, primary_key=True),
        Column("recorded_to", Instant),
        Column("gone", Boolean, nullable=False),
        *values,
        Column("snapshot_id", ROW_ID, ForeignKey("snapshot.id"), nullable=False, index=True),
        *asides,
        *(one_of(name, values) for name, values in fact.choices.items()),
    )
    believed = table.c.recorded_to.is_(None)
    starts = [table.c[name] for name in key_columns(fact)] + [table.c.effective_from]
    Index(f"ix_{fact.table}_believed", *starts, unique=True, sqlite_where=believed, postgresql_where=believed)
    return table


def _source(column: str) -> tuple[ForeignKey, ...]:
    """What a column refers to: `source` is the name of one."""
    return (ForeignKey("source.name"),) if column == "source" else ()


class Source(Base):
    """A source as the registry lists it, repeated here for the views."""

    __tablename__ = "source"
    name: Mapped[str] = mapped_column(primary_key=True)
    vendor: Mapped[str]
    """Whose models it speaks of: `deepseek`; of a leaderboard, whose names of contenders: `arena`."""
    url: Mapped[str]
    cadence_minutes: Mapped[int]
    family: Mapped[str]
    """Sources of one family speak of the same things: the views show the most trusted of them."""
    trust: Mapped[int]
    """Its place in the family's order of trust; the lowest is trusted most."""
    checks: Mapped[str | None] = mapped_column(default=None)
    """The family that it only checks; the views leave such a source out."""


class Body(Base):
    """The bytes of a page, once per SHA-256, compressed with zstd."""

    __tablename__ = "body"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    """Uncompressed, in bytes."""
    zstd: Mapped[bytes]


class Snapshot(Base):
    """One attempt at one page. `outcome` is null while the snapshot awaits reading."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("source", "moment", "url"), one_of("outcome", SnapshotOutcome))
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"))
    url: Mapped[str]
    moment: Mapped[datetime]
    """When the page was seen saying this (of an archived page: the archive's moment)."""
    stored_at: Mapped[datetime]
    """When this database learnt it."""
    outcome: Mapped[SnapshotOutcome | None] = mapped_column(Named(SnapshotOutcome))
    reason: Mapped[str | None]
    held_for: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE)
    """Of a held one, `why` it is doubted, and whether it `needs_decision`; null for all others."""
    reader: Mapped[int | None]
    """The reader release that read it."""
    body_sha256: Mapped[str | None] = mapped_column(ForeignKey("body.sha256"))
    """Null where no body came."""
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    read_attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often a run began to read it: one that dies while it reads leaves this count behind."""


class Watermark(Base):
    """How far a scope has been recorded: its first and last readings, and by which reader release."""

    __tablename__ = "watermark"
    fact: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"), primary_key=True)
    division: Mapped[str] = mapped_column(primary_key=True)
    """The currency of prices, the category of scores; empty where a source has one scope of the kind."""
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    """The last publish date, of a dataset."""
    reader: Mapped[int]


class ChangeRow(Base):
    """The permanent log: what a reading changed in what is believed, or what became of a source."""

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_source_kind", "source", "kind", "id"),
        Index("ix_change_source_seen_at", "source", "seen_at"),
        Index("ix_change_subject_seen_at", "subject", "seen_at"),
        one_of("kind", ChangeKind),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(Named(ChangeKind))
    source: Mapped[str] = mapped_column(ForeignKey("source.name"))
    vendor: Mapped[str]
    """The source's when it was logged: a model is known by its vendor and its name."""
    subject: Mapped[str]
    said_before: Mapped[str | None]
    """What was, in words for people; so is `said_after`."""
    said_after: Mapped[str | None]
    fact: Mapped[str | None]
    """The table of the fact that it is about; null where it is about none, or about several kinds."""
    item: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE)
    """What of the source it is about, by the names of key columns; null in rows of releases before this column."""
    value_before: Mapped[Any | None] = mapped_column(JSON_VALUE)
    """What was: a list of facts, or an object as the kind has it; null where there was nothing. So is `value_after`."""
    value_after: Mapped[Any | None] = mapped_column(JSON_VALUE)
    effective_at: Mapped[datetime | None]
    seen_at: Mapped[datetime]
    stored_at: Mapped[datetime]
    retracted: Mapped[bool] = mapped_column(default=False)


class Correction(Base):
    """A value at an instant that came out different when snapshots were read again."""

    __tablename__ = "correction"
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"), index=True)
    fact: Mapped[str]
    """The table of the fact."""
    subject: Mapped[str]
    effective_from: Mapped[datetime]
    """From then on the value is another one than was believed."""
    said_before: Mapped[str | None]
    said_after: Mapped[str | None]
    why: Mapped[str]
    stored_at: Mapped[datetime]
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshot.id"))
    """Whose reading says it now; null where nothing is said any more."""


class Decision(Base):
    """What a person decided about readings that were held for the same reasons; one of a case is in force."""

    __tablename__ = "decision"
    __table_args__ = (one_of("verdict", VERDICTS),)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"), primary_key=True)
    case_sha256: Mapped[str] = mapped_column(primary_key=True)
    """Of what was doubted and the sentences that it was read from, in hexadecimal."""
    decided_at: Mapped[datetime] = mapped_column(primary_key=True)
    verdict: Mapped[str]
    """`accepted` (what was read is recorded) or `rejected` (what was believed stands)."""
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    """The held reading that it was decided about."""
    note: Mapped[str | None]
    about: Mapped[str | None]
    """Why it was doubted."""
    decided_by: Mapped[str | None]
    """The account on the machine where it was typed."""
    undone_at: Mapped[datetime | None]
    """From then on it is not in force; null while it is."""
    undone_by: Mapped[str | None]
    undo_note: Mapped[str | None]


class Budget(Base):
    """How many requests a source was asked on a day, of those that it may be asked."""

    __tablename__ = "budget"
    source: Mapped[str] = mapped_column(ForeignKey("source.name"), primary_key=True)
    day_start: Mapped[datetime] = mapped_column(primary_key=True)
    """00:00 UTC of the day."""
    requests: Mapped[int]


class Alert(Base):
    """What a person should hear: one per snapshot and subject, under a key that never changes."""

    __tablename__ = "alert"
    __table_args__ = (
        UniqueConstraint("alert_key", name="uq_alert_key"),
        # A reminder's alerts are found by their subject alone: the source that dates it may have become another one.
        Index("ix_alert_subject_source", "subject", "source"),
        Index("ix_alert_created_at", "created_at", "id"),
        one_of("severity", Severity),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    alert_key: Mapped[str]
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"), index=True)
    kind: Mapped[str]
    severity: Mapped[str]
    source: Mapped[str] = mapped_column(ForeignKey("source.name"))
    vendor: Mapped[str]
    subject: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    effective_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    deliveries: Mapped[list["Delivery"]] = relationship(back_populates="alert")


class Delivery(Base):
    """One alert on its way to one target."""

    __tablename__ = "delivery"
    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"))
    target: Mapped[str]
    state: Mapped[DeliveryState] = mapped_column(Named(DeliveryState), index=True)
    due_at: Mapped[datetime]
    since: Mapped[datetime]
    """When its time began: a delivery that fails for too long after that is dead."""
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    alert: Mapped[Alert] = relationship(back_populates="deliveries")
    __table_args__ = (
        UniqueConstraint("alert_id", "target"),
        one_of("state", DeliveryState),
        # What a target waits for, oldest first: one seek, however many were delivered.
        Index(
            "ix_delivery_waiting",
            "target",
            "id",
            sqlite_where=state.in_(WAITING_STATES),
            postgresql_where=state.in_(WAITING_STATES),
        ),
    )


class Reminder(Base):
    """A dated thing ahead as people have been told of it: a move keeps its row, another one begins a new row."""

    __tablename__ = "reminder"
    __table_args__ = (one_of("kind", DeadlineKind), one_of("state", REMINDER_STATES))
    uid: Mapped[str] = mapped_column(primary_key=True)
    """Stable for ever: calendars know it by this."""
    kind: Mapped[DeadlineKind] = mapped_column(Named(DeadlineKind))
    source: Mapped[str] = mapped_column(ForeignKey("source.name"))
    vendor: Mapped[str]
    """Two vendors may call a model by one name: each has deadlines of its own."""
    subject: Mapped[str]
    due_at: Mapped[datetime | None]
    """Null while it is announced without a date."""
    first_recorded_from: Mapped[datetime]
    """`recorded_from` of the row that said it first."""
    revised_at: Mapped[datetime]
    """`recorded_from` of the row that says it as it stands here; of a cancelled one, when it was missed first."""
    says: Mapped[str]
    sequence: Mapped[int] = mapped_column(default=0)
    """How often it has moved."""
    state: Mapped[str] = mapped_column(index=True)
    """`ahead`, `passed`, `cancelled`."""
    rung: Mapped[int | None]
    """The last rung of the ladder that was told, in days; while there is no date, how many times it was told."""
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))


class LastRun(Base):
    """When something that runs again and again came to its end last."""

    __tablename__ = "last_run"
    name: Mapped[str] = mapped_column(primary_key=True)
    finished_at: Mapped[datetime]
    previous_finished_at: Mapped[datetime | None]


HISTORY: dict[type[Fact], Table] = {fact: history_table(fact, Base.metadata) for fact in FACTS}

_scores = HISTORY[Score]
# People ask for a model on a board and do not name the source.
Index("ix_score_asked", _scores.c.board, _scores.c.category, _scores.c.contender_key)
