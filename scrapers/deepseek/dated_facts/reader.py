"""The file of dated facts about DeepSeek's tariff: JSON Lines, everything that had been said by a moment.

The file is made by `almanac backfill`, not printed by DeepSeek: every line names its evidence, which becomes its
locator. The first line has the SHA-256 of the others; a damaged file is refused.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter, ValidationError

from models.facts import (
    METERS,
    UNITS,
    Fact,
    ModelVersion,
    PeakHours,
    Price,
    Promotion,
    Retirement,
    columns,
    value_columns,
)
from models.readings import BEGINNING, BadReading, Reading, Scope
from scrapers.deepseek.pricing import MODEL
from scrapers.page import Page, PageChanged
from scrapers.parse import decode

KINDS: dict[str, type[Fact]] = {kind.table: kind for kind in (Price, Promotion, Retirement, PeakHours, ModelVersion)}
CURRENCIES = ("USD", "CNY")
STATED = TypeAdapter(dict[str, str | bool | None])
SEAL = re.compile(rb'\{"sha256": "([0-9a-f]{64})"\}')
INSTANT = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
SHAPES = {
    "model": MODEL,
    "meter": re.compile("|".join(METERS)),
    "band": re.compile("flat|off_peak|peak"),
    "currency": re.compile("|".join(CURRENCIES)),
    "unit": re.compile("|".join(map(re.escape, UNITS))),
    "after_end": re.compile("list_price|permanent"),
    "state": re.compile("announced|dated|cancelled|routed|retired"),
    "replacement": MODEL,
    "answers_as": MODEL,
    "time_zone": re.compile("Asia/Shanghai"),
    "weekdays": re.compile("(?=.)1?2?3?4?5?6?7?"),
    "windows": re.compile(rf"{TIME}-{TIME}(?: {TIME}-{TIME})*"),
    "holidays": re.compile("CN"),
    "version": re.compile(r"DeepSeek-[A-Za-z0-9.-]+"),
    "context_length": re.compile(r"[0-9]+[KM]"),
    "max_output": re.compile(r"MAXIMUM: [0-9]+[KM]"),
    "text": re.compile(r"\S.*"),
    "locator": re.compile(r"\S.*"),
}
"""Allowed texts of a column (full match)."""
NAMES = {"after_end": "then"}
"""Columns that have another name in an account."""
UNSAID = {"mode", "above"}
"""Columns that no account has: DeepSeek has one mode, and one price for prompts of every length."""
ADDED = {"answers_as"}
"""Columns that accounts of earlier releases lack."""
NEEDED = {"amount", "unit", "state", "time_zone", "weekdays", "windows", "version"}
"""Values without which a fact in force is empty."""


def read(page: Page) -> Reading:
    """Read all facts of the file. Raises PageChanged."""
    first, _, rest = page.body.partition(b"\n")
    if _seal(first) != sha256(rest).hexdigest():
        raise PageChanged("the account is damaged: its lines are not those that its first line is about")
    lines = decode(rest).split("\n")[:-1]
    scopes = {Scope(kind, page.source) for kind in KINDS.values() if kind is not Price}
    scopes |= {Scope(Price, page.source, currency) for currency in CURRENCIES}
    try:
        stated = tuple(_fact(page.source, line) for line in lines)
        return Reading(frozenset(scopes), stated, since=dict.fromkeys(scopes, BEGINNING))
    except BadReading as error:
        raise PageChanged("an account that contradicts itself", str(error)) from None


def _seal(line: bytes) -> str:
    found = SEAL.fullmatch(line)
    if found is None:
        raise PageChanged("not the first line of an account", line.decode(errors="replace"))
    return found[1].decode()


def _fact(source: str, line: str) -> Fact:
    try:
        stated = STATED.validate_json(line, strict=True)
    except ValidationError:
        raise PageChanged("a line that is no statement", line) from None
    kind, gone = KINDS.get(str(stated.pop("fact", None))), stated.pop("gone", None)
    if kind is None or not isinstance(gone, bool):
        raise PageChanged("a statement of no known kind", line)
    types = {name: python for name, (_, python, _) in columns(kind).items() if name not in {"source", *UNSAID}}
    names = {NAMES.get(name, name): name for name in types}
    stated |= dict.fromkeys(ADDED & names.keys() - stated.keys())
    if set(stated) != {*names, "effective_from"}:
        raise PageChanged("a statement with other columns than its kind has", line)
    since = _instant(stated.pop("effective_from"), line)
    found: dict[str, Any] = {
        names[name]: _value(names[name], types[names[name]], value, line) for name, value in stated.items()
    }
    _refuse_gaps(kind, found, gone, line)
    return kind(**{"source": source, **found}, effective_from=since, gone=gone)


def _value(name: str, python: type, value: str | bool | None, line: str) -> str | Decimal | datetime | None:
    if value is None:
        return None
    if python is datetime:
        return _instant(value, line)
    shape = NUMBER if python is Decimal else SHAPES[name]
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise PageChanged(f"not a {name}: {value!r}", line)
    return Decimal(value) if python is Decimal else value


def _instant(value: str | bool | None, line: str) -> datetime:
    if not isinstance(value, str) or not INSTANT.fullmatch(value):
        raise PageChanged(f"not an instant: {value!r}", line)
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise PageChanged(f"not an instant: {value!r}", line) from None


def _refuse_gaps(kind: type[Fact], found: Mapping[str, Any], gone: bool, line: str) -> None:
    """Raise PageChanged unless keys and evidence are stated, and values exactly if the fact is in force."""
    values = {name for name in value_columns(kind) if found[name] is not None}
    needed = {name for name, (role, _, _) in columns(kind).items() if role == "key"} - {"source", *UNSAID} | {"locator"}
    if any(found[name] is None for name in needed) or (
        values if gone else (NEEDED & set(value_columns(kind))) - values
    ):
        raise PageChanged("a statement that says too little or too much", line)
