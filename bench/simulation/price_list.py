"""Pages with a table of prices, of Z.ai and of Moonshot: amounts change, leap, come back; models come and go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from random import Random

from samples.vendors.moonshot import DOCUMENTS as MOONSHOT
from samples.vendors.zai import DOCUMENTS as ZAI

USUAL = {
    "input_cache_miss": Decimal(3),
    "input_cache_write_5m": Decimal(4),
    "input_cache_write_1h": Decimal(6),
    "input_cache_hit": Decimal("0.4"),
    "output": Decimal(12),
}
"""About what a meter costs: its amounts are not far from it."""
LEAST, MOST = Decimal("0.01"), Decimal(100)
"""Every amount is between these."""
UP, DOWN = (8.0, 20.0), (0.05, 0.12)
"""The least and the largest multiple of an amount that leaps up, and of one that leaps down."""
PageLine = tuple[str, str]
"""A model, and the meter of a price; a model and `end` for its end."""
StatedLines = Mapping[PageLine, Mapping[datetime | None, str]]
"""By line the value that a page states: now (None), and from an instant on. A line that a page does not have is not in
it.
"""


@dataclass
class NewAmounts:
    """Amounts that no other cell has had."""

    random: Random
    used: set[Decimal] = field(default_factory=set[Decimal])

    def near(self, amount: Decimal, least: float = 0.6, most: float = 1.6) -> Decimal:
        """Return a new amount between these multiples of one, or near them where none between is free and allowed."""
        while True:
            made = round(amount * Decimal(str(self.random.uniform(least, most))), 4)
            if LEAST < made < MOST and made not in self.used:
                self.used.add(made)
                return made
            # Only the side that can help is widened: else nearly all drawn amounts would be out of bounds at last.
            least, most = least * (1 if made <= LEAST else 0.9), most * (1 if made >= MOST else 1.1)

    def far(self, amount: Decimal) -> Decimal:
        """Return a new amount far above or far below one; far below where nothing far above is allowed."""
        multiples = self.random.choice((UP, DOWN))
        if amount * int(UP[0]) >= MOST:
            multiples = DOWN
        return self.near(amount, *multiples)


@dataclass
class PricePage:
    """A page with a table of prices: amounts change, leap, come back; models come and go."""

    source: str
    random: Random
    meters: tuple[str, ...]
    names: list[str]
    """Of models that may come; the first ones are there at the start."""
    amounts: NewAmounts = field(init=False)
    models: dict[str, dict[str, Decimal]] = field(default_factory=dict[str, dict[str, Decimal]])
    before: dict[PageLine, Decimal] = field(default_factory=dict[PageLine, Decimal])

    def __post_init__(self) -> None:
        self.amounts = NewAmounts(self.random)
        for _ in range(5):
            self._add()

    def _add(self) -> str:
        name = self.names.pop(0)
        self.models[name] = {meter: self.amounts.near(USUAL[meter]) for meter in self.meters}
        return f"{name} is new"

    def change(self, now: datetime) -> str:
        """One of: some amounts move; one leaps; one comes back; a model comes; a model goes."""
        del now
        kind = self.random.choices(("move", "leap", "back", "add", "remove"), (10, 2, 3, 2, 1))[0]
        name = self.random.choice(list(self.models))
        meter = self.random.choice(self.meters)
        if kind == "add" and self.names:
            return self._add()
        # Moonshot's page is about one series: a model that is not on it is not gone.
        if kind == "remove" and len(self.models) > 3 and self.source != "moonshot_pricing":
            del self.models[name]
            return f"{name} is gone"
        if kind == "back" and (name, meter) in self.before:
            self._set(name, meter, self.before[name, meter])
            return f"{name} {meter} is what it was"
        if kind == "leap":
            self._set(name, meter, self.amounts.far(self.models[name][meter]))
            return f"{name} {meter} leaps"
        return self.move(name)

    def move(self, name: str) -> str:
        """Change some amounts of a model, none of them far."""
        for each in self.random.sample(self.meters, self.random.randint(1, len(self.meters))):
            self._set(name, each, self.amounts.near(USUAL[each]))
        return f"{name} moves"

    def _set(self, name: str, meter: str, amount: Decimal) -> None:
        self.before[name, meter] = self.models[name][meter]
        self.models[name][meter] = amount

    def stated(self, now: datetime) -> StatedLines:
        """Every amount, from now on."""
        del now
        return {
            (name.lower(), meter): {None: str(amount)}
            for name, amounts in self.models.items()
            for meter, amount in amounts.items()
        }

    def text(self, now: datetime) -> str:
        """Print the page."""
        del now
        return PRINTED[self.source](self.models)


def _zai(models: Mapping[str, Mapping[str, Decimal]]) -> str:
    head, _, rest = ZAI["zai_pricing"].text.partition("| GLM-5.1 |")
    _, _, tail = rest.partition("### Vision Models")
    rows = [
        f"| {name} | \\${its['input_cache_miss']} | \\${its['input_cache_hit']} | - | \\${its['output']} |\n"
        for name, its in models.items()
    ]
    return f"{head}{''.join(rows)}\n### Vision Models{tail}"


def _moonshot(models: Mapping[str, Mapping[str, Decimal]]) -> str:
    head, row, tail = MOONSHOT["moonshot_pricing"].text.partition('["kimi-k2.6"')
    _, _, tail = tail.partition("],\n")
    del row
    rows = [
        f'["{name}", "1M tokens", <>{{"$"}}{its["input_cache_hit"]}</>, <>{{"$"}}{its["input_cache_miss"]}</>, '
        f'<>{{"$"}}{its["output"]}</>, "262,144 tokens"],\n'
        for name, its in models.items()
    ]
    return f"{head}{''.join(rows)}{tail}"


PRINTED = {"zai_pricing": _zai, "moonshot_pricing": _moonshot}
METERS = ("input_cache_miss", "input_cache_hit", "output")
