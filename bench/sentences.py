"""Count the understood wordings of DeepSeek's small print, and the wrongly understood ones.

`python -m bench.sentences [FILE…]`: by language and class, positive notes read, negative notes left alone, and what was
misread. The corpus was written without sight of the rules: `tests/golden/sentences/`. The misses are listed.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.harness.arguments import arguments
from models.facts import iso
from scrapers.deepseek import Discounts, EndpointEnds, FreeUntil, NoteStatement, Peaks, PricesHold, Retires, parse_note
from scrapers.parse import plain_text

CORPUS = Path(__file__).parents[1] / "tests" / "golden" / "sentences"
Meaning = dict[str, Any]


@dataclass(frozen=True)
class CorpusNote:
    """A note of the corpus and what it means."""

    id: str
    language: str
    about: str
    text: str
    means: list[Meaning]


@dataclass(frozen=True)
class SentenceVerdict:
    """The outcome of a note: `right`, `missed` (nothing or too little was understood) or `wrong`."""

    note: CorpusNote
    outcome: str
    understood: list[Meaning]


def notes(files: Sequence[Path]) -> Iterator[CorpusNote]:
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield CorpusNote(row["id"], row["language"], row["class"], row["text"], row["means"])


def judge(note: CorpusNote) -> SentenceVerdict:
    """Judge the statements read from a note: an unmeant one is wrong, an unread one is missed."""
    understood = [meaning for one in parse_note(plain_text(note.text), note.language) if (meaning := meaning_of(one))]
    wanted, read = _canonical(note.means), _canonical(understood)
    outcome = "wrong" if read - wanted else "missed" if wanted - read else "right"
    return SentenceVerdict(note, outcome, understood)


def meaning_of(statement: NoteStatement) -> Meaning | None:
    """A statement in the form of the corpus; None for one that the corpus does not list."""
    match statement:
        case Retires():
            is_dated = statement.state == "dated"
            return {
                "kind": "retires",
                "models": list(statement.models),
                "state": statement.state,
                "at": _instant(statement.at) if is_dated else None,
                "then": statement.then if is_dated else None,
                "replacement": statement.replacement,
            }
        case Peaks():
            return {
                "kind": "peaks",
                "weekdays": statement.weekdays,
                "windows": statement.windows,
                "holidays": statement.holidays,
                "since": _instant(statement.since),
            }
        case Discounts():
            return {
                "kind": "discount",
                "models": list(statement.models),
                "percent_off": _number(statement.percent_off),
                "ends_at": _instant(statement.ends_at),
                "then": statement.then,
            }
        case PricesHold():
            return {"kind": "prices_hold", "since": _instant(statement.since), "until": _instant(statement.until)}
        case FreeUntil():
            return {"kind": "free_until", "calls": list(statement.models), "ends_at": _instant(statement.ends_at)}
        case EndpointEnds():
            return {"kind": "endpoint_ends", "endpoint": statement.endpoint, "at": _instant(statement.at)}
        case _:
            return None


def _canonical(meanings: Sequence[Meaning]) -> set[str]:
    """Comparable: the order of models says nothing; one statement for two names, or of both prices, is two."""
    split: list[Meaning] = []
    for meaning in meanings:
        models = meaning.get("models")
        if models:
            split += [{**meaning, "models": model} for model in models]
        elif meaning["kind"] == "prices_hold" and meaning["since"] and meaning["until"]:
            split += [{**meaning, "since": None}, {**meaning, "until": None}]
        else:
            split.append(meaning)
    ordered = ({**meaning, "calls": sorted(meaning["calls"])} if "calls" in meaning else meaning for meaning in split)
    return {json.dumps(meaning, sort_keys=True) for meaning in ordered}


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else iso(instant)


def _number(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def main(*names: str) -> int:
    files = [Path(name) for name in names] or sorted(CORPUS.glob("*.jsonl"))
    verdicts = [judge(note) for note in notes(files)]
    for verdict in verdicts:
        if verdict.outcome != "right":
            row = {"id": verdict.note.id, "text": verdict.note.text, "means": verdict.note.means}
            line = json.dumps(row | {"understood": verdict.understood}, ensure_ascii=False)
            sys.stdout.write(f"{verdict.outcome.upper()}  {line}\n")
    for row in _table(verdicts):
        sys.stdout.write(f"{json.dumps(row)}\n")
    return 1 if any(verdict.outcome == "wrong" for verdict in verdicts) else 0


def _table(verdicts: Sequence[SentenceVerdict]) -> Iterator[dict[str, object]]:
    groups = sorted({(verdict.note.language, verdict.note.about) for verdict in verdicts})
    for language, about in [*groups, *((language, "all") for language in sorted({group[0] for group in groups}))]:
        of_group = [
            verdict
            for verdict in verdicts
            if verdict.note.language == language and about in ("all", verdict.note.about)
        ]
        counts = Counter((bool(verdict.note.means), verdict.outcome) for verdict in of_group)
        yield {
            "language": language,
            "class": about,
            "positive": sum(count for (meant, _), count in counts.items() if meant),
            "read": counts[True, "right"],
            "negative": sum(count for (meant, _), count in counts.items() if not meant),
            "left alone": counts[False, "right"],
            "wrong": counts[True, "wrong"] + counts[False, "wrong"],
        }


if __name__ == "__main__":
    sys.exit(main(*arguments()))
