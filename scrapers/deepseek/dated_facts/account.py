"""The dated facts as an account: all that had been said by an instant, one JSON object a line, each with its evidence.

`prices.csv` has the prices, `terms.csv` the rest. What rests on no evidence, or was derived, is left out.
A later statement about the same instant replaces the earlier one, so a plan is withdrawn by a row that says what holds
then instead. A row `price` of the terms says that the prices of a name end, or after all do not.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files

VALUES = {
    "price": ("amount", "list_amount", "unit"),
    "promotion": ("percent_off", "starts_at", "ends_at", "then"),
    "retirement": ("state", "retires_at", "replacement", "answers_as"),
    "peak_hours": ("time_zone", "weekdays", "windows", "holidays", "text"),
    "model_version": ("version", "context_length", "max_output"),
}
PRICE_KEY = ("model", "meter", "band", "currency")
END = "price"
"""The table of the terms whose rows say that the prices of a name end."""


@dataclass(frozen=True, kw_only=True)
class DatedFact:
    """A statement made at `announced`: from `effective_from` on this holds, or nothing does (`gone`)."""

    announced: datetime
    table: str
    key: tuple[str, ...]
    """Of a price the four columns of PRICE_KEY, of an end model and currency ("" for all), else the model if any."""
    effective_from: datetime
    values: Mapping[str, str]
    gone: bool
    evidence: str

    @property
    def about(self) -> tuple[str, tuple[str, ...], datetime]:
        return self.table, self.key, self.effective_from

    @property
    def line(self) -> str:
        """Return it as a line of the account; what is not known is null."""
        key = dict(zip(PRICE_KEY, self.key, strict=False))
        values = {name: self.values.get(name) or None for name in VALUES[self.table]}
        since = f"{self.effective_from:%Y-%m-%dT%H:%M:%SZ}"
        rest = {"effective_from": since, "gone": self.gone, "locator": self.evidence}
        return json.dumps({"fact": self.table, **key, **values, **rest}, ensure_ascii=False)


def announced() -> list[datetime]:
    """Return every instant at which something was said, the first one first."""
    return sorted({statement.announced for statement in (*_prices(), *_terms())})


def account(until: datetime) -> str:
    """Return all that had been said by a moment, as JSON Lines; the first line has the SHA-256 of the others."""
    prices, terms = _standing(_prices(), until), _standing(_terms(), until)
    ends = [end for end in terms if end.table == END and end.gone]
    others = [statement for statement in terms if statement.table != END]
    stated = sorted([*prices, *_ended(prices, ends), *others], key=lambda statement: statement.about)
    return sealed("".join(f"{statement.line}\n" for statement in stated))


def sealed(lines: str) -> str:
    return f"{json.dumps({'sha256': sha256(lines.encode()).hexdigest()})}\n{lines}"


def _standing(statements: Iterable[DatedFact], until: datetime) -> list[DatedFact]:
    """Return the last statement about each thing and instant."""
    said = sorted(statements, key=lambda statement: statement.announced)
    return list({statement.about: statement for statement in said if statement.announced <= until}.values())


def _ended(prices: Iterable[DatedFact], ends: Sequence[DatedFact]) -> Iterator[DatedFact]:
    """Yield the end of each band of a meter that is priced in other bands, or whose name has no prices any more."""
    items: dict[tuple[str, str, str], dict[datetime, dict[str, DatedFact]]] = defaultdict(lambda: defaultdict(dict))
    for price in prices:
        model, meter, band, currency = price.key
        items[model, meter, currency][price.effective_from][band] = price
    for (model, meter, currency), stated in items.items():
        its_ends = {end.effective_from: end for end in ends if end.key in ((model, ""), (model, currency))}
        bands_before: Iterable[str] = ()
        for at in sorted({*stated, *its_ends}):
            now = stated.get(at, {})
            why = its_ends[at] if at in its_ends else next(iter(now.values()))
            for band in sorted(set(bands_before) - set(now)):
                yield _gone((model, meter, band, currency), at, why)
            bands_before = now


def _gone(key: tuple[str, ...], at: datetime, why: DatedFact) -> DatedFact:
    return DatedFact(
        announced=why.announced,
        table="price",
        key=key,
        effective_from=at,
        values={},
        gone=True,
        evidence=why.evidence,
    )


@cache
def _prices() -> tuple[DatedFact, ...]:
    return tuple(
        _price(line, model)
        for line in _lines("prices.csv")
        if line["amount"] and line["source"] and not line["fixed_because"].startswith("derived:")
        for model in line["model"].split()
    )


def _price(line: Mapping[str, str], model: str) -> DatedFact:
    meter, _, band = line["kind"].partition("@")
    unit = "1M tokens"
    if meter == "request":
        model = model.removesuffix("-api")
        meter, unit = f"{model}_request", "1K requests"
    return DatedFact(
        announced=_instant(line.get("announced") or line["at"]),
        table="price",
        key=(model, meter, band or "flat", line["currency"]),
        effective_from=_instant(line["at"]),
        values={"amount": line["amount"], "list_amount": line["list_amount"], "unit": unit},
        gone=False,
        evidence=line["source"],
    )


@cache
def _terms() -> tuple[DatedFact, ...]:
    return tuple(_term(line) for line in _lines("terms.csv"))


def _term(line: Mapping[str, str]) -> DatedFact:
    model = (line["model"],) if line["model"] else ()
    return DatedFact(
        announced=_instant(line["announced"]),
        table=line["table"],
        key=(*model, line["currency"]) if line["table"] == END else model,
        effective_from=_instant(line["effective_from"]),
        values={name: line.get(name, "") for name in VALUES[line["table"]]},
        gone=line["gone"] == "yes",
        evidence=line["source"],
    )


def _lines(name: str) -> list[dict[str, str]]:
    text = files("scrapers.deepseek.dated_facts").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
