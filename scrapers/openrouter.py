"""OpenRouter's list of models: a reseller's prices and end dates, to check what DeepSeek says.

`GET /api/v1/models` (documented, no key). Read are DeepSeek's own models (`deepseek/…`); those of other vendors, and
the pointers that move from model to model (`~deepseek/…-latest`), are left alone. Of a price only what plain tokens
cost is read: pictures, searches, writes to a cache and the dearer rates of long prompts (`overrides`) are other meters.
A field of the answer or of DeepSeek's models that is not known is named as unread.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from models.facts import Notice, Price, Retirement
from models.reading import Reading, Scope
from models.unread import Unread
from scrapers.exact import Json, exact
from scrapers.fields import field, items, members, said, text, unknown_fields
from scrapers.page import Page, PageChanged
from scrapers.source import Source

READER = 2
PATH = "/api/v1/models"
OURS = "deepseek/"
AT_LEAST = 100
"""There were 421 models on 2026-08-22."""
METERS = {"prompt": "input_cache_miss", "completion": "output", "input_cache_read": "input_cache_hit"}
OPTIONAL = "input_cache_read"
ANSWER = ("data", "total_count", "links")
LINKS = ("next",)
MODEL = {
    *("id", "canonical_slug", "hugging_face_id", "name", "created", "description", "context_length", "architecture"),
    *("pricing", "top_provider", "per_request_limits", "supported_parameters", "default_parameters", "alias_target"),
    *("supported_voices", "knowledge_cutoff", "expiration_date", "links", "reasoning", "benchmarks"),
}
PRICING = {
    *(*METERS, "input_cache_write", "input_cache_write_1h", "input_audio_cache", "web_search", "internal_reasoning"),
    *("audio", "audio_output", "image", "image_output", "request", "overrides"),
}
"""The fields of a model and of its prices on 2026-08-22; `request` was among them before."""
AMOUNT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,20})?")
"""In US dollars per token."""
VARIABLE = "-1"
NEVER = "2098-12-31"
"""What stands for "no end is planned", as null does."""
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read(page: Page) -> Reading:
    """Prices and end dates of every model of DeepSeek's. Raises PageChanged."""
    answer = members(exact(page.body), "the answer")
    listed = _listed(answer)
    rows = {text(field(row, "id", place), f"{place}.id"): (row, place) for row, place in listed}
    if len(rows) < len(listed):
        raise PageChanged("a model is listed twice", f"{len(listed)} models, {len(rows)} ids")
    ours = {model: row for model, row in rows.items() if model.startswith(OURS)}
    if not ours:
        raise PageChanged(f"no model of {OURS}", ", ".join(rows))
    facts = tuple(fact for model, (row, place) in ours.items() for fact in _facts(page.source, model, row, place))
    scopes = {Scope(Price, page.source, "USD"), Scope(Retirement, page.source), Scope(Notice, page.source)}
    unread = _unread(answer, [row for row, _ in ours.values()])
    return Reading(frozenset(scopes), facts, unread=unread, plain=frozenset({Retirement}))


def _unread(answer: dict[str, Json], ours: Sequence[dict[str, Json]]) -> tuple[Unread, ...]:
    """The fields that nobody knows."""
    prices = [members(row["pricing"], "pricing") for row in ours]
    return (
        *unknown_fields([answer], ANSWER, ""),
        *unknown_fields([members(answer["links"], "links")], LINKS, "links."),
        *unknown_fields(ours, MODEL, f"{OURS}*: "),
        *unknown_fields(prices, PRICING, f"{OURS}*: pricing."),
    )


def _listed(answer: dict[str, Json]) -> list[tuple[dict[str, Json], str]]:
    """All models, each with its place: as many as the answer says that there are, and no further page."""
    data, total = items(field(answer, "data", "the answer"), "data"), field(answer, "total_count", "the answer")
    if len(data) < AT_LEAST or total != len(data):
        raise PageChanged(f"not all models, or less than {AT_LEAST}", f"{len(data)} of {said(total)}")
    if (links := members(field(answer, "links", "the answer"), "links")).get("next") is not None:
        raise PageChanged("a further page follows", said(links))
    return [(members(row, f"data[{n}]"), f"data[{n}]") for n, row in enumerate(data)]


def _facts(source: str, model: str, row: dict[str, Json], place: str) -> Iterator[Price | Retirement]:
    pricing = members(field(row, "pricing", place), f"{place}.pricing")
    for name, meter in METERS.items():
        if name == OPTIONAL and name not in pricing:
            continue
        where = f"{place}.pricing.{name}"
        amount = _amount(field(pricing, name, f"{place}.pricing"), where)
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
                locator=where,
            )
    where = f"{place}.expiration_date"
    if ends := _date(field(row, "expiration_date", place), where):
        yield Retirement(source=source, model=model, state="dated", retires_at=ends, replacement=None, locator=where)


def _amount(value: Json, place: str) -> Decimal | None:
    """US dollars per million tokens, exactly; None where the price varies."""
    if value == VARIABLE:
        return None
    if not isinstance(value, str) or not AMOUNT.fullmatch(value):
        raise PageChanged(f"{place} is no price of a token", said(value))
    return Decimal(f"{Decimal(value).scaleb(6).normalize():f}")


def _date(value: Json, place: str) -> datetime | None:
    """From 00:00 UTC on it is not served; None where no end is planned."""
    if value is None or value == NEVER:
        return None
    try:
        if isinstance(value, str) and DATE.fullmatch(value):
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:
        pass
    raise PageChanged(f"{place} is no date", said(value))


SOURCES = (
    Source(
        name="openrouter",
        site="openrouter",
        path=PATH,
        cron="31 4 * * *",
        read=read,
        reader=READER,
        family="openrouter",
        trust=1,
        checks="deepseek",
    ),
)
