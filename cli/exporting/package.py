"""The file `datapackage.json` of an export: its tables, keys, sources, licences and hashes, as Frictionless asks."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from cli.exporting.dictionary import column_text, dictionary
from cli.exporting.forms import FORMS
from cli.exporting.resources import ExportRow, Field, FieldKind, Resource
from cli.exporting.terms import terms_of
from models.schema import instant_text
from scrapers.registry import REGISTERED

DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAME = "model-almanac-record"
LAYOUT = 1
"""Rises when the columns or the meaning of an export's files change."""
TYPES: Mapping[FieldKind, Mapping[str, Any]] = {
    FieldKind.TEXT: {"type": "string"},
    FieldKind.INTEGER: {"type": "integer"},
    FieldKind.BOOLEAN: {"type": "boolean"},
    FieldKind.DECIMAL: {"type": "string", "constraints": {"pattern": r"-?[0-9]+(\.[0-9]+)?"}},
    FieldKind.INSTANT: {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S.%fZ"},
    FieldKind.JSON: {"type": "any"},
}
ABOUT: Mapping[str, str] = {
    "source": "Who says so: every source of the record.",
    "watermark": "When each source was first and last read for a kind of fact, and for a currency or category of it.",
    "snapshot": "Each attempt to fetch a page, with the hash of what came. The pages themselves are not in an export.",
}


def described(
    form: str, since: datetime | None, sources: Iterable[ExportRow], tables: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the descriptor of an export; equal records have equal ones."""
    listed = [_source(row) for row in sources]
    licences = {each["licence"]["name"]: each["licence"] for each in listed if each["licence"]}
    return {
        "$schema": PROFILE,
        "name": NAME,
        "title": "Model Almanac: what language models cost, how they rank and when they go away",
        "description": (
            "Every fact that was recorded, on two clocks: effective_from and effective_to say when it holds, "
            "recorded_from and recorded_to when its source was seen stating it. Instants are UTC; amounts are texts, "
            "digit for digit as printed."
        ),
        "layout": LAYOUT,
        "form": form,
        "since": None if since is None else instant_text(since),
        "licenses": [licences[name] for name in sorted(licences)],
        "sources": listed,
        "resources": tables,
    }


def described_table(resource: Resource, form: str, file: Path, rows: int) -> dict[str, Any]:
    """Return the entry of a file that is written."""
    dialect = {"dialect": {"header": True, "delimiter": ",", "lineTerminator": "\n", "quoteChar": '"'}}
    return {
        "name": resource.name,
        "description": ABOUT.get(resource.name) or _about(resource.name),
        "path": file.name,
        "type": "table",
        "format": FORMS[form].suffix,
        "mediatype": FORMS[form].media_type,
        **({"encoding": "utf-8"} if form != "parquet" else {}),
        **(dialect if form == "csv" else {}),
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256_of(file)}",
        "rows": rows,
        "schema": {
            "fields": [_field(resource, field) for field in resource.fields],
            "primaryKey": list(resource.key),
            "foreignKeys": list(_foreign_keys(resource)),
            "missingValues": [""] if form == "csv" else [],
        },
    }


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _about(name: str) -> str:
    view = dictionary().get(name)
    return view.about if view else f"The history of each {name.replace('_', ' ')}: every row that was ever recorded."


def _field(resource: Resource, field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, **TYPES[field.kind]}
    if field.is_required:
        described["constraints"] = {**described.get("constraints", {}), "required": True}
    text = column_text(resource.name, field.name)
    return {**described, "description": text} if text else described


def _foreign_keys(resource: Resource) -> Iterable[dict[str, Any]]:
    names = [field.name for field in resource.fields]
    for column, table, key in (("source", "source", "name"), ("snapshot_id", "snapshot", "id")):
        if column in names:
            yield {"fields": [column], "reference": {"resource": table, "fields": [key]}}


def _source(row: ExportRow) -> dict[str, Any]:
    """Return the entry of a source, with its terms and the credit that they ask for."""
    name, vendor, url, *_, checks = row
    known, terms = REGISTERED.get(name), terms_of(name)
    page = known.page if known and known.page else url
    return {
        "title": name,
        **({"path": page} if page.startswith("http") else {"description": page}),
        "vendor": vendor,
        "only_checks": checks is not None,
        "licence": terms.licence._asdict() if terms.licence else None,
        "terms": terms.text,
        "credit": known.credit if known else "",
    }
