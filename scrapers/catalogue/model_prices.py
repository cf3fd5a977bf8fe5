"""The reader of model-prices' data file (`snapshot.json`, schema 1, MIT): timelines of prices with source and basis.

The file extends the first price of a model back to the beginning; here a price begins when it was first seen. Its
`recorded` rates are what models.dev had at the time, before a correction that a document supports.

Left out, because the file computes or assumes them: the mode batch, cache writes for an hour, and modes other than
standard while a correction holds. Left out, because one price of the file stands for several of the page: models of
pictures, sound and vectors. `known_errors.csv` has what is known to be wrong, row by row, with its evidence.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise

from models.facts import MODES
from scrapers.catalogue.entries import DOCUMENTED, FIRST_SEEN, NOW, THEN, Catalogue, CatalogueEntry
from scrapers.page import PageChanged
from scrapers.parse import Json, json_object, nonempty_list, parse_json, printed, required_field, required_text

SCHEMA = 1
PROVIDERS = {
    "anthropic": "anthropic",
    "openai": "openai",
    "google": "google",
    "moonshotai": "moonshot",
    "zai": "zai",
    "xai": "xai",
    "mistral": "mistral",
}
"""Our vendors by the names of the file. DeepSeek is left out: it has dated facts of its own."""
BASES = {"models.dev commit": FIRST_SEEN, "first observed": FIRST_SEEN, "documented": DOCUMENTED}
METERS = {"input": "input_cache_miss", "cache_read": "input_cache_hit", "output": "output"}
WRITES = {"anthropic": "input_cache_write_5m"}
"""The meter of `cache_write`, for vendors whose pages say for how long such a cache is kept."""
DERIVED_MODES = {"batch"}
SEVERAL_PRICES = re.compile(
    r"image|tts|audio|live|realtime|transcribe|embed|robotics|omni|nano-banana|voxtral|moderation|vision"
)
"""Models of pictures, sound and vectors by their names."""
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}")
INSTANT = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
MOST, MOST_DECIMALS = 10_000, 9
Rates = tuple[datetime, str, str, Mapping[tuple[str, int], Decimal]]
"""Instant, basis, source and prices."""


def parse_model_prices(body: bytes) -> Catalogue:
    """Return the catalogue in a data file of model-prices. Raises PageChanged for anything else."""
    whole = json_object(parse_json(body), "the file")
    if whole.get("schema") != SCHEMA or "prices" not in whole:
        raise PageChanged(f"no data file of model-prices with schema {SCHEMA}", printed(whole.get("schema")))
    as_of = _instant(required_field(whole, "updated_at", "the file"), "updated_at")
    providers = json_object(whole["prices"], "prices")
    if missing := sorted(PROVIDERS.keys() - providers.keys()):
        raise PageChanged("providers are missing", ", ".join(missing))
    entries = tuple(
        entry
        for provider, vendor in PROVIDERS.items()
        for model, modes in json_object(providers[provider], provider).items()
        for mode, timeline in json_object(modes, f"{provider}/{model}").items()
        if mode in MODES and mode not in DERIVED_MODES and not SEVERAL_PRICES.search(model)
        for entry in _entries(vendor, model, mode, timeline)
    )
    if late := next((entry for entry in entries if entry.since > as_of), None):
        raise PageChanged("a price of after the file's own date", f"{late.model}: {late.since:%Y-%m-%d}")
    return Catalogue(as_of, entries)


def _entries(vendor: str, model: str, mode: str, timeline: Json) -> Iterator[CatalogueEntry]:
    """Yield the entries of one model and mode: those seen at the time, and as of the file's date the corrected ones."""
    place = f"{vendor}/{model} {mode}"
    if not NAME.fullmatch(model):
        raise PageChanged("not the name of a model", model)
    intervals = [json_object(interval, place) for interval in nonempty_list(timeline, place)]
    starts = [_optional_instant(required_field(each, "start", place), place) for each in intervals]
    if any(later is None or (earlier is not None and earlier >= later) for earlier, later in pairwise(starts)):
        raise PageChanged(f"{place}: intervals in no order", ", ".join(map(str, starts)))
    ends = [*starts[1:], None]
    lines = list[Sequence[CatalogueEntry]]()
    for known, name in ((THEN, "recorded"), (NOW, "rates")):
        if known == NOW and mode != "standard":
            name = "recorded"  # the file computes other modes of a corrected price
        line = list[CatalogueEntry]()
        for interval, start, end in zip(intervals, starts, ends, strict=True):
            rates = interval.get(name, required_field(interval, "rates", place))
            since, basis, source, prices = _rates(vendor, rates, start, place)
            begins = since if basis == DOCUMENTED else max(filter(None, (start, since)))
            if end is not None and begins >= end:
                continue  # the price that is extended backwards, before another one that holds from the same instant
            entry = CatalogueEntry(
                vendor=vendor, model=model, mode=mode, since=begins, basis=basis, source=source, prices=prices
            )
            line += [fixed for fixed in (_without_known_errors(entry),) if fixed is not None]
        lines.append(_changes(line))
    then, now = lines
    yield from (entry if entry in now else replace(entry, known=THEN) for entry in then)
    yield from (replace(entry, known=NOW) for entry in now if entry not in then)


def _changes(line: Sequence[CatalogueEntry]) -> list[CatalogueEntry]:
    """Return the entries of one timeline that change its prices."""
    found = list[CatalogueEntry]()
    for entry in line:
        if entry.prices != (found[-1].prices if found else {}):
            found.append(entry)
    return found


def _rates(vendor: str, rates: Json, start: datetime | None, place: str) -> Rates:
    if rates is None:
        return start or datetime.min.replace(tzinfo=UTC), FIRST_SEEN, "not in the catalogue", {}
    stated = json_object(rates, place)
    basis = BASES.get(required_text(required_field(stated, "valid_from_basis", place), place))
    if basis is None:
        raise PageChanged(f"{place}: an unknown basis", printed(stated["valid_from_basis"]))
    since = _instant(required_field(stated, "valid_from", place), place)
    source = required_text(required_field(stated, "source", place), place)
    for name in ("input", "output"):
        required_field(stated, name, place)
    return since, basis, source, {**_tier(vendor, stated, 0, place), **_tiers(vendor, stated, place)}


def _tiers(vendor: str, stated: dict[str, Json], place: str) -> Mapping[tuple[str, int], Decimal]:
    found = dict[tuple[str, int], Decimal]()
    for value in nonempty_list(stated["tiers"], place) if "tiers" in stated else ():
        tier = json_object(value, place)
        above = required_field(tier, "above", place)
        if isinstance(above, bool) or not isinstance(above, int) or above <= 0:
            raise PageChanged(f"{place}: a tier above no number of tokens", printed(above))
        prices = _tier(vendor, tier, above, place)
        if found.keys() & prices.keys():
            raise PageChanged(f"{place}: one tier twice", printed(above))
        found.update(prices)
    return found


def _tier(vendor: str, stated: dict[str, Json], above: int, place: str) -> dict[tuple[str, int], Decimal]:
    """Return the prices of one tier. A cached price that is no lower than the input's is none."""
    meters = METERS | ({"cache_write": WRITES[vendor]} if vendor in WRITES else {})
    amounts = {meter: _amount(stated[name], place) for name, meter in meters.items() if stated.get(name) is not None}
    if amounts.get(METERS["cache_read"], 0) >= amounts.get(METERS["input"], 0):
        amounts.pop(METERS["cache_read"], None)
    return {(meter, above): amount for meter, amount in amounts.items()}


def _amount(value: Json, place: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PageChanged(f"{place}: no price", printed(value))
    amount = Decimal(value)
    if not (0 <= amount < MOST and amount == round(amount, MOST_DECIMALS)):
        raise PageChanged(f"{place}: no price of a million tokens", printed(value))
    return Decimal(f"{amount.normalize():f}")


def _without_known_errors(entry: CatalogueEntry) -> CatalogueEntry | None:
    """Return an entry without what is known to be wrong; None if nothing of it is left."""
    prices = dict(entry.prices)
    for error in known_errors():
        if error["vendor"] != entry.vendor or not re.fullmatch(error["models"], entry.model):
            continue
        if error["what"] == "tier":
            wrong, right = int(error["wrong"]), int(error["right"])
            prices = {(meter, right if above == wrong else above): amount for (meter, above), amount in prices.items()}
        elif error["what"] == "entry" and _instant(error["wrong"], "known_errors.csv") == entry.since:
            return None
    if (entry.vendor, entry.model) not in free_models():
        # models.dev writes 0 for a price that it does not know.
        prices = {key: amount for key, amount in prices.items() if amount}
        if entry.prices and not prices:
            return None
    lowest = {meter: amount for (meter, above), amount in prices.items() if not above}
    plain = {
        (meter, above): amount for (meter, above), amount in prices.items() if not above or amount != lowest.get(meter)
    }
    return replace(entry, prices=plain)


@cache
def known_errors() -> Sequence[Mapping[str, str]]:
    """Return the known errors of the catalogue: rows of vendor, models (a pattern), what, wrong, right, evidence."""
    return [row for row in _rows() if row["what"] != "free"]


@cache
def free_models() -> frozenset[tuple[str, str]]:
    """Return the models whose price of zero their vendor's page confirms."""
    return frozenset((row["vendor"], row["models"]) for row in _rows() if row["what"] == "free")


def _rows() -> list[dict[str, str]]:
    text = files("scrapers.catalogue").joinpath("known_errors.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def _optional_instant(value: Json, place: str) -> datetime | None:
    return None if value is None else _instant(value, place)


def _instant(value: Json, place: str) -> datetime:
    try:
        if isinstance(value, str) and INSTANT.fullmatch(value):
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    raise PageChanged(f"{place}: no instant", printed(value))
