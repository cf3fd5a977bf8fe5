"""Ratios of two models' prices by a mix of input and output, exact. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

PARTS = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?):([0-9]{1,6}(?:\.[0-9]{1,6})?)")


class BadMix(ValueError):
    """A text that is no mix; the message shows the right form."""


@dataclass(frozen=True)
class Mix:
    """Parts of input and output in a number of tokens: `3:1` is three tokens of input for one of output."""

    input: Decimal
    output: Decimal

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the mix of a text. Raises BadMix."""
        found = PARTS.fullmatch(text)
        mix = cls(Decimal(found[1]), Decimal(found[2])) if found else None
        if mix is None or not (mix.input or mix.output):
            raise BadMix(
                f"{text!r} is not a mix: write 3:1 for three tokens of input to one of output, 0:1 for output only"
            )
        return mix

    def __str__(self) -> str:
        return f"{self.input:f}:{self.output:f}"

    def cost(self, input_price: Decimal | None, output_price: Decimal | None) -> Fraction | None:
        """Return the price of one unit of tokens in this mix; None if a price that it needs is unknown."""
        parts = [(self.input, input_price), (self.output, output_price)]
        needed = [(part, price) for part, price in parts if part]
        if any(price is None for _, price in needed):
            return None
        total = sum((Fraction(part) * Fraction(price) for part, price in needed if price is not None), Fraction(0))
        return total / Fraction(self.input + self.output)


def ratio(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    """Return one cost divided by the other; None if one is unknown, or the other is free."""
    return one / other if one is not None and other else None
