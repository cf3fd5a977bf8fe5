"""The hosts of a simulation: vendors' sites with their weather, and webhook targets with theirs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from random import Random
from urllib.parse import unquote

from bench.simulation.price_list import StatedLines
from bench.simulation.vendors import ChangingPage
from bench.simulation.wire import Answered, Asked
from bench.simulation.world import World
from scrapers.registry import SOURCES

MARKDOWN, HTML = "text/markdown; charset=utf-8", "text/html"
SITE_WEATHERS = ("down", "429", "429 for hours", "500", "503", "stall", "reset", "cut", "damaged", "other type")
TARGET_WEATHERS = ("down", "429", "429 for hours", "500", "stall", "accepts and breaks off", "refuses")
DAMAGES = ("", "<!doctype html><title>Log in</title><p>Please log in.", "# Pricing\n\nBe back soon.\n")


@dataclass
class SiteVisit:
    """The answers of a site in one run."""

    bodies: set[str] = field(default_factory=set[str])
    """The hashes of the bodies that were sent."""
    not_modified: bool = False
    answers: int = 0
    dated: int = 0
    """Answers with a `Date`."""


@dataclass
class Sites:
    """All vendors' sites, at one port; each page has a weather."""

    world: World
    vendors: Mapping[str, ChangingPage]
    weathers: dict[str, str] = field(default_factory=dict[str, str])
    printed: dict[str, StatedLines | None] = field(default_factory=dict[str, "StatedLines | None"])
    """The statements of a page by its hash; None for DeepSeek's and for a damaged one."""
    damaged: set[str] = field(default_factory=set[str])
    visit: SiteVisit = field(default_factory=SiteVisit)
    tells_date: bool = True
    is_down: bool = False
    faults: Counter[str] = field(default_factory=Counter[str])

    def of_path(self, path: str) -> str | None:
        """Return the source whose page is at a path; its form in HTML has the same weather."""
        return next((name for name in self.vendors if SOURCES[name].path.removesuffix(".md") in path), None)

    def __call__(self, asked: Asked) -> Answered:
        name = self.of_path(asked.path)
        if name is None:
            return self._dated(404, b"", HTML)
        weather = self.weathers.get(name, "")
        if weather:
            self.faults[f"site: {weather}"] += 1
        if weather == "down":
            raise ConnectionRefusedError(111, "Connection refused")
        if weather in ("stall", "reset"):
            return Answered(fault=weather)
        if weather.startswith("429"):
            return self._dated(429, b"", HTML, **{"Retry-After": "7200" if "hours" in weather else "2"})
        if weather.isdigit():
            return self._dated(int(weather), b"", HTML)
        return self._page(asked, name, weather)

    def _page(self, asked: Asked, name: str, weather: str) -> Answered:
        vendor, is_markdown = self.vendors[name], SOURCES[name].path.endswith(".md")
        text, kind = vendor.text(self.world.now), MARKDOWN if is_markdown else HTML
        stated = vendor.stated(self.world.now)
        if is_markdown and not asked.path.endswith(".md"):
            return self._dated(404, b"", HTML)  # the form in HTML, which no simulated site has
        if weather == "damaged":
            text = DAMAGES[sum(map(ord, name)) % len(DAMAGES)]
        body = text.encode()
        digest = sha256(body).hexdigest()
        if weather == "damaged":
            self.damaged.add(digest)
        else:
            self.printed[digest] = stated
        tag = f'"{digest[:16]}"'
        if not weather and asked.headers.get("if-none-match") == tag:
            self.visit.not_modified = True
            return self._dated(304, b"", kind, ETag=tag)
        if weather == "other type":
            kind = "application/octet-stream"
        answer = self._dated(200, body, kind, ETag=tag)
        self.visit.bodies.add(digest)
        return Answered(answer.status, answer.headers, body, "cut") if weather == "cut" else answer

    def _dated(self, status: int, body: bytes, kind: str, **headers: str) -> Answered:
        self.visit.answers += 1
        found = {"Content-Type": kind, **headers}
        if self.tells_date:
            self.visit.dated += 1
            found["Date"] = format_datetime(self.world.now, usegmt=True)
        return Answered(status, found, body)


Wait = tuple[datetime, int, datetime]
"""The true instant until which a target asked to be left alone, the moves of the machine's clock by then, and when."""


@dataclass
class Inbox:
    """A webhook target: what it accepted, and how it feels."""

    world: World
    name: str
    weather: str = ""
    accepted: Counter[str] = field(default_factory=Counter[str])
    order: list[str] = field(default_factory=list[str])
    bodies: dict[str, bytes] = field(default_factory=dict[str, bytes])
    reworded: list[str] = field(default_factory=list[str])
    in_doubt: Counter[str] = field(default_factory=Counter[str])
    """Acceptances of which the sender may not know."""
    refused: Counter[str] = field(default_factory=Counter[str])
    wait_until: Wait | None = None
    early: list[tuple[str, datetime]] = field(default_factory=list[tuple[str, datetime]])
    """The messages that came before that instant, and when it had asked, by the machine's clock."""
    faults: Counter[str] = field(default_factory=Counter[str])

    @property
    def is_down(self) -> bool:
        """True if nobody listens."""
        return self.weather == "down"

    def __call__(self, asked: Asked) -> Answered:
        key = unquote(asked.headers["idempotency-key"])
        if self.wait_until is not None:
            until, moves, asked_at = self.wait_until
            if self.world.now < until and self.world.moves == moves:
                self.early.append((key, asked_at))
            self.wait_until = None
        if self.weather:
            self.faults[f"target: {self.weather}"] += 1
        return self._failed(key) or self._taken(key, asked.body)

    def _failed(self, key: str) -> Answered | None:
        if self.weather.startswith("429"):
            seconds = 7200 if "hours" in self.weather else 1
            until = self.world.now + timedelta(seconds=seconds)
            self.wait_until = until, self.world.moves, self.world.machine()
            return Answered(429, {"Retry-After": str(seconds)})
        self.refused[key] += self.weather == "refuses"
        failed = {"refuses": Answered(422), "500": Answered(500), "stall": Answered(fault="stall")}
        return failed.get(self.weather)

    def _taken(self, key: str, body: bytes) -> Answered:
        if self.bodies.setdefault(key, body) != body:
            self.reworded.append(key)
        if not self.accepted[key]:
            self.order.append(key)
        self.accepted[key] += 1
        if self.weather == "accepts and breaks off":
            self.in_doubt[key] += 1
            return Answered(fault="reset")
        return Answered(204)


def site_weather(random: Random) -> str:
    """Draw the weather of a page for some hours: mostly good."""
    return "" if random.random() < 0.7 else random.choice(SITE_WEATHERS)


def target_weather(random: Random) -> str:
    """Draw the weather of a target for some hours: good every other time."""
    return "" if random.random() < 0.5 else random.choice(TARGET_WEATHERS)
