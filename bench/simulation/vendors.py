"""What vendors' pages say in a simulation: histories by chance, printed in the structure of the real pages.

Each page is printed from a plain state, and tells that state in plain words: what a page says is known here without any
reader. Amounts are never repeated by chance, so that no change looks like two cells that changed places.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Protocol
from zoneinfo import ZoneInfo

from samples.site import answer
from samples.vendors.anthropic import DOCUMENTS as ANTHROPIC
from samples.vendors.moonshot import DOCUMENTS as MOONSHOT
from samples.vendors.zai import DOCUMENTS as ZAI

PACIFIC = ZoneInfo("America/Los_Angeles")
USUAL = {
    "input_cache_miss": Decimal(3),
    "input_cache_write_5m": Decimal(4),
    "input_cache_write_1h": Decimal(6),
    "input_cache_hit": Decimal("0.4"),
    "output": Decimal(12),
}
"""About what a meter costs: its amounts are not far from it."""
Line = tuple[str, str]
"""A model, and the meter of a price; a model and `end` for its end."""
Stated = Mapping[Line, Mapping[datetime | None, str]]
"""By line the value that a page states: now (None), and from an instant on. A line that a page does not have is not in
it.
"""


class Vendor(Protocol):
    """A page that changes."""

    source: str

    def change(self, now: datetime) -> str:
        """Change what the page says; return what happened in some words."""
        ...

    def text(self, now: datetime) -> str:
        """Print the page."""
        ...

    def stated(self, now: datetime) -> Stated | None:
        """Return what the page says; None if only its reader tells that."""
        ...


@dataclass
class Amounts:
    """Amounts that no other cell has had."""

    random: Random
    used: set[Decimal] = field(default_factory=set[Decimal])

    def near(self, amount: Decimal, least: float = 0.6, most: float = 1.6) -> Decimal:
        """Return a new amount between these multiples of one; it stays between 0.01 and 100."""
        while True:
            made = round(amount * Decimal(str(self.random.uniform(least, most))), 4)
            if Decimal("0.01") < made < 100 and made not in self.used:
                self.used.add(made)
                return made
            least, most = least * 0.9, most * 1.1


@dataclass
class PriceList:
    """A page with a table of prices: amounts change, leap, come back; models come and go."""

    source: str
    random: Random
    meters: tuple[str, ...]
    names: list[str]
    """Of models that may come; the first ones are there at the start."""
    amounts: Amounts = field(init=False)
    models: dict[str, dict[str, Decimal]] = field(default_factory=dict[str, dict[str, Decimal]])
    before: dict[Line, Decimal] = field(default_factory=dict[Line, Decimal])

    def __post_init__(self) -> None:
        self.amounts = Amounts(self.random)
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
            self._set(name, meter, self.amounts.near(self.models[name][meter], *self.random.choice(((8, 20), (0.05, 0.12)))))
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

    def stated(self, now: datetime) -> Stated:
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


@dataclass
class Announced:
    """Anthropic's page of prices: one model's prices are announced to rise, rise, or are told to stay."""

    source: str
    random: Random
    amounts: Amounts = field(init=False)
    now: dict[str, Decimal] = field(init=False)
    then: dict[str, Decimal] | None = None
    last_day: datetime | None = None
    """The last day of today's prices, where others are announced."""

    CELLS = ("input_cache_miss", "input_cache_write_5m", "input_cache_write_1h", "input_cache_hit", "output")

    def __post_init__(self) -> None:
        self.amounts = Amounts(self.random)
        self.now = {cell: self.amounts.near(USUAL[cell]) for cell in self.CELLS}

    def change(self, now: datetime) -> str:
        """Announce other prices, or take that back, or change today's."""
        self._pass(now)
        if self.last_day is None and self.random.random() < 0.6:
            self.last_day = now.astimezone(PACIFIC) + timedelta(days=self.random.randint(2, 9))
            self.then = {cell: self.amounts.near(USUAL[cell]) for cell in self.CELLS}
            return "others are announced"
        if self.last_day is not None:
            self.last_day = self.then = None
            return "the announcement is taken back"
        self.now = {cell: self.amounts.near(USUAL[cell]) for cell in self.CELLS}
        return "prices move"

    def starts(self) -> datetime | None:
        """The instant from which the announced prices hold."""
        if self.last_day is None:
            return None
        return datetime.combine(self.last_day.date() + timedelta(days=1), time(), PACIFIC).astimezone(ZoneInfo("UTC"))

    def _pass(self, now: datetime) -> None:
        starts = self.starts()
        if starts is not None and starts <= now and self.then is not None:
            self.now, self.then, self.last_day = self.then, None, None

    def text(self, now: datetime) -> str:
        """Print the page; once the day has come it has the new prices alone."""
        self._pass(now)
        head, _, rest = ANTHROPIC["anthropic_pricing"].text.partition("| Claude Opus 4.7 |")
        _, _, tail = rest.partition("\n\nThe tokenizer")
        tail = f"\n\nThe tokenizer{tail}"
        starts = self.starts()
        if starts is None or self.last_day is None or self.then is None:
            return head + self._row("Claude Sonnet 5", self.now) + tail
        first = starts.astimezone(PACIFIC)
        rows = [
            self._row(f"Claude Sonnet 5 through {self.last_day:%B} {self.last_day.day}, {self.last_day.year}", self.now),
            self._row(f"Claude Sonnet 5 starting {first:%B} {first.day}, {first.year}", self.then),
        ]
        return head + "\n".join(rows) + tail

    def _row(self, name: str, amounts: Mapping[str, Decimal]) -> str:
        return f"| {name} | {' | '.join(f'${amounts[cell]} / MTok' for cell in self.CELLS)} |"

    def stated(self, now: datetime) -> Stated:
        """Every amount, today's and the announced one."""
        self._pass(now)
        starts = self.starts()
        return {
            ("claude-sonnet-5", cell): {None: str(self.now[cell])}
            | ({starts: str(self.then[cell])} if starts and self.then else {})
            for cell in self.CELLS
        }


@dataclass
class Ends:
    """Anthropic's page of models' ends: they are announced, put off, taken back, and happen."""

    source: str
    random: Random
    ends: dict[str, datetime | None] = field(default_factory=dict[str, datetime | None])
    """By model the last day; None for one that stays."""
    _since: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def __post_init__(self) -> None:
        self.ends = {f"claude-{kind}-4-{number}": None for kind in ("opus", "sonnet", "haiku") for number in (5, 6, 7)}

    def change(self, now: datetime) -> str:
        """Announce an end, move one, or take one back."""
        name = self.random.choice(list(self.ends))
        day = self.ends[name]
        if day is not None and day <= now:
            return "nothing"
        if day is not None and self.random.random() < 0.3:
            self.ends[name] = None
            return f"{name} stays"
        self.ends[name] = self._midnight(now + timedelta(days=self.random.randint(3, 40)))
        self._since.setdefault(name, now)
        return f"{name} ends"

    @staticmethod
    def _midnight(at: datetime) -> datetime:
        return datetime.combine(at.astimezone(PACIFIC).date(), time(), PACIFIC).astimezone(ZoneInfo("UTC"))

    def text(self, now: datetime) -> str:
        """Print the page."""
        head, _, rest = ANTHROPIC["anthropic_deprecations"].text.partition("| `claude-opus-4-7` |")
        rows, history = list[str](), list[str]()
        for name, day in self.ends.items():
            if day is None:
                rows.append(f"| `{name}` | Active | N/A | Not sooner than April 16, 2028 |")
                continue
            local, said = day.astimezone(PACIFIC), self._since[name].astimezone(PACIFIC)
            state = "Retired" if day <= now else "Deprecated"
            rows.append(f"| `{name}` | {state} | {_day(said)} | {_day(local)} |")
            history.append(
                f"### {said:%Y-%m-%d}: {name} model\n\n"
                "| Retirement Date | Deprecated Model | Recommended Replacement |\n"
                "| --------------- | ---------------- | ----------------------- |\n"
                f"| {_day(local)} | `{name}` | `claude-opus-5` |\n"
            )
        del rest
        return f"{head}{chr(10).join(rows)}\n\n## Deprecation history\n\n{chr(10).join(history)}"

    def stated(self, now: datetime) -> Stated:
        """The last day of each model, and that it has ended from then on."""
        del now
        return {
            (name, "end"): {None: "kept"} if day is None else {None: f"dated {day:%Y-%m-%d %H:%M}", day: "retired"}
            for name, day in self.ends.items()
        }


def _day(at: datetime) -> str:
    return f"{at:%B} {at.day}, {at.year}"


@dataclass
class Sample:
    """DeepSeek's sample page, as it was on each day: promotions with ends, peak hours, routes."""

    source: str
    path: str
    shift: timedelta

    def change(self, now: datetime) -> str:
        """It changes by itself, on its days."""
        del now
        return "nothing"

    def text(self, now: datetime) -> str:
        """Print the page."""
        return answer(self.path, now + self.shift)

    def stated(self, now: datetime) -> None:
        """Only its reader tells what it says."""
        del now


def vendors(random: Random) -> list[Vendor]:
    """The pages of a simulation."""
    glm = [f"GLM-{major}.{minor}" for major in (5, 6, 7, 8) for minor in range(10)]
    kimi = [f"kimi-k{major}.{minor}" for major in (3, 4, 5, 6) for minor in range(10)]
    return [
        PriceList("zai_pricing", Random(random.random()), METERS, glm),
        PriceList("moonshot_pricing", Random(random.random()), METERS, kimi),
        Announced("anthropic_pricing", Random(random.random())),
        Ends("anthropic_deprecations", Random(random.random())),
        Sample("deepseek_pricing", "/quick_start/pricing", timedelta()),
    ]
