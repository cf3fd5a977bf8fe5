"""Sentences of our own with what each of them states, one line of JSON each; `told` writes a statement as they do."""

import json
import re
from datetime import datetime
from pathlib import Path

from scrapers.deepseek.small_print.parser import parse_note
from scrapers.deepseek.small_print.statements import (
    Discounts,
    EndpointEnds,
    FreeUntil,
    NoteStatement,
    Peaks,
    PricesHold,
    Retires,
    Unclear,
    Upgraded,
)
from scrapers.parse.text import plain_text

FILES = Path(__file__).parents[1] / "golden" / "sentences_own"


def examples(language: str) -> list[tuple[str, list[str]]]:
    """Sentences, each with what it states; nothing where it must not be understood."""
    lines = (FILES / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(line["text"], line["states"]) for line in map(json.loads, lines)]


def told(text: str) -> list[str]:
    """What a sentence states, in the words of the examples."""
    language = "zh" if re.search("[一-鿿]", text) else "en"
    return [_told(one) for one in parse_note(plain_text(text), language) if not isinstance(one, Unclear)]


def _told(one: NoteStatement) -> str:
    match one:
        case Retires():
            state = "dated-routed" if one.then == "routed" else one.then or one.state
            parts = [state, ",".join(one.models), _at(one.at) if one.at else "", one.replacement or ""]
        case Discounts():
            parts = [
                "discount",
                ",".join(one.models) or "-",
                f"{one.percent_off or '-'}",
                _at(one.ends_at),
                one.then or "",
            ]
        case Peaks():
            parts = ["peaks", one.weekdays, one.windows, one.holidays or "-", _at(one.since)]
        case PricesHold():
            parts = ["prices", _at(one.since), _at(one.until), ",".join(one.meters)]
        case FreeUntil():
            parts = ["free", ",".join(one.models), _at(one.ends_at)]
        case EndpointEnds():
            parts = ["endpoint", one.endpoint, _at(one.at)]
        case Upgraded():
            parts = ["upgraded", ",".join(one.models), one.version]
        case Unclear():
            parts = ["unclear"]
    return " ".join(part for part in parts if part)


def _at(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M}" if at else "-"
