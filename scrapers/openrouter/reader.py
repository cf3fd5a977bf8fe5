"""OpenRouter's list of models: a reseller's prices and end dates, as a check of DeepSeek's.

`GET /api/v1/models` (documented, no key). Only DeepSeek's own models (`deepseek/…`) are read; other vendors' models,
and the aliases that move between models (`~deepseek/…-latest`), are ignored. Of the prices only those of plain tokens
are read: pictures, searches, cache writes and the higher rates of long prompts (`overrides`) are other meters. An
unknown field of the response or of DeepSeek's models is reported as unread, as is a value of an unexpected type, and a
row without an id; their facts stay as believed.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from models.facts import Notice, Price, Retirement
from models.readings import KeptFacts, Reading, Scope, Unread
from scrapers.page import Page, PageChanged
from scrapers.parse import (
    Json,
    UnreadValues,
    json_object,
    json_type,
    nonempty_list,
    parse_json,
    printed,
    required_field,
    required_text,
    unknown_fields,
)

OURS = "deepseek/"
AT_LEAST = 100
"""There were 421 models on 2026-08-22."""
METERS_BY_FIELD = {"prompt": "input_cache_miss", "completion": "output", "input_cache_read": "input_cache_hit"}
OPTIONAL = "input_cache_read"
ANSWER = ("data", "total_count", "links")
LINKS = ("next",)
MODEL = {
    *("id", "canonical_slug", "hugging_face_id", "name", "created", "description", "context_length", "architecture"),
    *("pricing", "top_provider", "per_request_limits", "supported_parameters", "default_parameters", "alias_target"),
    *("supported_voices", "knowledge_cutoff", "expiration_date", "links", "reasoning", "benchmarks"),
}
PRICING = {
    *(
        *METERS_BY_FIELD,
        "input_cache_write",
        "input_cache_write_1h",
        "input_audio_cache",
        "web_search",
        "internal_reasoning",
    ),
    *("audio", "audio_output", "image", "image_output", "request", "overrides"),
}
"""Fields of a model and of its prices on 2026-08-22; `request` was one of them before."""
AMOUNT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,20})?(?:[eE][-+]?[0-9]{1,2})?")
"""US dollars per token; `1e-7` is valid."""
MOST, MOST_DECIMALS = 1000, 20
VARIABLE = "-1"
NEVER = 2090
"""A date of such a year means "no end is planned", as null does (2098-12-31 in 2026)."""
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(
    rf"{DATE.pattern}T[0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:\.[0-9]+)?)?(?:Z|[-+][0-9]{{2}}:[0-9]{{2}})"
)
"""A date with time and zone."""


def read(page: Page) -> Reading:
    """Read prices and end dates of every model of DeepSeek. Raises PageChanged."""
    answer, odd = json_object(parse_json(page.body), "the answer"), UnreadValues()
    rows = _ours(page.source, answer, odd)
    if not rows:
        raise PageChanged(f"no model of {OURS}", printed(answer["data"]))
    facts = tuple(fact for model, (row, place) in rows.items() for fact in _facts(page.source, model, row, place, odd))
    if odd and not any(isinstance(fact, Price) for fact in facts):
        raise PageChanged(f"no price of {OURS} can be read", odd.named[0].shown)
    scopes = {Scope(Price, page.source, "USD"), Scope(Retirement, page.source), Scope(Notice, page.source)}
    unread = (*_unknown_fields(answer, [row for row, _ in rows.values()]), *odd.named)
    return Reading(frozenset(scopes), facts, unread=unread, listed_kinds=frozenset({Retirement}))


def _unknown_fields(answer: dict[str, Json], ours: Sequence[dict[str, Json]]) -> tuple[Unread, ...]:
    """Return the unknown fields."""
    links, prices = answer.get("links"), [prices for row in ours if isinstance(prices := row.get("pricing"), dict)]
    return (
        *unknown_fields([answer], ANSWER, ""),
        *unknown_fields([links] if isinstance(links, dict) else [], LINKS, "links."),
        *unknown_fields(ours, MODEL, f"{OURS}*: "),
        *unknown_fields(prices, PRICING, f"{OURS}*: pricing."),
    )


def _keeps(source: str, **model: str) -> tuple[KeptFacts, ...]:
    """Return the facts that stay as believed: those of one model, or of all."""
    return tuple(KeptFacts.of(kind, source=source, **model) for kind in (Price, Retirement))


def _ours(source: str, answer: dict[str, Json], odd: UnreadValues) -> dict[str, tuple[dict[str, Json], str]]:
    """Return DeepSeek's models by id, each with its place. A row without a readable id may be one of them."""
    rows, seen = dict[str, tuple[dict[str, Json], str]](), set[str]()
    for place, row in enumerate(_listed(source, answer, odd)):
        if not isinstance(row, dict):
            odd.add("data[]", json_type(row), _keeps(source))
            continue
        model = odd.value(row, "id", required_text, "data[].id", _keeps(source), printed(row.get("name")))
        if model in seen:
            odd.add("data[].id", f"{model}: listed twice", _keeps(source))
            rows.pop(model, None)
        elif model is not None and model.startswith(OURS):
            rows[model] = row, f"data[{place}]"
        seen |= {model} if model is not None else set()
    return rows


def _listed(source: str, answer: dict[str, Json], odd: UnreadValues) -> list[Json]:
    """Return the rows of the list. Raises PageChanged unless it is complete.

    If the total is not stated, no missing model is removed.
    """
    data = nonempty_list(required_field(answer, "data", "the answer"), "data")
    total = odd.value(answer, "total_count", _count, "total_count", _keeps(source))
    if len(data) < AT_LEAST or total not in (None, len(data)):
        raise PageChanged(f"not all models, or less than {AT_LEAST}", f"{len(data)} of {printed(total)}")
    links = odd.value(answer, "links", json_object, "links", _keeps(source)) or {}
    if links.get("next") is not None:
        raise PageChanged("a further page follows", printed(links))
    return data


def _count(value: Json, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise PageChanged(f"{place} is no whole number", printed(value))
    return value


def _facts(
    source: str, model: str, row: dict[str, Json], place: str, odd: UnreadValues
) -> Iterator[Price | Retirement]:
    prices = [KeptFacts.of(Price, source=source, model=model)]
    pricing = odd.value(row, "pricing", json_object, f"{model}: pricing", prices) or {}
    if lacking := [name for name in METERS_BY_FIELD if name != OPTIONAL and name not in pricing]:
        # The amount of a field that is not there may stand in another one.
        if pricing:
            odd.add(f"{model}: pricing", f"without {', '.join(lacking)}", prices)
        pricing = {}
    for name, meter in METERS_BY_FIELD.items() if pricing else ():
        if name == OPTIONAL and name not in pricing:
            continue
        keeps = [KeptFacts.of(Price, source=source, model=model, meter=meter)]
        amount = odd.value(pricing, name, _amount, f"{model}: pricing.{name}", keeps)
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
                locator=f"{place}.pricing.{name}",
            )
    keeps = [KeptFacts.of(Retirement, source=source, model=model)]
    if ends := odd.value(row, "expiration_date", _date, f"{model}: expiration_date", keeps):
        where = f"{place}.expiration_date"
        yield Retirement(source=source, model=model, state="dated", retires_at=ends, replacement=None, locator=where)


def _amount(value: Json, place: str) -> Decimal | None:
    """Return exact US dollars per million tokens; None if the price varies."""
    if value == VARIABLE:
        return None
    if isinstance(value, str) and AMOUNT.fullmatch(value):
        amount = Decimal(value)
        if amount < MOST and amount == round(amount, MOST_DECIMALS):
            return Decimal(f"{amount.scaleb(6).normalize():f}")
    raise PageChanged(f"{place} is no price of a token", printed(value))


def _date(value: Json, place: str) -> datetime | None:
    """Return the instant of the end (a date alone: 00:00 UTC); None if no end is planned."""
    if value is None:
        return None
    try:
        if isinstance(value, str) and (DATE.fullmatch(value) or INSTANT.fullmatch(value)):
            ends = datetime.fromisoformat(value)
            ends = ends.replace(tzinfo=UTC) if ends.tzinfo is None else ends
            return None if ends.year >= NEVER else ends.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise PageChanged(f"{place} is no date", printed(value))
