"""The reader of a catalogue's account of a vendor (`account.py`): its prices in US dollars, each with its evidence.

The almanac makes the account, not the vendor. A price that was first seen at an instant holds from then on: nobody
says since when it had held. Its locator says so; that of a documented price names the document.
"""

import re
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from pydantic import TypeAdapter, ValidationError

from models.facts import METERS, MODES, Price
from models.readings import BEGINNING, BadReading, Reading, Scope
from scrapers.catalogue.account import PRICE_KEY
from scrapers.catalogue.entries import DOCUMENTED, FIRST_SEEN
from scrapers.page import Page, PageChanged
from scrapers.parse import decode

STATED = TypeAdapter(dict[str, str | int | None])
COLUMNS = {*PRICE_KEY, "amount", FIRST_SEEN, DOCUMENTED, "evidence"}
HEAD = re.compile(rb'\{"sha256": "([0-9a-f]{64})", "as_of": "20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"\}')
INSTANT = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,3})(?:\.[0-9]{1,9})?")
SHAPES = {
    "model": re.compile(r"[a-z0-9][a-z0-9._-]{0,80}"),
    "mode": re.compile("|".join(MODES)),
    "meter": re.compile("|".join(METERS)),
    "evidence": re.compile(r"\S.{0,300}"),
}
"""Allowed texts of a column (full match)."""
MOST_TOKENS = 100_000_000
WORDS = {FIRST_SEEN: "first seen", DOCUMENTED: "documented"}


def read(page: Page) -> Reading:
    """Read all prices of the account. Raises PageChanged."""
    first, _, rest = page.body.partition(b"\n")
    head = HEAD.fullmatch(first)
    if head is None:
        raise PageChanged("not the first line of an account", first[:200].decode(errors="replace"))
    if head[1].decode() != sha256(rest).hexdigest():
        raise PageChanged("the account is damaged: its lines are not those that its first line is about")
    lines = decode(rest).split("\n")[:-1]
    scope = Scope(Price, page.source, "USD")
    try:
        return Reading(frozenset({scope}), tuple(_price(page.source, line) for line in lines), since={scope: BEGINNING})
    except BadReading as error:
        raise PageChanged("an account that contradicts itself", str(error)) from None


def _price(source: str, line: str) -> Price:
    try:
        stated = STATED.validate_json(line, strict=True)
    except ValidationError:
        raise PageChanged("a line that is no statement", line) from None
    if set(stated) != COLUMNS:
        raise PageChanged("a statement with other columns than a price has", line)
    texts = {name: _text(name, stated[name], line) for name in SHAPES}
    dated = [name for name in (FIRST_SEEN, DOCUMENTED) if stated[name] is not None]
    if len(dated) != 1:
        raise PageChanged("a statement without one instant", line)
    above, amount = stated["above"], stated["amount"]
    if not isinstance(above, int) or isinstance(above, bool) or not 0 <= above < MOST_TOKENS:
        raise PageChanged("not a number of tokens", line)
    if amount is not None and not (isinstance(amount, str) and AMOUNT.fullmatch(amount)):
        raise PageChanged("not an amount", line)
    return Price(
        source=source,
        model=texts["model"],
        meter=texts["meter"],
        band="flat",
        currency="USD",
        mode=texts["mode"],
        above=above,
        amount=None if amount is None else Decimal(str(amount)),
        list_amount=None,
        unit=None if amount is None else "1M tokens",
        effective_from=_instant(stated[dated[0]], line),
        gone=amount is None,
        locator=f"{WORDS[dated[0]]}: {texts['evidence']}",
    )


def _text(name: str, value: str | int | None, line: str) -> str:
    if not isinstance(value, str) or not SHAPES[name].fullmatch(value):
        raise PageChanged(f"not a {name}: {value!r}", line)
    return value


def _instant(value: str | int | None, line: str) -> datetime:
    if not isinstance(value, str) or not INSTANT.fullmatch(value):
        raise PageChanged(f"not an instant: {value!r}", line)
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise PageChanged(f"not an instant: {value!r}", line) from None
