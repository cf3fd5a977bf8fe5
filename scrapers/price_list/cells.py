"""Cells of price lists, and the names of models in them: amounts with what they hold for.

A cell may state several prices: `$1.25, prompts <= 200k tokens $2.50, prompts > 200k tokens`, `$0.30 (text / image /
video) $1.00 (audio)`, `$0.75 through December 31, 2026. $1.50 starting January 1, 2027.` Each phrase is known, or the
whole cell is not read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from scrapers.page import PageChanged
from scrapers.parse import find_instants

NOTHING = frozenset(
    {"", "-", "–", "—", "\\", "n/a", "not available", "not available (shut down)", "not applicable", "not supported"}
)
"""Cells that state no price, in lower case."""
FREE = frozenset({"free", "free of charge", "limited-time free", "免费", "限时免费"})
TEXT, AUDIO, STORAGE, OTHER = "text", "audio", "storage", "pictures"
"""The uses of a price: each has a meter of its own, but OTHER, which has none yet."""
TOKENS = {"k": 1_000, "m": 1_000_000, "": 1}
NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6})(?:\.[0-9]{1,12})?"
DAY = r"(?P<day>[A-Z][a-z]{2,8}\.? [0-9]{1,2}, 20[0-9]{2}|20[0-9]{2}-[0-9]{2}-[0-9]{2})"
COUNT = r"(?P<count>[0-9]{1,3}(?:,[0-9]{3})*)(?P<unit>[kKmM]?)"
SIGNED = {"USD": r"\$ ?#", "CNY": "(?:[¥¥] ?#(?: ?元)?|(?=[0-9.,]+ ?元)# ?元)"}
"""An amount with its sign, by currency; `#` stands for the number."""
AMOUNTS = {
    currency: re.compile(f"(?:~~({signed})~~ ?)?({signed})(?![0-9.])")
    for currency, signed in ((name, pattern.replace("#", NUMBER)) for name, pattern in SIGNED.items())
}
"""An amount with the struck-through one before it, by currency."""
ANOTHER_UNIT = re.compile(r" ?(?:/|per\b|每)")
TIMES = {
    "starts": re.compile(rf",? ?\(?starting(?: on)? {DAY}\)?\.?"),
    "ends": re.compile(rf",? ?\(?through {DAY}\)?\.?"),
}
UP_TO = re.compile(
    rf",? ?(?:prompts ?(?:<=|≤) ?{COUNT}(?: tokens?)?|\((?:for )?prompts up to {COUNT.replace('<', '<_')} tokens\)"
    rf"|\((?:<|<=|≤) ?{COUNT.replace('<', '<__')} (?:prompt tokens|context length)\))"
)
OVER = re.compile(
    rf",? ?(?:prompts ?> ?{COUNT}(?: tokens?)?|\((?:for )?prompts over {COUNT.replace('<', '<_')} tokens\)"
    rf"|\((?:>|>=|≥) ?{COUNT.replace('<', '<__')} (?:prompt tokens|context length)\))"
)
INPUT_OF = re.compile(
    r" \(((?:text and thinking|(?:text|image|images|video|audio)(?:(?: ?/ ?|, )(?:text|image|video|audio))*))\)"
)
PICTURES = r" per (?:[0-9.]+K(?:/[0-9.]+K)? )?(?:image|second|song|video)\*?(?![\w/])"
OF_PICTURES = re.compile(PICTURES)
"""The unit of an amount that is no price of tokens."""
EQUIVALENT = rf",? [Ee]quivalent to (?:\${NUMBER}{PICTURES}(?:,? and |, | )?)+\.?"
RESTATED = re.compile(rf" or \$?{NUMBER} ?/ ?min(?:ute)?| \(\$?{NUMBER} per (?:second|minute)\)|{EQUIVALENT}")
"""The same price of audio, or of pictures, by another unit."""
STORED = re.compile(r" ?/ ?1,000,000 tokens per hour(?: \(storage price\))?")
STATE = re.compile(r" \((?:deprecated|legacy|limited availability|retired(?:,? except on [A-Za-z ,&]+)?)\)")
"""Words about a model's state beside its name; its state is read from the vendor's page of retirements."""


class UnknownCell(Exception):
    """A cell, or a name, with a phrase that is not known."""


@dataclass(frozen=True)
class Holds:
    """The scope of a price: prompts of more tokens than `above`, from one day, through another."""

    above: int = 0
    up_to: int | None = None
    starts: date | None = None
    ends: date | None = None
    """The last day."""


@dataclass(frozen=True)
class PriceInCell:
    """One price of a cell."""

    amount: Decimal
    list_amount: Decimal | None = None
    kinds: tuple[str, ...] = ()
    """TEXT, AUDIO, STORAGE, OTHER; none is named if the cell has one price for all."""
    holds: Holds = Holds()

    @property
    def is_for(self) -> tuple[str, ...]:
        """The kinds for which there is a price of its own."""
        return self.kinds or (TEXT,)


@dataclass(frozen=True)
class CellFormat:
    """The way in which a vendor prints prices."""

    currency: str = "USD"
    unit: str = ""
    """The unit behind each amount, `/ MTok`; empty if the table states it elsewhere."""
    refuses_units: bool = True
    """False if some rows of the page are by other units, which are not read: pictures, minutes."""
    same_unit: str = ""
    """Words behind an amount that repeat the unit which the table states."""
    prefix: str = ""
    """A phrase before the first amount that changes nothing."""

    def prices(self, text: str) -> tuple[PriceInCell, ...]:
        """Return the prices of a cell; none if it states that there is none. Raises UnknownCell.

        Raises PageChanged for another unit, as the other amounts of the table may have it, too.
        """
        if text.lower() in NOTHING:
            return ()
        if text.lower() in FREE:
            return (PriceInCell(Decimal(0)),)
        rest, found = text.removeprefix(self.prefix).strip(), list[PriceInCell]()
        while rest:
            price, rest = self._price(rest, text)
            found.append(price)
        if not found or not _fit(found):
            raise UnknownCell(text)
        return tuple(found)

    def _price(self, rest: str, cell: str) -> tuple[PriceInCell, str]:
        first = AMOUNTS[self.currency].match(rest)
        if first is None:
            raise UnknownCell(cell)
        amount, listed = _number(first[2]), first[1]
        price = PriceInCell(amount, _number(listed) if listed else None)
        rest = self._without_unit(rest[first.end() :], cell)
        while True:
            known = _qualified(price, rest)
            if known is None:
                return price, rest.lstrip(" ,.;")
            price, rest = known

    def _without_unit(self, rest: str, cell: str) -> str:
        if STORED.match(rest) or (not self.refuses_units and OF_PICTURES.match(rest)):
            return rest
        if self.unit:
            shown = rest.lstrip()
            if shown.startswith(self.unit) and not re.match(r"\w", shown[len(self.unit) :]):
                return shown[len(self.unit) :]
            if self.refuses_units:
                raise PageChanged(f"a price that is not in {self.unit}", cell)
            raise UnknownCell(cell)
        if self.same_unit and rest.startswith(self.same_unit):
            rest = rest.removeprefix(self.same_unit)
        if ANOTHER_UNIT.match(rest):
            if self.refuses_units:
                raise PageChanged("a price with a unit of its own", cell)
            raise UnknownCell(cell)
        return rest


def _fit(prices: Sequence[PriceInCell]) -> bool:
    """Return True if no price is stated twice, what ends and what starts is for the same, and storage has no tiers."""
    stated = [(kind, price.holds) for price in prices for kind in price.is_for if kind != OTHER]
    ending = {kind for kind, holds in stated if holds.ends}
    starting = {kind for kind, holds in stated if holds.starts}
    stored = [holds for kind, holds in stated if kind == STORAGE]
    return (
        len(set(stated)) == len(stated)
        and (not ending or not starting or ending == starting)
        and not any(holds.above or holds.up_to for holds in stored)
    )


def _number(signed: str) -> Decimal:
    return Decimal(re.sub(r"[^0-9.]", "", signed))


def _qualified(price: PriceInCell, rest: str) -> tuple[PriceInCell, str] | None:
    """Return the price with the next phrase, and what follows it; None if no known phrase comes next."""
    if found := RESTATED.match(rest):
        return price, rest[found.end() :]
    if not price.kinds and (found := STORED.match(rest)):
        return replace(price, kinds=(STORAGE,)), rest[found.end() :]
    if not price.kinds and (found := OF_PICTURES.match(rest)):
        return replace(price, kinds=(OTHER,)), rest[found.end() :]
    if not price.kinds and (found := INPUT_OF.match(rest)):
        return replace(price, kinds=_kinds(found[1])), rest[found.end() :]
    held = _held(price.holds, rest)
    return held and (replace(price, holds=held[0]), held[1])


def _kinds(named: str) -> tuple[str, ...]:
    kinds = re.split(r" ?/ ?|, | and ", named)
    return tuple(kind for kind in (TEXT, AUDIO) if kind in kinds) or (OTHER,)


def _held(holds: Holds, rest: str) -> tuple[Holds, str] | None:
    """Return what a price holds for with the next phrase, and what follows; None for another phrase, or one twice."""
    for name, pattern in {**TIMES, "up_to": UP_TO, "above": OVER}.items():
        if found := pattern.match(rest):
            value = _day(found["day"]) if name in TIMES else _tokens(found)
            return None if getattr(holds, name) else (replace(holds, **{name: value}), rest[found.end() :])
    return None


def _tokens(found: re.Match[str]) -> int:
    groups = found.groupdict()
    count, unit = next((groups[f"{n}count"], groups[f"{n}unit"]) for n in ("", "_", "__") if groups[f"{n}count"])
    return int(count.replace(",", "")) * TOKENS[unit.lower()]


def _day(text: str) -> date:
    instants = find_instants(text)
    if len(instants) != 1 or not instants[0].day_only:
        raise UnknownCell(text)
    return instants[0].day


def split_name(text: str) -> tuple[str, Holds]:
    """Return the name of a row without what stands behind it, and what its prices hold for. Raises UnknownCell."""
    starts = [at for at in (text.find(" ("), text.find(" through "), text.find(" starting ")) if at > 0]
    at = min(starts, default=len(text))
    name, rest, holds = text[:at], text[at:], Holds()
    while rest.strip():
        if state := STATE.match(rest):
            rest = rest[state.end() :]
            continue
        if (held := _held(holds, rest)) is None:
            raise UnknownCell(text)
        holds, rest = held
    return name.strip(), holds
