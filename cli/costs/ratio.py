"""The command `ratio`: how many times as much one model costs as another, for a mix of input and output."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from cli.command import Commands, instant, listing
from cli.commands import DESCRIPTIONS
from cli.names import expect_model, no_price, no_tier
from cli.printing import ZONE, Problem, json_line, mapping, note, print_line, text_width, when, wrapped
from flows.clock import utc_now
from flows.database import asking
from flows.notify import age_lines
from flows.settings import Settings
from models.facts import BANDS, MODES, STANDARD
from models.pricing import BadMix, Mix, ratio, rounded
from models.queries import billing
from scrapers.catalogue import tokenizer_note
from scrapers.registry import attributions

DIGITS, DIGITS_OF_JSON = 2, 6
"""Digits behind the point of a ratio."""
METERS = ("input_cache_miss", "output")
EACH_TEXT = "A ratio per token is not one per text"


def mix(text: str) -> Mix:
    """Parse a mix for argparse."""
    try:
        return Mix.parse(text)
    except BadMix as problem:
        raise ArgumentTypeError(str(problem)) from None


def add(commands: Commands) -> None:
    parser = listing(commands, "ratio", ratios, DESCRIPTIONS["ratio"])
    parser.add_argument("model", metavar="MODEL", help="a name, or vendor/name")
    parser.add_argument(
        "other", metavar="OTHER", help="the model to compare with: MODEL's price is divided by its price"
    )
    parser.add_argument(
        "--mix", type=mix, required=True, metavar="I:O", help="input tokens to output tokens, for example 3:1"
    )
    parser.add_argument(
        "--at", type=instant, metavar="T", help="a date (= 00:00Z) or an instant with its zone; default: now"
    )
    parser.add_argument("--believed", type=instant, metavar="R", help="only what the sources had stated by R")
    modes = ", ".join(MODES)
    parser.add_argument("--mode", choices=MODES, default=STANDARD, metavar="MODE", help=f"one of {modes}")
    parser.add_argument(
        "--band", choices=BANDS, metavar="BAND", help=f"one of {', '.join(BANDS)}; default: each that exists"
    )
    parser.add_argument("--currency", metavar="C", help="USD or CNY; default: each in which both have prices")
    parser.add_argument(
        "--prompt-tokens", type=int, default=0, metavar="N", help="the length of the prompts; default: short"
    )
    parser.add_argument("--list", action="store_true", help="use the list price where the page strikes one through")


@dataclass(frozen=True)
class RatioLine:
    """The prices of two models within one currency, mode and band, and the costs of a mix of their tokens."""

    row: Row[Any]
    mix: Mix
    by_list: bool

    def prices(self, side: str = "") -> tuple[Any, Any]:
        """Return the prices of input and output of the first model, or of the `other_` one."""
        listed = "list_" if self.by_list else ""
        return getattr(self.row, f"{side}{listed}input"), getattr(self.row, f"{side}{listed}output")

    @property
    def ratio(self) -> Fraction | None:
        """The cost of the first model divided by that of the other one; None if one is unknown, or the other free."""
        return ratio(self.mix.cost(*self.prices()), self.mix.cost(*self.prices("other_")))


def ratios(settings: Settings, asked: Namespace) -> None:
    now = utc_now()
    at = asked.at or now
    with asking(settings.database_url) as session:
        for name in (asked.model, asked.other):
            expect_model(session, name)
        found = billing.price_ratios(session, asked.model, asked.other, asked.at, asked.believed, now)
        lines = [RatioLine(row, asked.mix, asked.list) for row in _chosen(found, asked)]
        _expect_tiers(session, lines, asked, now)
        if not lines:
            raise Problem(_none(session, found, asked, now))
        sources = {source for line in lines for source in (line.row.source, line.row.other_source)}
        ages = age_lines(session, sources, min(at, asked.believed or now, now), now, ZONE.get())
    for line in lines:
        print_line(json_line(_as_json(line, asked, at, now)) if asked.json else _text(line, at, asked.believed))
    if not asked.json:
        note(_tokenizers(lines, at), asked.json)
    note([*ages, *attributions(sources)], asked.json)


def _chosen(rows: Sequence[Row[Any]], asked: Namespace) -> list[Row[Any]]:
    """Return the rows that are asked for, each with the tiers that hold for prompts of that length."""
    asked_for = [
        row
        for row in rows
        if row.mode == asked.mode
        and asked.band in (None, row.band)
        and asked.currency in (None, row.currency)
        and (row.above < asked.prompt_tokens or not row.above)
        and (row.other_above < asked.prompt_tokens or not row.other_above)
    ]
    highest = dict[tuple[object, ...], Row[Any]]()
    for row in asked_for:
        highest[row.currency, row.source, row.other_source, row.band] = row  # ordered by tier, the highest last
    return list(highest.values())


def _expect_tiers(session: Session, lines: Sequence[RatioLine], asked: Namespace, now: datetime) -> None:
    """Exit 1 if a model has no price in the mode for prompts of that length, although it has one in another mode."""
    for name in (asked.model, asked.other) if asked.prompt_tokens else ():
        prices = billing.resolved_prices(session, name, asked.at, asked.believed, now)
        for currency in dict.fromkeys(line.row.currency for line in lines):
            if reason := no_tier(prices, name, METERS, currency, asked.mode, asked.prompt_tokens):
                raise Problem(reason)


def _none(session: Session, rows: Sequence[Row[Any]], asked: Namespace, now: datetime) -> str:
    """Return the reason why there is no ratio."""
    if rows:
        there = sorted({f"mode {row.mode}, band {row.band} in {row.currency}" for row in rows})
        return f"{asked.model} and {asked.other} have no such prices in common: there is {'; '.join(there)}"
    for name in (asked.model, asked.other):
        if not billing.resolved_prices(session, name, asked.at, asked.believed, now):
            return no_price(session, name, asked.at, asked.believed, now)
    return f"{asked.model} and {asked.other} have no prices in one currency, mode and band"


def _text(line: RatioLine, at: datetime, believed: datetime | None) -> str:
    """Return the ratio with all that it depends on, in lines of a terminal's width."""
    row, found = line.row, line.ratio
    shown = "no ratio" if found is None else f"{rounded(found, DIGITS):f}"
    head = f"{shown} = {_side(row.model, line.prices(), row.above)} ÷ "
    head += _side(row.other_model, line.prices("other_"), row.other_above)
    clock = f"at {when(at)}" + (f", as believed at {when(believed)}" if believed else "")
    listed = ", by list prices" if line.by_list else ""
    about = f"mix {line.mix} of input to output, {clock}, mode {row.mode}, band {row.band}, {row.currency} / {row.unit}"
    since = (
        f"{name}: {source} since {when(start)}, `almanac snapshot {snapshot}`"
        for name, source, start, snapshot in (
            (row.model, row.source, row.effective_from, row.snapshot_id),
            (row.other_model, row.other_source, row.other_effective_from, row.other_snapshot_id),
        )
    )
    return "\n".join(
        [
            wrapped(head, text_width(), rest="  "),
            *(wrapped(text, text_width(), "  ", "    ") for text in (about + listed, *since)),
        ]
    )


def _side(model: str, prices: tuple[Any, Any], above: int) -> str:
    stated = ("unknown" if price is None else f"{price:f}" for price in prices)
    tier = f", prompts above {above:,} tokens" if above else ""
    return f"{model} ({' in, '.join(stated)} out{tier})"


def _as_json(line: RatioLine, asked: Namespace, at: datetime, now: datetime) -> dict[str, Any]:
    row, found = line.row, line.ratio
    notes = [said.says for side in ("", "other_") if (said := tokenizer_note(*_name(row, side), at)) is not None]
    return {
        "ratio": None if found is None else rounded(found, DIGITS_OF_JSON),
        "mix": str(line.mix),
        "at": at,
        "believed": asked.believed or now,
        "by_list": line.by_list,
        **{name: value for name, value in mapping(row).items() if not name.endswith("_ratio")},
        "tokenizers": notes,
    }


def _name(row: Row[Any], side: str) -> tuple[str, str]:
    return getattr(row, f"{side}vendor"), getattr(row, f"{side}model")


def _tokenizers(lines: Sequence[RatioLine], at: datetime) -> Iterator[str]:
    """Yield what vendors say of the tokenizers of these models."""
    names = dict.fromkeys(_name(line.row, side) for line in lines for side in ("", "other_"))
    for said in dict.fromkeys(filter(None, (tokenizer_note(*name, at) for name in names))):
        yield wrapped(f"{EACH_TEXT}: {said.says} ({said.source}).", text_width(), rest="  ")
