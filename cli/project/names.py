"""The names by which a project may call a model, and the warnings that concern each of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from models.facts import without_day
from models.queries import ModelName, ModelRecord, ModelWarning, WarningKind


def named_warnings(records: Mapping[ModelName, ModelRecord]) -> dict[ModelName, list[ModelWarning]]:
    """Return every vendor and name that code may use, with what it has to know.

    A name without the day of its release also means the newest one with a day: `claude-sonnet-4-5` is concerned by the
    end of `claude-sonnet-4-5-20250929`, unless an end of its own is stated. A name with a day is concerned by what is
    said of the prices of the name without it, unless it has prices of its own.
    """
    dated = defaultdict[ModelName, list[ModelRecord]](list)
    for (vendor, model), record in records.items():
        if without_day(model) != model:
            dated[vendor, without_day(model)].append(record)
    warnings = {name: _of_record(record, records) for name, record in records.items()}
    for name, versions in dated.items():
        newest = max(versions, key=lambda record: record.model)
        warnings[name] = _of_name_without_day(records.get(name), newest)
    return warnings


def _of_record(record: ModelRecord, records: Mapping[ModelName, ModelRecord]) -> list[ModelWarning]:
    plain = records.get((record.vendor, without_day(record.model)))
    if plain is None or plain is record or record.is_priced:
        return record.warnings
    own = [warning for warning in record.warnings if warning.kind is not WarningKind.UNLISTED]
    return [*own, *(warning for warning in plain.warnings if not warning.kind.is_about_end)]


def _of_name_without_day(own: ModelRecord | None, newest: ModelRecord) -> list[ModelWarning]:
    if own is None:
        return newest.warnings
    if own.has_statement:
        return own.warnings
    ends = [warning for warning in newest.warnings if warning.kind.is_about_end]
    is_listed = newest.is_priced or _says_more(ends)
    rest = [warning for warning in own.warnings if not (is_listed and warning.kind is WarningKind.UNLISTED)]
    if rest and not _says_more(ends):
        ends = []
    return [*ends, *rest]


def _says_more(ends: Sequence[ModelWarning]) -> bool:
    return any(warning.kind is not WarningKind.UNLISTED for warning in ends)
