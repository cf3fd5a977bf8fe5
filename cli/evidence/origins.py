"""Origins of values: what a source states, on which page, since when, and what it and others stated otherwise."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from cli.names import routes_of
from flows.audit import CitedPage, cited_page
from models.facts import STANDARD, Price, Retirement, meter_text, tier_text
from models.history import correction_instants
from models.queries import (
    Replaced,
    StatedRow,
    billing,
    corrections,
    facts_at,
    first_stated,
    in_effect,
    replaced_by,
    statements,
)
from models.schema import Correction

PriceOrEnd = StatedRow[Price] | StatedRow[Retirement]
VendorModel = tuple[str, str]
"""Vendor and model."""


@dataclass(frozen=True)
class ValueOrigin:
    """The origin of one value."""

    name: VendorModel
    billed_as: str
    """The name that is billed; the name itself if it routes to none."""
    route: Row[Any] | None
    """The row of `route_now` for the name; None if it routes to none."""
    statement: PriceOrEnd
    at: datetime
    believed: datetime
    first_stated: datetime
    replaced: Replaced | None
    cited: CitedPage
    others: Sequence[PriceOrEnd]
    """The statements of other sources for that time."""
    same_source: Sequence[PriceOrEnd]
    """The statements of its source for other times."""
    superseded: Sequence[tuple[PriceOrEnd, Replaced | None]]
    """The statements of its source that it stands by no more."""
    corrections: Sequence[Correction]


@dataclass(frozen=True)
class WhyQuestion:
    """The question that was typed, with the answers from a database."""

    session: Session
    asked: Namespace
    now: datetime

    @property
    def at(self) -> datetime:
        return self.asked.at or self.now

    @property
    def believed(self) -> datetime:
        return self.asked.believed or self.now

    def names(self) -> list[VendorModel]:
        """Return the vendors that have a model of the asked name, with its name alone."""
        full = (name.partition("/") for name in facts_at.full_names(self.session))
        return [(vendor, model) for vendor, _, model in full if self.asked.model in (model, f"{vendor}/{model}")]

    @cached_property
    def routes(self) -> Mapping[VendorModel, Row[Any]]:
        """Return the routes of the asked name, by vendor and name."""
        rows = billing.routes(self.session, self.asked.at, self.asked.believed, self.now)
        return {(row.vendor, row.model): row for row in routes_of(rows, self.asked.model)}

    def meters(self) -> list[str]:
        """Return every meter that the name, or what it is billed as, ever had a price of."""
        found = set[str]()
        for stated in self._priced.values():
            found |= {each.fact.meter for each in stated if not each.only_checks}
        return sorted(found)

    @cached_property
    def _priced(self) -> Mapping[VendorModel, list[StatedRow[Price]]]:
        """Return all that was stated of the prices at which the asked names are billed."""
        routes, found = self.routes, dict[VendorModel, list[StatedRow[Price]]]()
        for vendor, model in self.names():
            route = routes.get((vendor, model))
            billed = [model] if route is None or route.billed_as is None else [route.billed_as, model]
            found[vendor, model] = [row for each in billed for row in statements(self.session, Price, vendor, each)]
        return found

    def prices(self) -> Iterator[ValueOrigin]:
        """Yield the origin of each price of the asked meter."""
        for row in self._usual(self.rows):
            key = (row.source, row.billed_as, row.meter, row.band, row.currency, row.mode, row.above)
            own = self._priced[row.vendor, row.model]
            held = (each for each in in_effect(own, self.at, self.believed) if each.fact.key == key)
            if statement := next(held, None):
                yield self._of_price((row.vendor, row.model), statement, own, (self.at, self.believed))

    @cached_property
    def rows(self) -> list[Row[Any]]:
        """Return the prices of the asked meter that no option excludes, of every mode and tier."""
        asked = self.asked
        found = billing.resolved_prices(self.session, asked.model, asked.at, asked.believed, self.now, asked.mode)
        return [row for row in found if row.meter == asked.meter and self._is_asked(row)]

    def unusual(self) -> list[str]:
        """Return the modes and tiers that are left out because none was asked for."""
        usual = {id(row) for row in self._usual(self.rows)}
        return sorted({tier_text(row.mode, row.above) for row in self.rows if id(row) not in usual})

    def _usual(self, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
        """Return the prices of the mode standard and of short prompts, if there are such and no other is asked for."""
        for name, usual in (("mode", STANDARD), ("above", 0)):
            if getattr(self.asked, name) is None and any(getattr(row, name) == usual for row in rows):
                rows = [row for row in rows if getattr(row, name) == usual]
        return list(rows)

    def amounts(self, amount: Decimal) -> Iterator[ValueOrigin]:
        """Yield the origin of each price that was ever this amount: of each meter and currency the first one."""
        for name, stated in self._priced.items():
            holding = in_effect(stated, self.at, self.believed) if self.asked.at or self.asked.believed else stated
            first = dict[tuple[Any, ...], StatedRow[Price]]()
            for each in holding:
                if not each.only_checks and self._is_asked(each.fact) and amount in _amounts(each.fact):
                    kind = each.fact.key[1:]
                    known = first.get(kind)
                    if known is None or (known.source == each.source and known.recorded_to is not None):
                        first[kind] = each
            for statement in first.values():
                yield self._of_price(name, statement, stated, self._clocks(statement))

    def ends(self) -> Iterator[ValueOrigin]:
        """Yield the origin of what is stated about the end of the asked name."""
        asked = self.asked
        for row in routes_of(billing.retirements(self.session, asked.at, asked.believed, self.now), asked.model):
            stated = statements(self.session, Retirement, row.vendor, row.model)
            held = (each for each in in_effect(stated, self.at, self.believed) if each.source == row.source)
            if statement := next(held, None):
                yield self._origin((row.vendor, row.model), statement, stated, (self.at, self.believed), "")

    def last_end(self) -> datetime | None:
        """Return since when a source last stated something about the end of the asked name; None if none ever did."""
        rows = (row for vendor, model in self.names() for row in statements(self.session, Retirement, vendor, model))
        believed = (row for row in rows if row.recorded_to is None and not row.fact.gone and not row.only_checks)
        return max((row.effective_from for row in believed if row.effective_from <= self.now), default=None)

    def has_prices(self) -> bool:
        """Return True if the asked name has any price at the asked instants."""
        asked = self.asked
        return bool(billing.resolved_prices(self.session, asked.model, asked.at, asked.believed, self.now))

    def _is_asked(self, price: Price | Row[Any]) -> bool:
        """Return True if no option excludes a price."""
        options = ((name, getattr(self.asked, name)) for name in ("mode", "band", "above", "currency"))
        return all(value is None or value == getattr(price, name) for name, value in options)

    def _clocks(self, statement: PriceOrEnd) -> tuple[datetime, datetime]:
        """Return the asked instants if a statement holds at them, else those at which it began to."""
        if self.asked.at or self.asked.believed:
            return self.at, self.believed
        is_over = statement.effective_to is not None and statement.effective_to <= self.now
        at = statement.effective_from if is_over or statement.effective_from > self.now else self.now
        return at, self.now if statement.recorded_to is None else statement.recorded_from

    def _replaced(self, row: PriceOrEnd) -> Replaced | None:
        """Return the reason why a row is believed no more."""
        return replaced_by(self.session, row, correction_instants(self.session, row.source))

    def _of_price(
        self,
        name: VendorModel,
        statement: StatedRow[Price],
        stated: Sequence[StatedRow[Price]],
        clocks: tuple[datetime, datetime],
    ) -> ValueOrigin:
        """Return the origin of a price, with all bands of its meter."""
        alike = [each for each in stated if _group(each.fact) == _group(statement.fact)]
        return self._origin(name, statement, alike, clocks, f"{meter_text(statement.fact)} ")

    def _origin(
        self,
        name: VendorModel,
        statement: PriceOrEnd,
        stated: Sequence[PriceOrEnd],
        clocks: tuple[datetime, datetime],
        words: str,
    ) -> ValueOrigin:
        """Return the origin of a statement; `words` begin the words of corrections that are about the same."""
        at, believed = clocks
        own = [each for each in stated if each.source == statement.source and each is not statement]
        route = self.routes.get(name)
        return ValueOrigin(
            name=name,
            billed_as=statement.fact.model,
            route=route,
            statement=statement,
            at=at,
            believed=believed,
            first_stated=first_stated(statement, [statement, *own]),
            replaced=self._replaced(statement),
            cited=cited_page(
                self.session, statement.snapshot_id, statement.locator, statement.fact.model, _beside(statement.fact)
            ),
            others=[
                each
                for each in _in_effect(stated, at, believed)
                if each.source != statement.source and _is_same_part(each.fact, statement.fact)
            ],
            same_source=[each for each in own if each.was_believed(believed)],
            superseded=[
                (each, self._replaced(each))
                for each in own
                if each.recorded_to is not None and each.recorded_to <= believed
            ],
            corrections=corrections(self.session, statement.fact, words),
        )


def _in_effect(stated: Sequence[PriceOrEnd], at: datetime, believed: datetime) -> Sequence[PriceOrEnd]:
    every: Sequence[StatedRow[Any]] = stated
    return in_effect(every, at, believed)


def _beside(fact: Price | Retirement) -> list[str]:
    """Return words that stand beside the name where a page states a fact."""
    if isinstance(fact, Price):
        return [f"{fact.amount:f}"] if fact.amount is not None else []
    return [name for name in (fact.answers_as, fact.replacement) if name]


def _amounts(price: Price) -> tuple[Decimal | None, ...]:
    return (price.amount, price.list_amount)


def _group(price: Price) -> tuple[Any, ...]:
    """Return what the bands of one meter have in common; a source that checks names a model with its vendor."""
    return price.model.rpartition("/")[2], price.meter, price.currency, price.mode, price.above


def _is_same_part(one: Price | Retirement, other: Price | Retirement) -> bool:
    """Return True unless two facts are prices of different bands."""
    return getattr(one, "band", None) == getattr(other, "band", None)
