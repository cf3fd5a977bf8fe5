"""The columns of a file of Arena's dataset, in order: 1.2 million rows without an object for each.

Columns (2026-10): model_name, organization and license ('' where unknown), rating with the ends of its 95 % interval,
vote_count (a float in the text subsets), category, leaderboard_publish_date (text). `variance` and `rank` follow from
the others and are left out; any other column is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from scrapers.page import PageChanged

TEXTS = ("category", "leaderboard_publish_date", "model_name", "organization", "license")
RATINGS = ("rating", "rating_lower", "rating_upper")
VOTES = "vote_count"
TYPES = {
    **dict.fromkeys(TEXTS, (pa.string(), pa.large_string())),
    **dict.fromkeys(RATINGS, (pa.float64(),)),
    VOTES: (pa.int32(), pa.int64(), pa.float64()),
}
IGNORED = {"variance", "rank"}
MOST_ROWS = 20_000_000
"""A file beyond this is no leaderboard's history (1.2 million rows in 2026-10)."""
Arrow = Any
"""A table or column of pyarrow, whose published types are mostly unknown ones."""
MAKE: Arrow = pa
COMPUTE: Arrow = pc


@dataclass(frozen=True)
class Columns:
    """The rows of a file by category and publish date, the highest rated first. Texts are places in `words`."""

    words: Mapping[str, Sequence[str]]
    """The distinct texts of a column, ascending."""
    codes: Mapping[str, Sequence[int]]
    ratings: Mapping[str, Sequence[float]]
    votes: Sequence[float]
    places: Sequence[int]
    """Where a row stood in the file, from 0."""

    def shown(self, row: int) -> dict[str, str | float]:
        """A row, but for its place in the file."""
        texts = {name: self.words[name][codes[row]] for name, codes in self.codes.items()}
        return {**texts, **{name: column[row] for name, column in self.ratings.items()}, VOTES: self.votes[row]}


def columns_of(body: bytes) -> Columns:
    """Raises PageChanged where the bytes are not a leaderboard's parquet file, or a value is missing."""
    table = _table(body)
    words: dict[str, list[str]] = {}
    found: dict[str, Arrow] = {name: table[name].combine_chunks() for name in (*RATINGS, VOTES)}
    for name in TEXTS:
        words[name], found[name] = _coded(table[name].combine_chunks())
    del table
    keys: list[tuple[str, Literal["ascending", "descending"]]] = [
        (name, "ascending" if name in TEXTS else "descending") for name in (*TEXTS[:2], *RATINGS, VOTES, *TEXTS[2:])
    ]
    order = COMPUTE.sort_indices(MAKE.table(found), sort_keys=keys)
    ordered = {name: column.take(order) for name, column in found.items()}
    return Columns(
        words=words,
        codes={name: _view(ordered[name].buffers()[1], "i") for name in TEXTS},
        ratings={name: _view(ordered[name].buffers()[1], "d") for name in RATINGS},
        votes=_view(COMPUTE.cast(ordered[VOTES], pa.float64(), safe=False).buffers()[1], "d"),
        places=_view(order.buffers()[1], "Q"),
    )


def _table(body: bytes) -> Arrow:
    try:
        file: Arrow = pq.ParquetFile(pa.BufferReader(body), page_checksum_verification=True)
        schema = file.schema_arrow
        _refuse_other_columns(schema.names, {name: schema.field(name).type for name in schema.names})
        if not 0 < file.metadata.num_rows <= MOST_ROWS:
            raise PageChanged(f"a leaderboard of {file.metadata.num_rows} rows")
        table = file.read(columns=list(TYPES))
        table.validate(full=True)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise PageChanged("not a parquet file, or cut off", f"{error}") from None
    for name in TYPES:
        if table[name].null_count:
            raise PageChanged("a value is missing", f"{name} in {table[name].null_count} rows")
    return table


def _refuse_other_columns(names: Sequence[str], types: Mapping[str, pa.DataType]) -> None:
    odd = (set(names) ^ set(TYPES)) - IGNORED
    if odd or len(set(names)) < len(names):
        raise PageChanged(f"not the columns of a leaderboard: {', '.join(sorted(odd))}", ", ".join(names))
    for name, known in TYPES.items():
        if types[name] not in known:
            raise PageChanged(f"{name} is of another type", str(types[name]))


def _coded(column: Arrow) -> tuple[list[str], Arrow]:
    """The distinct texts, ascending, and for each row the place of its own."""
    encoded = column.dictionary_encode()
    try:
        words: list[str] = encoded.dictionary.to_pylist()
    except UnicodeDecodeError as error:
        raise PageChanged("a text is not UTF-8", repr(error.object)) from None
    ascending = {word: place for place, word in enumerate(sorted(words))}
    return list(ascending), MAKE.array([ascending[word] for word in words], pa.int32()).take(encoded.indices)


def _view(buffer: Arrow, kind: Literal["i", "d", "Q"]) -> Arrow:
    """A column without missing values, as it lies in memory."""
    return memoryview(buffer).cast("B").cast(kind)
