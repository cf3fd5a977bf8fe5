"""The changes in the log that the reading of a snapshot made, as a replay compares them with those made again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from json import loads
from typing import Any, NamedTuple

from sqlalchemy import Select, Text, bindparam, select, type_coerce
from sqlalchemy.orm import Session

from flows.replay.record_again import NOT_DERIVED
from models.changes import DATA_COLUMNS, Change
from models.schema import ChangeRow, json_text


class KnownChange(NamedTuple):
    """A row of the log about a snapshot."""

    id: int
    retracted: bool
    about: tuple[str, str, datetime | None]
    """Its kind, subject and instant."""
    said: tuple[str | None, str | None]
    """The texts before and after."""
    data: Sequence[Any]
    """Its DATA_COLUMNS as the driver returns them: JSON is text on SQLite."""

    @property
    def has_values(self) -> bool:
        """Return False for a row of a release that stored texts alone."""
        return self.data[-2] is not None or self.data[-1] is not None

    def is_same(self, change: Change) -> bool:
        """Return True if this is the row of a change: by its values, or by the texts of a row without values."""
        if self.about != _about(change):
            return False
        if not self.has_values:
            return self.said == (change.said_before, change.said_after)
        fact, *values = change.data
        return bool(self.data[0] == fact) and all(map(_is_stored_as, values, self.data[1:]))


def _about(change: Change) -> tuple[str, str, datetime | None]:
    return change.kind, change.subject, change.effective_at


def _is_stored_as(value: object, stored: object) -> bool:
    """Return True if a value of JSON is stored like this: as text, or as the driver reads it."""
    if value is None or stored is None:
        return value is stored
    text = json_text(value)
    if isinstance(stored, str):
        return stored == text or bool(loads(stored) == loads(text))
    return bool(stored == loads(text))


def known_changes(session: Session, snapshot_id: int) -> list[KnownChange]:
    """The changes in the log that the reading of a snapshot made, in the order of their ids."""
    rows = session.connection().execute(_known_query(), {"snapshot_id": snapshot_id}).tuples().all()
    return [KnownChange(row[0], row[1], row[2:5], row[5:7], row[7:]) for row in rows]


@cache
def _known_query() -> Select[Any]:
    about = [type_coerce(ChangeRow.kind, Text), ChangeRow.subject, ChangeRow.effective_at]
    said = [ChangeRow.said_before, ChangeRow.said_after, ChangeRow.fact]
    values = [type_coerce(getattr(ChangeRow, name), Text) for name in DATA_COLUMNS[1:]]
    derived = (ChangeRow.snapshot_id == bindparam("snapshot_id"), ChangeRow.kind.not_in(NOT_DERIVED))
    return select(ChangeRow.id, ChangeRow.retracted, *about, *said, *values).where(*derived).order_by(ChangeRow.id)


def match_changes(
    known: Sequence[KnownChange], made: Iterable[Change]
) -> tuple[Mapping[int, KnownChange], Sequence[KnownChange]]:
    """The row of each change that the log has, by the `id` of the change, and the rows in force without a change."""
    changes = list(made)
    if _are_same(known, changes):
        return {id(change): row for change, row in zip(changes, known, strict=True)}, ()
    rows, same = defaultdict[tuple[object, ...], list[KnownChange]](list), dict[int, KnownChange]()
    for row in known:
        rows[row.about].append(row)
    for change in changes:
        candidates = rows.get(_about(change), [])
        if (row := next((row for row in candidates if row.is_same(change)), None)) is not None:
            candidates.remove(row)
            same[id(change)] = row
    return same, [row for each in rows.values() for row in each if not row.retracted]


def _are_same(known: Sequence[KnownChange], made: Sequence[Change]) -> bool:
    """Return True if the log has these changes in their order, as text: JSON that is made at once is made fast."""
    if [row.about for row in known] != [_about(change) for change in made] or not all(row.has_values for row in known):
        return False
    data = [change.data for change in made]
    if [row.data[0] for row in known] != [fact for fact, *_ in data]:
        return False
    stored = [text if text is not None else "null" for row in known for text in row.data[1:]]
    if not all(isinstance(text, str) for text in stored):
        return False
    return f"[{', '.join(stored)}]" == json_text([value for _, *values in data for value in values])
