"""The pages of vendors in a simulation: histories by chance, printed in the structure of the real pages.

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

from bench.simulation.price_list import METERS, USUAL, NewAmounts, PricePage, StatedLines
from bench.simulation.world import chance
from samples.site import answer
from samples.vendors.anthropic import DOCUMENTS as ANTHROPIC

PACIFIC = ZoneInfo("America/Los_Angeles")


class ChangingPage(Protocol):
    """A page that changes."""

    source: str

    def change(self, now: datetime) -> str:
        """Change what the page says; return what happened in some words."""
        ...

    def text(self, now: datetime) -> str:
        """Print the page."""
        ...

    def stated(self, now: datetime) -> StatedLines | None:
        """Return what the page says; None if only its reader tells that."""
        ...


@dataclass
class Announced:
    """Anthropic's page of prices: one model's prices are announced to rise, rise, or are told to stay."""

    source: str
    random: Random
    amounts: NewAmounts = field(init=False)
    now: dict[str, Decimal] = field(init=False)
    then: dict[str, Decimal] | None = None
    last_day: datetime | None = None
    """The last day of today's prices, where others are announced."""

    CELLS = ("input_cache_miss", "input_cache_write_5m", "input_cache_write_1h", "input_cache_hit", "output")

    def __post_init__(self) -> None:
        self.amounts = NewAmounts(self.random)
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
            self._row(
                f"Claude Sonnet 5 through {self.last_day:%B} {self.last_day.day}, {self.last_day.year}", self.now
            ),
            self._row(f"Claude Sonnet 5 starting {first:%B} {first.day}, {first.year}", self.then),
        ]
        return head + "\n".join(rows) + tail

    def _row(self, name: str, amounts: Mapping[str, Decimal]) -> str:
        return f"| {name} | {' | '.join(f'${amounts[cell]} / MTok' for cell in self.CELLS)} |"

    def stated(self, now: datetime) -> StatedLines:
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

    def stated(self, now: datetime) -> StatedLines:
        """The last day of each model, and that it has ended from then on."""
        del now
        return {
            (name, "end"): {None: "kept"} if day is None else {None: f"dated {day:%Y-%m-%d %H:%M}", day: "retired"}
            for name, day in self.ends.items()
        }


def _day(at: datetime) -> str:
    return f"{at:%B} {at.day}, {at.year}"


@dataclass
class SamplePage:
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


def vendors(random: Random) -> list[ChangingPage]:
    """The pages of a simulation."""
    glm = [f"GLM-{major}.{minor}" for major in (5, 6, 7, 8) for minor in range(10)]
    kimi = [f"kimi-k{major}.{minor}" for major in (3, 4, 5, 6) for minor in range(10)]
    return [
        PricePage("zai_pricing", chance(random.random()), METERS, glm),
        PricePage("moonshot_pricing", chance(random.random()), METERS, kimi),
        Announced("anthropic_pricing", chance(random.random())),
        Ends("anthropic_deprecations", chance(random.random())),
        SamplePage("deepseek_pricing", "/quick_start/pricing", timedelta()),
    ]
