"""Statements of vendors about their tokenizers, reviewed row by row: a ratio per token is not one per text."""

import csv
import re
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class TokenizerNote(NamedTuple):
    """One statement, and the page with its date that makes it."""

    says: str
    source: str


def tokenizer_note(vendor: str, model: str, at: datetime) -> TokenizerNote | None:
    """Return the latest statement by an instant about the tokenizer of a model; None if there is none."""
    stated = [row for row in _rows() if row["vendor"] == vendor and re.fullmatch(row["models"], model)]
    by_then = [row for row in stated if datetime.fromisoformat(row["since"]).replace(tzinfo=UTC) <= at]
    last = max(by_then, key=lambda row: row["since"], default=None)
    return None if last is None else TokenizerNote(last["says"], last["source"])


@cache
def _rows() -> list[dict[str, str]]:
    text = files("scrapers.catalogue").joinpath("tokenizers.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))
