"""The claims of the launch articles of April 2026 beside what the almanac says of that day.

`python -m tests.golden.launch_claims` writes docs/launch-claims.md. The claims are in `launch_claims.csv`, in our
words, and the pages that confirm the catalogue's prices in `launch_evidence.csv`. Each verdict follows from the answers
of the commands, in a home with the backfills of DeepSeek and of the catalogue, and with the first card of V4-Pro.
"""

import csv
import io
import json
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cli.main import main
from flows.database import Store
from flows.pipeline import open_store, process_attempt
from flows.run import Run
from flows.settings import load
from samples.huggingface import card_instants, cards
from scrapers.page import Page
from scrapers.registry import SOURCES

FOLDER = Path(__file__).parent
DOCUMENT = FOLDER.parents[1] / "docs" / "launch-claims.md"
PRICED = {"input_cache_miss": 0, "output": 1}
CARDS = "huggingface_cards"
"""The source of licences: no backfill has them."""
HEAD = """# The claims of the launch articles

DeepSeek V4 came out on 24 April 2026, and articles of those days compared its prices with those of GPT-5.5, Claude
Opus 4.7, Gemini 3.1 Pro, Kimi K2.6 and GLM-5.1. They contradict one another. Here each claim, in our words, stands
beside what the record says of that day, with the commands and what the answers rest on. The commands work as printed
after

```sh
almanac backfill deepseek
almanac backfill catalogue
almanac track huggingface_cards
```

Prices are in US dollars per million tokens, of input without a cache hit and of output. A ratio is by list prices where
a command says `--list`: V4-Pro had a promotional price from 26 April on. As believed on the same day (`--believed` with
the day of `--at`) the answers are the same. The licence is as of your reading; here it is the card of 14 July 2026, the
first that we have. Made by `python -m tests.golden.launch_claims`; a test compares it with the answers.
"""
Answer = Sequence[dict[str, Any]] | None
"""The rows that a command prints as JSON; None if it knows no such model."""


@dataclass(frozen=True)
class Claim:
    """One claim, and what the almanac answers."""

    number: str
    article: str
    claim: str
    check: str
    claimed: str
    commands: Sequence[str]
    remark: str
    answers: Sequence[Answer]

    @property
    def is_right(self) -> bool:
        """True if the answers confirm it."""
        return _CHECKS[self.check.split()[0]](self)

    @property
    def found(self) -> str:
        """The answers in words."""
        return " · ".join(_words(self, answer) for answer in self.answers) + "."

    @property
    def ratios(self) -> list[Decimal]:
        return [Decimal(row["ratio"]) for answer in self.answers for row in answer or ()]

    @property
    def digits(self) -> int:
        return -int(Decimal(self.claimed).as_tuple().exponent)


def _prices(answer: Answer) -> list[Decimal]:
    """The prices of input and output for short prompts."""
    rows = [row for row in answer or () if row["meter"] in PRICED and row["above"] == 0]
    return [Decimal(row["amount"]) for row in sorted(rows, key=lambda row: PRICED[row["meter"]])]


def _bill(claim: Claim) -> list[Decimal]:
    return [Decimal(claim.check.split()[-1]) / ratio for ratio in claim.ratios]


def _to_two_digits(amount: Decimal) -> Decimal:
    return Decimal(f"{amount:.1e}")


def _percent(claim: Claim) -> list[Decimal]:
    return [100 - 100 / ratio for ratio in claim.ratios]


_CHECKS: dict[str, Callable[[Claim], bool]] = {
    "times": lambda claim: any(round(ratio, claim.digits) == Decimal(claim.claimed) for ratio in claim.ratios),
    "bill": lambda claim: any(_to_two_digits(amount) == Decimal(claim.claimed) for amount in _bill(claim)),
    "percent": lambda claim: any(round(percent) == int(claim.claimed) for percent in _percent(claim)),
    "price": lambda claim: _prices(claim.answers[0]) == [Decimal(part) for part in claim.claimed.split()],
    "less": lambda claim: all(ratio < 1 for ratio in claim.ratios),
    "licence": lambda claim: {row["licence"] for row in claim.answers[0] or ()} == {claim.claimed},
}


def _words(claim: Claim, answer: Answer) -> str:
    if answer is None:
        return "No source of the almanac ever had a model of that name"
    if claim.check == "price":
        return " and ".join(f"{amount:f}" for amount in _prices(answer))
    (row,) = answer
    if claim.check == "licence":
        return f"{row['repository']} has the licence {row['licence']} at revision {row['sha'][:8]}"
    words = f"{Decimal(row['ratio']):.2f} at {row['mix']} ({row['model']} ÷ {row['other_model']})"
    if claim.check.startswith("bill"):
        return f"{_bill(claim)[0]:,.0f} USD, as the ratio is {words}"
    return f"{_percent(claim)[0]:.2f} % less, as the ratio is {words}" if claim.check == "percent less" else words


def ask(command: str, *more: str) -> Answer:
    """Return the rows of a command with `--json`; None if it exits with 2, as it knows no such name."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        code = main([*shlex.split(command)[1:], *more, "--json"])
    if code not in (0, 2):
        raise ValueError(f"{command}: exit {code}")
    return None if code else [json.loads(line) for line in out.getvalue().splitlines()]


def claims(*, on_both_clocks: bool = False) -> list[Claim]:
    """Return every claim with its answers in the present home, as believed now or on the same day."""
    return [_claim(row, row["commands"].splitlines(), on_both_clocks) for row in _rows("launch_claims.csv")]


def _claim(row: Mapping[str, str], commands: Sequence[str], on_both_clocks: bool) -> Claim:
    believed = [("--believed", day) if (day := _day(command)) and on_both_clocks else () for command in commands]
    return Claim(
        **{name: value for name, value in row.items() if name != "commands"},
        commands=commands,
        answers=[ask(command, *more) for command, more in zip(commands, believed, strict=True)],
    )


def _day(command: str) -> str:
    """Return the day that a command asks for; empty if it asks for now."""
    words = shlex.split(command)
    return words[words.index("--at") + 1] if "--at" in words else ""


def document(stated: Sequence[Claim]) -> str:
    """Return the whole page."""
    right = sum(claim.is_right for claim in stated)
    count = f"\nOf {len(stated)} claims {right} are right and {len(stated) - right} wrong.\n"
    return HEAD + count + "".join(_section(claim) for claim in stated) + "".join(_evidence())


def _section(claim: Claim) -> str:
    verdict = "right" if claim.is_right else "wrong"
    commands = "\n```sh\n{}\n```\n".format("\n".join(claim.commands))
    rests = _rests_on(claim)
    remark = f" {claim.remark}" if claim.remark else ""
    title = f"\n## {claim.number}. {claim.claim}\n\n"
    return f"{title}Article {claim.article}: **{verdict}**. On record: {claim.found}{remark}\n{rests}{commands}"


def _rests_on(claim: Claim) -> str:
    """Return what states the figures of a claim; nothing if the record has no figures."""
    asked = [(word, _day(command)) for command in claim.commands for word in shlex.split(command)]
    rows = [row for row in evidence() if (row["model"], row["at"]) in asked]
    stated = [
        f"{row['model']}: {'the catalogue; ' if 'prints the same' in row['page'] else ''}{row['page']}" for row in rows
    ]
    return f"\nIt rests on: {' · '.join(stated)}.\n" if rows else ""


def _evidence() -> Iterator[str]:
    """Yield the table of the prices behind the answers, and of what states them."""
    yield "\n## The evidence\n\n"
    yield "The catalogue (models.dev's history, as model-prices has it) says since when a price was seen, not since "
    yield "when it held. Beside it stands the vendor's own page that prints the same.\n\n"
    yield "| model | at | input, output | source | the vendor's page |\n|---|---|---|---|---|\n"
    for row in evidence():
        if not row["at"]:
            continue  # a card, which has no price
        answer = ask(f"almanac prices {row['model']} --at {row['at']} --mode standard") or []
        prices = ", ".join(f"{amount:f}" for amount in _prices(answer))
        stated = {
            f"{each['source']}, since {each['effective_from'][:10]}"
            for each in answer
            if (each["meter"], each["above"]) == ("output", 0)
        }
        yield f"| {row['model']} | {row['at']} | {prices} | {'; '.join(sorted(stated))} | {row['page']} |\n"


def evidence() -> list[dict[str, str]]:
    """Return what states the figures of each model, with the copies of pages that we have."""
    return _rows("launch_evidence.csv")


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((FOLDER / name).read_text(encoding="utf-8")), strict=True))


def read_first_card(store: Store) -> None:
    """Record the cards of 2026-07-14, as `almanac track huggingface_cards` would have on that day."""
    at = card_instants()[0]
    page = Page(CARDS, SOURCES[CARDS].url({}), cards(at), at)
    process_attempt(Run(store, SOURCES[CARDS]), lambda: page, remind_at=None)


def write() -> None:
    """Write the page, from a home of its own with both backfills."""
    with TemporaryDirectory() as folder:
        os.environ["ALMANAC_HOME"] = folder
        with redirect_stdout(io.StringIO()):
            for kind in ("deepseek", "catalogue"):
                main(["backfill", kind])
            store = open_store(load())
            read_first_card(store)
            store.close()
        DOCUMENT.write_text(document(claims()), encoding="utf-8")


if __name__ == "__main__":
    write()
    sys.stdout.write(f"{DOCUMENT} is written\n")
