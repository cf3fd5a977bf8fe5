"""Thresholds of targets: price changes that are too small for one, and alerts about models that nobody uses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.message import Message
from alerts.targets import Target, is_watched
from models.changes import ChangeValue, facts_in
from models.facts import Price, qualified_name
from models.kinds import ChangeKind, DeadlineKind, ReminderState, Thing
from models.queries import billing
from models.schema import ChangeRow

PRICES = (Thing.PRICE, Thing.LIST_PRICE)
VIA = " → "
"""Stands between the names of a route in the views."""


def kinds_about(*things: Thing) -> frozenset[str]:
    """Return the kinds of alerts that are about these things: of changes, and of reminders."""
    deadlines = (kind for kind in DeadlineKind if kind.thing in things)
    reminders = {f"{kind} {state}" for kind in deadlines for state in (ReminderState.AHEAD, ReminderState.CANCELLED)}
    return frozenset({*map(str, ChangeKind.about(*things)), *reminders})


REMINDERS = {f"{kind} {state}" for kind in DeadlineKind for state in ReminderState}
OF_PRICES, OF_BILLS = kinds_about(*PRICES), kinds_about(*PRICES, Thing.PEAK_HOURS)


@dataclass(frozen=True)
class Thresholds:
    """The rule by which a target takes an alert, from the log of changes and the routes that are known at `now`."""

    session: Session
    now: datetime

    def let_pass(self, target: Target, message: Message) -> bool:
        """Return True if an alert is not too small for a target, and about a model that is used if it asks for that.

        An alert whose effect is unknown, or that is about anything else than prices, is not too small.
        """
        return (
            not self._is_small_share(target, message)
            and not _is_small_sum(target, message)
            and (not target.used_only or self._is_used(target.used, message))
        )

    def _is_small_share(self, target: Target, message: Message) -> bool:
        if target.min_percent is None or not _is_only(OF_PRICES, message):
            return False
        share = self._largest_share(message)
        return share is not None and share < target.min_percent

    def _largest_share(self, message: Message) -> Decimal | None:
        """Return the largest change of a price in per cent; None if a price came, went or rose from 0."""
        rows = select(ChangeRow).where(
            (ChangeRow.vendor == message.vendor) & (ChangeRow.effective_at == message.effective_at)
            if message.kind in REMINDERS
            else ChangeRow.snapshot_id == message.snapshot_id,
            ChangeRow.subject.in_({message.subject, *message.models}),
            ChangeRow.kind.in_(ChangeKind.about(*PRICES)),
        )
        shares = [
            share
            for row in self.session.scalars(rows)
            if message.kind not in REMINDERS or row.effective_at == message.effective_at
            for share in _shares(_prices(row.value_before), _prices(row.value_after))
        ]
        known = [share for share in shares if share is not None]
        return max(known) if known and len(known) == len(shares) else None

    def _is_used(self, uses: Sequence[str], message: Message) -> bool:
        """Return True if an alert is about no model, a used one, or one on a route with a used one."""
        if not message.models or is_watched(message.models, message.qualified_names, uses):
            return True
        return any(
            not message.qualified_names.isdisjoint(route) and is_watched(map(_bare, route), route, uses)
            for route in self._routes
        )

    @cached_property
    def _routes(self) -> list[frozenset[str]]:
        """The names that are on one route, with their vendors; also of routes that are announced."""
        routes = [
            (row.vendor, row.via.split(VIA)) for row in billing.routes(self.session, self.now, self.now, self.now)
        ]
        ends = billing.retirements(self.session, self.now, self.now, self.now)
        routes += [(row.vendor, [row.model, row.answers_as]) for row in ends if row.answers_as]
        return [frozenset(qualified_name(vendor, name) for name in names) for vendor, names in routes]


def _bare(name: str) -> str:
    return name.partition("/")[2]


def _is_only(kinds: frozenset[str], message: Message) -> bool:
    return (message.kinds or {message.kind}) <= kinds


def _is_small_sum(target: Target, message: Message) -> bool:
    if target.min_per_month is None or message.bill_changes is None or not _is_only(OF_BILLS, message):
        return False
    return all(abs(Decimal(amount)) < target.min_per_month for amount in message.bill_changes.values())


def _prices(value: ChangeValue | None) -> list[Price]:
    return [fact for fact in facts_in(value) if isinstance(fact, Price)]


def _shares(before: Sequence[Price], after: Sequence[Price]) -> Iterable[Decimal | None]:
    """Yield the change of each price in per cent: from that of its band, or from those of all bands if it is new."""
    if not before or not after:
        yield None
    for price in after:
        same = [other for other in before if other.band == price.band] or before
        for other in same:
            yield _share(other.amount, price.amount)
            if other.amount == price.amount and None not in (other.list_amount, price.list_amount):
                yield _share(other.list_amount, price.list_amount)


def _share(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    return None if before is None or after is None or before == 0 else abs(after / before - 1) * 100
