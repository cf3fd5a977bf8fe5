"""Describes what a target takes, and counts what it would have got in the last 90 days."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.digests import DEFAULTS, local_time, next_digest
from alerts.known_names import pattern_mistakes
from alerts.message import URGENCY, Message
from alerts.silences import described
from alerts.targets import ANY, Target, model_patterns, takes
from alerts.thresholds import Thresholds
from cli.printing import Problem, text_width, wrapped
from models.schema import Alert

DAYS = 90
LAST = 5
"""The number of titles that are shown."""


@dataclass(frozen=True)
class WouldHaveGot:
    """The alerts of the last days that pass the filters of a target, the newest last."""

    alerts: Sequence[tuple[datetime, Message]]

    @property
    def by_kind(self) -> dict[str, int]:
        """The number of alerts of each kind, the most frequent first."""
        return dict(Counter(message.kind for _, message in self.alerts).most_common())

    @property
    def last(self) -> list[dict[str, Any]]:
        """The newest alerts, the newest first."""
        newest = self.alerts[: -LAST - 1 : -1]
        return [{"created_at": at, "severity": each.severity, "title": each.title} for at, each in newest]


def would_have_got(session: Session, targets: Mapping[str, Target], now: datetime) -> dict[str, WouldHaveGot]:
    """Return for each target the logged alerts of the last 90 days that it takes by the settings of today."""
    rows = session.scalars(select(Alert).where(Alert.created_at >= now - timedelta(days=DAYS)).order_by(Alert.id)).all()
    messages, thresholds = [(row.created_at, described(row)) for row in rows], Thresholds(session, now)
    return {
        name: WouldHaveGot(
            [(at, each) for at, each in messages if takes(target, each) and thresholds.let_pass(target, each)]
        )
        for name, target in targets.items()
    }


def expect_models(session: Session, targets: Mapping[str, Target], uses: Sequence[str]) -> None:
    """Exit 2 with near names if a pattern of models in the settings of targets matches none."""
    needs_uses = any(target.used_only for target in targets.values())
    for setting, mistake in pattern_mistakes(session, model_patterns(targets, uses if needs_uses else ANY)):
        raise Problem(f"{setting}: {mistake}", 2)


def filter_words(target: Target) -> dict[str, object]:
    """Return the filters of a target for `--json`."""
    return {
        "severity": target.severity,
        "kinds": list(target.kinds),
        "models": list(target.models),
        "sources": list(target.sources),
        "used_only": target.used_only,
        "min_percent": target.min_percent,
        "min_per_month": target.min_per_month,
        "digest": target.digest,
        "digest_critical": target.digest_critical,
    }


def next_digest_of(target: Target, now: datetime) -> datetime | None:
    """Return the instant of the next digest of a target; None if it gets none."""
    return next_digest(target.digest, target.digest_at, target.zone, now) if target.digest else None


def filter_lines(target: Target, now: datetime) -> Iterator[str]:
    """Yield in plain words what a target takes and when it gets it."""
    mildest = URGENCY.index(target.severity)
    graver = " and graver" if mildest < len(URGENCY) - 1 else " alone"
    severity = f"{target.severity}{graver}" if mildest else "every severity"
    patterns = (
        "every kind" if target.kinds == ANY else f"kinds {', '.join(target.kinds)}",
        "every model" if target.models == ANY else f"models {', '.join(target.models)}, and alerts about no model",
        "every source" if target.sources == ANY else f"sources {', '.join(target.sources)}",
    )
    yield f"takes: {'; '.join([severity, *patterns])}"
    if target.used_only:
        yield f"only models that are used ({', '.join(target.used)}), and those that they route to or from"
    if target.min_percent is not None:
        yield f"no price change below {target.min_percent} %"
    if target.min_per_month is not None:
        yield f"no price change below {target.min_per_month} a month on your bill, in its currency"
    yield _sending(target, now)


def count_lines(got: WouldHaveGot) -> Iterator[str]:
    """Yield how many alerts a target would have got, by kind, and the last titles."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in got.by_kind.items())
    count = len(got.alerts)
    yield f"last {DAYS} days: {count or 'no'} alert{'' if count == 1 else 's'}{': ' if kinds else ''}{kinds}"
    for each in got.last:
        yield f"  {each['created_at']:%Y-%m-%d} {each['title']}"


def indented(line: str) -> str:
    """Return a line in as many lines as a terminal needs, below the name of its target."""
    inner = line.lstrip()
    depth = 2 + len(line) - len(inner)
    return wrapped(inner, text_width(), " " * depth, " " * (depth + 2))


def _sending(target: Target, now: datetime) -> str:
    upcoming = next_digest_of(target, now)
    if target.digest is None or upcoming is None:
        return "sent at once"
    when = local_time(target.digest, target.digest_at)
    at = f"{upcoming.astimezone(ZoneInfo(target.zone)):%Y-%m-%d %H:%M} {target.zone}"
    kind = "at each full hour" if when is None else f"{target.digest}, at {target.digest_at or DEFAULTS[target.digest]}"
    critical = "critical alerts wait for it, too" if target.digest_critical else "critical alerts are sent at once"
    return f"digest {kind}, the next one {at}; {critical}"
