"""The columns of a file of Arena's dataset, in order: 1.2 million rows without an object for each.

Columns (2026-10): model_name, organization and license ('' or null where unknown), rating with the ends of its 95 %
interval, vote_count (a float in the text subsets), category, leaderboard_publish_date (text). The agent board has other
names for its numbers (`board_columns`). `variance` and `rank` follow from the others and are ignored. Any other column
is reported as unread. A number that is null or NaN is not stated: a row may lack its score, interval and votes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from models.readings import Unread
from scrapers.arena.board_columns import MAY_LACK, RATINGS, TEXTS, VOTES, BoardColumns
from scrapers.page import PageChanged

BATCH_ROWS = 100_000
MOST_ROWS = 20_000_000
"""Rows of a file at most; the whole history had 1.2 million in 2026-10."""
NAN = float("nan")
Arrow = Any
"""A table or column of pyarrow, whose published types are mostly unknown."""
MAKE: Arrow = pa
COMPUTE: Arrow = pc


@dataclass(frozen=True)
class ParquetColumns:
    """The rows of a file by category and publish date, highest rated first. Texts are indexes into `words`."""

    words: Mapping[str, Sequence[str]]
    """The distinct texts of a column, ascending."""
    codes: Mapping[str, Sequence[int]]
    ratings: Mapping[str, Sequence[float]]
    """NaN if none is stated; both ends of an interval or neither."""
    votes: Sequence[float]
    """NaN if none are stated."""
    places: Sequence[int]
    """The row numbers in the file, from 0."""
    unread: tuple[Unread, ...] = ()

    def shown(self, row: int) -> dict[str, str | float | None]:
        """Return a row for messages, without its row number."""
        texts = {name: self.words[name][codes[row]] for name, codes in self.codes.items()}
        numbers = {**{name: column[row] for name, column in self.ratings.items()}, VOTES: self.votes[row]}
        return {**texts, **{name: None if isnan(value) else value for name, value in numbers.items()}}


def read_columns(body: bytes, layout: BoardColumns, strict: bool) -> ParquetColumns:
    """Read a leaderboard's parquet file. Raises PageChanged for any other bytes, and if `strict` for a missing text.

    A missing text is empty.
    """
    arrays, missing, unread = _arrays(body, layout)
    for name in set(TEXTS) - set(MAY_LACK):
        if missing[name] and strict:
            raise PageChanged("a value is missing", f"{name} in {missing[name]} rows")
    unread += _without_half_intervals(arrays, layout)
    texts: dict[str, list[str]] = {}
    for name in TEXTS:
        texts[name], arrays[name] = _coded(arrays[name])
    keys: list[tuple[str, Literal["ascending", "descending"]]] = [
        (name, "ascending" if name in TEXTS else "descending") for name in (*TEXTS[:2], *RATINGS, VOTES, *TEXTS[2:])
    ]
    order = COMPUTE.sort_indices(MAKE.table(arrays), sort_keys=keys)
    ordered = {name: arrays.pop(name).take(order) for name in (*RATINGS, VOTES, *TEXTS)}
    pa.default_memory_pool().release_unused()
    return ParquetColumns(
        words=texts,
        codes={name: _view(ordered[name].buffers()[1], "i") for name in TEXTS},
        ratings={name: _view(ordered[name].buffers()[1], "d") for name in RATINGS},
        votes=_view(ordered[VOTES].buffers()[1], "d"),
        places=_view(order.buffers()[1], "Q"),
        unread=unread,
    )


def _arrays(body: bytes, layout: BoardColumns) -> tuple[dict[str, Arrow], dict[str, int], tuple[Unread, ...]]:
    """Return the columns by our names, how many values each lacks, and the unknown columns."""
    arrays, missing, where = dict[str, Arrow](), dict[str, int](), ""
    try:
        file: Arrow = pq.ParquetFile(pa.BufferReader(body), page_checksum_verification=True)
        schema = file.schema_arrow
        types: dict[str, pa.DataType] = {name: schema.field(name).type for name in set(schema.names)}
        unread = _other_columns(schema.names, types, layout)
        if not 0 < file.metadata.num_rows <= MOST_ROWS:
            raise PageChanged(f"a leaderboard of {file.metadata.num_rows} rows")
        for name in layout.types:
            where = f"column {name}: "
            arrays[name], missing[name] = _column(file, name)
    except MemoryError:
        raise  # it may be one of pyarrow's
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise PageChanged("not a parquet file, or cut off", f"{where}{error}") from None
    lengths = {name: len(column) for name, column in arrays.items()}
    if len(set(lengths.values())) > 1:
        raise PageChanged("not a parquet file, or cut off", f"rows by column: {lengths}")
    ours = {stated: name for name, stated in layout.numbers.items()}
    return {ours.get(name, name): column for name, column in arrays.items()}, missing, unread


def _column(file: Arrow, name: str) -> tuple[Arrow, int]:
    """Return one column, and how many values it lacks.

    It is read in parts by one thread: as they stand in the file, the texts alone take 80 MB, and each thread keeps
    memory of its own.
    """
    parts, missing, convert = list[Arrow](), 0, _encoded if name in TEXTS else _numbers
    for batch in file.iter_batches(BATCH_ROWS, columns=[name], use_threads=False):
        batch.validate(full=True)
        missing += batch.column(0).null_count
        parts.append(convert(batch.column(0)))
    return MAKE.chunked_array(parts).unify_dictionaries().combine_chunks(), missing


def _other_columns(names: Sequence[str], types: Mapping[str, pa.DataType], layout: BoardColumns) -> tuple[Unread, ...]:
    """Return the unknown columns. Raises PageChanged for a missing, doubled or mistyped one."""
    missing = layout.types.keys() - types.keys()
    if missing or len(types) < len(names):
        what = f"{', '.join(sorted(missing))} missing" if missing else "one twice"
        raise PageChanged(f"not the columns of a leaderboard: {what}", ", ".join(names))
    for name, predicates in layout.types.items():
        if not any(accepts(types[name]) for accepts in predicates):
            raise PageChanged(f"{name} is of another type", str(types[name]))
    others = sorted(types.keys() - layout.types.keys() - layout.ignored)
    return tuple(Unread(f"column {name}", str(types[name])) for name in others)


def _numbers(column: Arrow) -> Arrow:
    """Return a part of a column as floats, NaN for null; each is the shortest decimal in the column's own type."""
    if not MAKE.types.is_integer(column.type) and column.type not in (pa.float64(), pa.null()):
        column = COMPUTE.cast(column, pa.string())
    return COMPUTE.fill_null(COMPUTE.cast(column, pa.float64(), safe=False), NAN)


def _without_half_intervals(arrays: dict[str, Arrow], layout: BoardColumns) -> tuple[Unread, ...]:
    """Remove an interval end that is alone, and report it: it bounds nothing."""
    unread: list[Unread] = []
    lower, upper = RATINGS[1:]
    lacks = {name: COMPUTE.is_nan(arrays[name]) for name in (lower, upper)}
    for name, other in ((lower, upper), (upper, lower)):
        alone = COMPUTE.and_not(lacks[other], lacks[name])
        if COMPUTE.any(alone).as_py():
            arrays[name] = COMPUTE.if_else(alone, NAN, arrays[name])
            unread.append(Unread(f"column {layout.numbers[name]}", "rows without the other end of the interval"))
    return tuple(unread)


def _encoded(column: Arrow) -> Arrow:
    """Return a part of a column of texts as indexes into the distinct ones; null becomes empty."""
    return COMPUTE.fill_null(COMPUTE.cast(column, pa.large_string()), "").dictionary_encode()


def _coded(encoded: Arrow) -> tuple[list[str], Arrow]:
    """Return the distinct texts of a column, ascending, and the index of each row's text."""
    try:
        texts: list[str] = encoded.dictionary.to_pylist()
    except UnicodeDecodeError as error:
        raise PageChanged("a text is not UTF-8", repr(error.object)) from None
    ascending = {word: place for place, word in enumerate(sorted(texts))}
    return list(ascending), MAKE.array([ascending[word] for word in texts], pa.int32()).take(encoded.indices)


def _view(buffer: Arrow, kind: Literal["i", "d", "Q"]) -> Arrow:
    """Return a column without missing values as a memory view."""
    return memoryview(buffer).cast("B").cast(kind)
