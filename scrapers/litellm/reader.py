"""litellm's map of prices: input, cached input and output of mode standard, as a check of several vendors' prices.

Only first-party entries of models that chat are read: those of another provider, of a region or of a faster mode
(`us/…`, `fast/…`), of fine-tuned models, of pictures and sound are ignored, as are all other fields of an entry. The
map has one price a day: of DeepSeek the peak price, which is one of the prices that the vendor states. A price of a
watched entry that is no number is reported as unread, and its fact stays as believed.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from models.facts import Notice, Price
from models.readings import KeptFacts, Reading, Scope
from scrapers.litellm.sources import BARE, FAMILIES
from scrapers.page import Page, PageChanged
from scrapers.parse import Json, UnreadValues, json_object, optional_number, parse_json, printed

METERS_BY_FIELD = {
    "input_cost_per_token": "input_cache_miss",
    "cache_read_input_token_cost": "input_cache_hit",
    "output_cost_per_token": "output",
}
MODES = ("chat", "responses")
"""The kinds of models that chat, in the field `mode`."""
AT_LEAST, LEAST_READ = 2_000, 60
"""There were 4,878 entries in November 2026, 334 of them of these vendors."""
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}")
MOST, DIGITS = Decimal(1), 14
"""US dollars per token, and the digits behind the point that count: the map has numbers of binary arithmetic."""


def read(page: Page) -> Reading:
    """Read the prices of every watched model. Raises PageChanged."""
    entries, odd = json_object(parse_json(page.body), "the map"), UnreadValues()
    if len(entries) < AT_LEAST or "sample_spec" not in entries:
        raise PageChanged(f"no map of prices, or one of less than {AT_LEAST} models", f"{len(entries)} entries")
    facts = tuple(fact for key, entry in entries.items() for fact in _facts(page.source, key, entry, odd))
    models = {fact.model for fact in facts}
    if len(models) < LEAST_READ:
        raise PageChanged(f"less than {LEAST_READ} models of the watched vendors have prices", f"{len(models)} models")
    scopes = {Scope(Price, page.source, "USD"), Scope(Notice, page.source)}
    return Reading(frozenset(scopes), facts, unread=odd.named)


def _facts(source: str, key: str, entry: Json, odd: UnreadValues) -> Iterator[Price]:
    model = _model(key, entry)
    if model is None or not isinstance(entry, dict):
        return
    for name, meter in METERS_BY_FIELD.items():
        keeps = [KeptFacts.of(Price, source=source, model=model, meter=meter)]
        amount = odd.value(entry, name, _amount, f"{model}: {name}", keeps) if name in entry else None
        if amount is not None:
            yield Price(
                source=source,
                model=model,
                meter=meter,
                band="flat",
                currency="USD",
                amount=amount,
                list_amount=None,
                unit="1M tokens",
                locator=f"{key}.{name}",
            )


def _model(key: str, entry: Json) -> str | None:
    """Return the model of an entry as `vendor/id`; None if it is not watched."""
    if not isinstance(entry, dict) or entry.get("mode") not in MODES:
        return None
    provider = entry.get("litellm_provider")
    if not isinstance(provider, str) or provider not in FAMILIES:
        return None
    prefix = "" if provider in BARE else f"{provider}/"
    name = key.removeprefix(prefix) if key.startswith(prefix) else ""
    return f"{FAMILIES[provider]}/{name}" if NAME.fullmatch(name) else None


def _amount(value: Json, place: str) -> Decimal | None:
    """Return US dollars per million tokens; None for null. Raises PageChanged."""
    amount = optional_number(value, place, least=0)
    if amount is None:
        return None
    if amount >= MOST:
        raise PageChanged(f"{place} is no price of a token", printed(value))
    return Decimal(f"{round(amount, DIGITS).scaleb(6).normalize():f}")
