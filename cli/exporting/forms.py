"""The forms of an export's files: CSV, JSON Lines and Parquet. Each is written and read row by row."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from cli.exporting.parquet import read_parquet, write_parquet
from cli.exporting.resources import ExportRow, Field, FieldKind
from cli.exporting.values import BadFile, json_text
from models.schema import instant_text

CSV_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^,"\n]*))(,|\n)')
QUOTED = re.compile(r'[,"\r\n]')


@dataclass(frozen=True)
class Form:
    """A form of files: how one is written, which returns the number of rows, and how it is read."""

    suffix: str
    media_type: str
    write: Callable[[Path, Sequence[Field], Iterable[ExportRow]], int]
    read: Callable[[Path, Sequence[Field]], Iterator[ExportRow]]


def _lines(file: Path, lines: Iterator[str]) -> int:
    count = 0
    with file.open("x", encoding="utf-8", newline="") as out:
        while batch := list(islice(lines, 1_000)):
            out.write("".join(batch))
            count += len(batch)
    return count


def _write_csv(file: Path, fields: Sequence[Field], rows: Iterable[ExportRow]) -> int:
    kinds = [field.kind for field in fields]
    header = ",".join(field.name for field in fields) + "\n"
    lines = (",".join(map(_csv_text, row, kinds)) + "\n" for row in rows)
    return _lines(file, chain([header], lines)) - 1


def _csv_text(value: Any, kind: FieldKind) -> str:  # noqa: ANN401 (whatever a row has)
    """Return a field of CSV: nothing at all for null, `""` for an empty text."""
    if value is None:
        return ""
    match kind:
        case FieldKind.BOOLEAN:
            return "true" if value else "false"
        case FieldKind.INSTANT:
            return instant_text(value)
        case FieldKind.JSON:
            text = json_text(value)
        case _:
            text = str(value)
    return '"' + text.replace('"', '""') + '"' if not text or QUOTED.search(text) else text


def _read_csv(file: Path, fields: Sequence[Field]) -> Iterator[ExportRow]:
    with file.open(encoding="utf-8", newline="") as lines:
        records = _csv_records(lines)
        names = next(records, list[str | None]())
        if names != [field.name for field in fields]:
            raise BadFile(f"the columns are {', '.join(map(str, names))}")
        kinds = [field.kind for field in fields]
        for record in records:
            if len(record) != len(kinds):
                raise BadFile(f"a row has {len(record)} fields: {record}")
            texts = zip(record, kinds, strict=True)
            yield tuple(None if text is None else _csv_value(text, kind) for text, kind in texts)


def _csv_records(lines: Iterable[str]) -> Iterator[list[str | None]]:
    """Yield the fields of each record; a line break within quotes belongs to its field."""
    record = ""
    for line in lines:
        record += line
        if record.count('"') % 2 == 0 and record.endswith("\n"):
            found = list(CSV_FIELD.finditer(record))
            if sum(len(each[0]) for each in found) != len(record):
                raise BadFile(f"this is no CSV: {record!r:.200}")
            yield [each[1].replace('""', '"') if each[1] is not None else each[2] or None for each in found]
            record = ""
    if record:
        raise BadFile(f"the last row is not whole: {record!r:.200}")


def _csv_value(text: str, kind: FieldKind) -> Any:  # noqa: ANN401 (whatever a row has)
    match kind:
        case FieldKind.JSON:
            return json.loads(text)
        case FieldKind.INTEGER:
            return int(text)
        case FieldKind.BOOLEAN:
            return {"true": True, "false": False}[text]
        case FieldKind.INSTANT:
            return datetime.fromisoformat(text)
        case _:
            return text


def _write_json_lines(file: Path, fields: Sequence[Field], rows: Iterable[ExportRow]) -> int:
    names = [field.name for field in fields]
    instants = [at for at, field in enumerate(fields) if field.kind is FieldKind.INSTANT]
    return _lines(file, (_json_line(names, instants, row) for row in rows))


def _json_line(names: Sequence[str], instants: Sequence[int], row: ExportRow) -> str:
    values = list(row)
    for at in instants:
        if values[at] is not None:
            values[at] = instant_text(values[at])
    parts = (f"{json_text(name)}:{json_text(value)}" for name, value in zip(names, values, strict=True))
    return "{" + ",".join(parts) + "}\n"


def _read_json_lines(file: Path, fields: Sequence[Field]) -> Iterator[ExportRow]:
    names = [field.name for field in fields]
    instants = [at for at, field in enumerate(fields) if field.kind is FieldKind.INSTANT]
    with file.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            if list(row) != names:
                raise BadFile(f"a row has the columns {', '.join(row)}")
            values = list(row.values())
            for at in instants:
                if values[at] is not None:
                    values[at] = datetime.fromisoformat(values[at])
            yield tuple(values)


FORMS: Mapping[str, Form] = {
    "csv": Form("csv", "text/csv", _write_csv, _read_csv),
    "jsonl": Form("jsonl", "application/jsonl", _write_json_lines, _read_json_lines),
    "parquet": Form("parquet", "application/vnd.apache.parquet", write_parquet, read_parquet),
}
