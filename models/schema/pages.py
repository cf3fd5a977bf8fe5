"""The tables of what was read: sources, pages, snapshots and watermarks; the base of all tables.

Most commands that ask the record need no other tables. Those of `models.schema.tables` load where they are needed:
SQLAlchemy takes half a percent of a command for each.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models.kinds import SnapshotOutcome
from models.schema.dialects import ROW_ID, Instant, JsonValue, Named, one_of, partial_index

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it as declared)
        str: Text(),
        int: ROW_ID,
        datetime: Instant(),
        bytes: LargeBinary(),
    }


class SourceRow(Base):
    """A source as the registry lists it, copied here for the views."""

    __tablename__ = "source"
    name: Mapped[str] = mapped_column(primary_key=True)
    vendor: Mapped[str]
    """The vendor of the models that it is about (`deepseek`); for a leaderboard, its publisher (`arena`)."""
    url: Mapped[str]
    cadence_minutes: Mapped[int]
    family: Mapped[str]
    """Sources of one family are about the same things; the views show the most trusted one."""
    trust: Mapped[int]
    """Its place in the family's order of trust; the lowest number is trusted most."""
    checks: Mapped[str | None] = mapped_column(default=None)
    """The family that it checks, if it only checks; the views leave such a source out."""


class Body(Base):
    """The bytes of a page, packed with zstd; equal ones are stored once. `flows.ingest` packs and unpacks them."""

    __tablename__ = "body"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    """The uncompressed size in bytes."""
    zstd: Mapped[bytes]
    base_sha256: Mapped[str | None] = mapped_column(ForeignKey("body.sha256"), default=None)
    """The body that is needed to unpack it: `zstd` is the difference from that one; null if it is packed alone."""


class Snapshot(Base):
    """One attempt to fetch one page. `outcome` is null while the snapshot awaits reading."""

    __tablename__ = "snapshot"
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"))
    url: Mapped[str]
    moment: Mapped[datetime]
    """The time at which the page had this content; for a page from an archive, the time of its capture."""
    stored_at: Mapped[datetime]
    """The time at which this database stored it."""
    outcome: Mapped[SnapshotOutcome | None] = mapped_column(Named(SnapshotOutcome))
    reason: Mapped[str | None]
    held_for: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    """For a held snapshot, the reason of the doubt (`why`) and `needs_decision`; null for all others."""
    reader: Mapped[int | None]
    """The reader release that read it."""
    body_sha256: Mapped[str | None] = mapped_column(ForeignKey("body.sha256"))
    """Null if the fetch returned no body."""
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    read_attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    """The number of times that a run began to read it; a run that dies while it reads leaves this count."""
    same_until: Mapped[datetime | None]
    """The instant until which its page, if it comes again, records nothing; null where that is not known."""
    __table_args__ = (
        UniqueConstraint("source", "moment", "url"),
        one_of("outcome", SnapshotOutcome),
        partial_index("ix_snapshot_unread", "source", "moment", where=outcome.is_(None)),
    )


class Watermark(Base):
    """The progress of a scope: its first and last recorded readings, and the reader release that read them."""

    __tablename__ = "watermark"
    fact: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"), primary_key=True)
    division: Mapped[str] = mapped_column(primary_key=True)
    """The currency of prices, the category of scores; empty if a source has one scope of the kind."""
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    """The last publish date, if the source is a dataset."""
    reader: Mapped[int]
