"""The tables of the database but for those of facts: here those of changes, alerts and decisions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.kinds import (
    WAITING_STATES,
    ChangeKind,
    DeadlineKind,
    DeliveryState,
    ReminderState,
    Severity,
    SilenceAction,
    Verdict,
)
from models.schema.dialects import JsonValue, Named, one_of, partial_index
from models.schema.pages import Base as Base
from models.schema.pages import Body as Body
from models.schema.pages import Snapshot as Snapshot
from models.schema.pages import SourceRow as SourceRow
from models.schema.pages import Watermark as Watermark


class ChangeRow(Base):
    """The permanent log of changes: those that readings made to what is believed, and those of source health."""

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
    """The vendor of the source when the change was logged; it identifies a model together with its name."""
    subject: Mapped[str]
    said_before: Mapped[str | None]
    """The state before, as text for people; so is `said_after`."""
    said_after: Mapped[str | None]
    fact: Mapped[str | None]
    """The table of its facts; null if it is about no facts, or about several kinds."""
    item: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    """Its item, by the names of key columns; null in rows of releases before this column."""
    value_before: Mapped[Any | None] = mapped_column(JsonValue)
    """The value before: a list of facts, or an object that depends on the kind; null if there was none."""
    value_after: Mapped[Any | None] = mapped_column(JsonValue)
    effective_at: Mapped[datetime | None]
    seen_at: Mapped[datetime]
    stored_at: Mapped[datetime]
    retracted: Mapped[bool] = mapped_column(default=False)


class Correction(Base):
    """A value that came out different when the archived snapshots were read again."""

    __tablename__ = "correction"
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"), index=True)
    fact: Mapped[str]
    """The table of the fact."""
    subject: Mapped[str]
    effective_from: Mapped[datetime]
    """The start of the time in which the value differs from what was believed."""
    said_before: Mapped[str | None]
    said_after: Mapped[str | None]
    why: Mapped[str]
    stored_at: Mapped[datetime]
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshot.id"))
    """The snapshot that states the value now; null if none states it any more."""


class Decision(Base):
    """A person's decision about readings that were held for the same reason; of each case, one is in force."""

    __tablename__ = "decision"
    __table_args__ = (one_of("verdict", Verdict),)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"), primary_key=True)
    case_sha256: Mapped[str] = mapped_column(primary_key=True)
    """The SHA-256 of the doubted value and its reason, in hexadecimal."""
    decided_at: Mapped[datetime] = mapped_column(primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(Named(Verdict))
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    """The held reading that the decision was about."""
    note: Mapped[str | None]
    about: Mapped[str | None]
    """The reason of the doubt."""
    decided_by: Mapped[str | None]
    """The user account that made the decision."""
    undone_at: Mapped[datetime | None]
    """The time from which it is not in force; null while it is."""
    undone_by: Mapped[str | None]
    undo_note: Mapped[str | None]


class Budget(Base):
    """The number of requests that were sent to a source on a day; its daily limit is compared with this."""

    __tablename__ = "budget"
    source: Mapped[str] = mapped_column(ForeignKey("source.name"), primary_key=True)
    day_start: Mapped[datetime] = mapped_column(primary_key=True)
    """00:00 UTC of the day."""
    requests: Mapped[int]


class Alert(Base):
    """A message about the changes of one subject: one for each snapshot and subject, under a key that never changes."""

    __tablename__ = "alert"
    __table_args__ = (
        UniqueConstraint("alert_key", name="uq_alert_key"),
        # The alerts of a reminder are found by the subject alone, because another source may state the date by now.
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
    about: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    """The values that filters of targets compare: `kinds`, `models`, `qualified_names`, and `bill_changes` by currency,
    null if unknown. Null in rows of releases before this column.
    """
    deliveries: Mapped[list["Delivery"]] = relationship(back_populates="alert")
    mentions: Mapped[list["ChangeRow"]] = relationship(
        secondary="alert_change",
        primaryjoin="and_(Alert.id == AlertChange.alert_id, AlertChange.is_mention)",
        order_by="ChangeRow.seen_at, ChangeRow.source",
        viewonly=True,
    )
    """The changes of later pages that say the same."""


class AlertChange(Base):
    """A change that an alert tells of, or that another source stated within a day of it: then it mentions the alert."""

    __tablename__ = "alert_change"
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"), primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"), primary_key=True, index=True)
    is_mention: Mapped[bool]


class Delivery(Base):
    """One alert on its way to one target."""

    __tablename__ = "delivery"
    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"))
    target: Mapped[str]
    state: Mapped[DeliveryState] = mapped_column(Named(DeliveryState), index=True)
    due_at: Mapped[datetime]
    since: Mapped[datetime]
    """The time since which it is to be sent; a delivery that still fails too long after it is dead."""
    attempts: Mapped[int] = mapped_column(default=0)
    paused_at: Mapped[datetime | None]
    """The time at which it was claimed last, or at which its pause began after a failure; null before."""
    delivered_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    silence_id: Mapped[int | None] = mapped_column(ForeignKey("silence.id"))
    """The silence that keeps it from its target; null if none does."""
    digest_key: Mapped[str | None]
    """The key of the digest that has it; until the digest is tried, without the number at its end. Null if it is sent
    alone.
    """
    alert: Mapped[Alert] = relationship(back_populates="deliveries")
    __table_args__ = (
        UniqueConstraint("alert_id", "target"),
        one_of("state", DeliveryState),
        # The waiting deliveries of a target, oldest first, are found at once however many were delivered.
        partial_index("ix_delivery_waiting", "target", "id", where=state.in_(WAITING_STATES)),
    )


class Silence(Base):
    """A person's wish that alerts are not sent, or later: one that was acknowledged, or those that match patterns."""

    __tablename__ = "silence"
    __table_args__ = (one_of("action", SilenceAction), one_of("severity", Severity))
    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[SilenceAction] = mapped_column(Named(SilenceAction))
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id"))
    """The alert that is acknowledged; null for a snooze and a mute."""
    model_pattern: Mapped[str | None]
    """A pattern of models; null if any alert matches. So the next two."""
    kind_pattern: Mapped[str | None]
    source_pattern: Mapped[str | None]
    severity: Mapped[str | None]
    """Of a snooze the gravest severity that it holds back: a graver alert ends it."""
    until: Mapped[datetime | None]
    """Null if only a person, or the change of what is acknowledged, ends it."""
    why: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str | None]
    """The user account that made it."""
    ended_at: Mapped[datetime | None]
    """The time at which it was ended before `until`; null if it was not."""
    ended_by: Mapped[str | None]
    """The user account, or the key of the alert, that ended it."""


class Reminder(Base):
    """The reminders of one deadline and how far they have got. A deadline that moves keeps its row."""

    __tablename__ = "reminder"
    __table_args__ = (one_of("kind", DeadlineKind), one_of("state", ReminderState))
    uid: Mapped[str] = mapped_column(primary_key=True)
    """A stable identifier, by which calendars recognise the event."""
    kind: Mapped[DeadlineKind] = mapped_column(Named(DeadlineKind))
    source: Mapped[str] = mapped_column(ForeignKey("source.name"))
    vendor: Mapped[str]
    """Two vendors may use one model name; each has deadlines of its own."""
    subject: Mapped[str]
    due_at: Mapped[datetime | None]
    """Null while it is announced without a date."""
    first_recorded_from: Mapped[datetime]
    """`recorded_from` of the row that stated it first."""
    revised_at: Mapped[datetime]
    """`recorded_from` of the row that states its present form; if it is cancelled, when it was first missing."""
    says: Mapped[str]
    sequence: Mapped[int] = mapped_column(default=0)
    """The number of times that it has moved."""
    state: Mapped[ReminderState] = mapped_column(Named(ReminderState), index=True)
    rung: Mapped[int | None]
    """The last reminder sent, in days before the date; without a date, the number of reminders sent."""
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))


class LastRun(Base):
    """The last two times at which a repeated job finished."""

    __tablename__ = "last_run"
    name: Mapped[str] = mapped_column(primary_key=True)
    finished_at: Mapped[datetime]
    previous_finished_at: Mapped[datetime | None]
