"""Titles of alerts about changes: what, how much and when, in that order, then what it does to the reader's bill.

A title states the gravest change with its values, and names the others.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from zoneinfo import ZoneInfo

from alerts.texts.change_texts import CAME, GONE, Headline, band_pairs
from alerts.texts.context import AlertContext, Said, SeenSnapshot, TitlePhrase
from models.changes import Change
from models.facts import HOURS, NOTICES, STANDARD, Fact, ModelVersion, PeakHours, Price, Promotion, meter_text, weekdays
from models.kinds import ChangeKind, Movement, Thing
from models.leaderboards import BoardChange
from models.plausibility import STANDS

LONGEST = 170
"""A longer title says "and more" instead of naming the other changes."""
OUTPUT, TOKENS, DOLLARS = "output", "1M tokens", "USD"
"""The meter and the currency that a title states of several, and the unit that goes without saying."""
MONTHS = "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
WITH_COLON = (
    *(Thing.NOTICE, Thing.UNREAD_TEXT, Thing.UNREAD_PRICE, Thing.UNREAD_DATE, Thing.WORDING, Thing.STATEMENT),
    *(Thing.END, Thing.AGREEMENT, Thing.PEAK_HOURS, Thing.DECISION),
)
"""The things whose phrases follow a colon, as they are no predicates; so do those of boards."""
NOT_GRAVEST = {ChangeKind.MODEL_REMOVED: "no longer listed"}
"""The words for kinds where another change is graver, if these are not the noun or the kind."""
PLAIN_NOUNS = (Thing.PRICE, Thing.LIST_PRICE, Thing.VERSION, Thing.LIMITS, Thing.PEAK_HOURS)
"""The things that are named by their noun alone where another change is graver."""
LONGEST_TEXT = 70
"""The number of characters of a text of a page that a title quotes."""
LISTED, LONGEST_NAMES = 3, 90
"""A title counts the names after these: the third one, and that many characters."""
FREE = 100
"""The share in per cent at which use is free."""
NONE = "none"


def names_text(names: Sequence[str]) -> str:
    """Return `a, b, c and 2 more`. Long names are counted earlier."""
    shown = names[:LISTED]
    while len(shown) > 1 and len(", ".join(shown)) > LONGEST_NAMES:
        shown = shown[:-1]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def quoted(text: str | None) -> str:
    """Return the beginning of a text of a page in quotes."""
    words = " ".join((text or "").split())
    return f'"{words}"' if len(words) <= LONGEST_TEXT else f'"{words[: LONGEST_TEXT - 1].rstrip()}…"'


def short_moment(instant: datetime, zone: str, now: datetime) -> str:
    """Format an instant on the reader's clock: `16 Aug 18:00 Berlin`, with the year if it is not that of `now`."""
    there = instant.astimezone(ZoneInfo(zone))
    year = "" if there.year == now.astimezone(ZoneInfo(zone)).year else f" {there.year}"
    place = zone.rpartition("/")[2].replace("_", " ")
    return f"{there.day} {MONTHS[there.month - 1]}{year} {there:%H:%M} {place}"


def title(changes: Sequence[Change], main: Change, seen: SeenSnapshot, context: AlertContext, zone: str) -> str:
    """Return the title of an alert about the changes of one or several subjects."""
    when = partial(short_moment, zone=zone, now=seen.moment)
    alike = [change for change in changes if change.kind is main.kind]
    by_name: dict[str, list[Change]] = {}
    for change in sorted(alike, key=lambda change: change.subject != main.subject):
        by_name.setdefault(_name(change, seen), []).append(change)
    phrase, note = _phrase_of(main), context.flap_note
    joint = {name: phrase(Said(part, True, when, seen.moment, note)) for name, part in by_name.items()}
    first = next(iter(by_name))
    names = [name for name, text in joint.items() if text == joint[first]]
    said = joint[first] if len(names) > 1 else phrase(Said(by_name[first], False, when, seen.moment, note))
    colon = ":" if main.kind.thing in WITH_COLON or isinstance(main, BoardChange) else ""
    offers = _open_ended(changes, alike)
    text = f"{names_text(names)}{colon} {said}{_again(context, main, when)}{_least_end(offers, when)}"
    text += f"; your bill {context.short}" if context.short else ""
    others = [
        *(name for name in joint if name not in names),
        *_others([change for change in changes if change not in offers], alike),
    ]
    new = [change.subject for change in changes if change.kind is ChangeKind.MODEL_ADDED and change not in alike]
    whole = f"{text}; also {', '.join(others)}" if others else text
    whole += f"; new: {names_text([*dict.fromkeys(new)])}" if new else ""
    return whole if len(whole) <= LONGEST or not (others or new) else f"{text}; and more"


def _name(change: Change, seen: SeenSnapshot) -> str:
    """Return the name of what a change is about: a model, a board, the page of a source, the hours of a vendor."""
    if isinstance(change, BoardChange):
        return change.board
    if change.subject == HOURS:
        return f"{seen.vendor_name} {HOURS}"
    return seen.source if change.subject == NOTICES else change.subject


def _phrase_of(change: Change) -> TitlePhrase:
    if phrase := VALUES.get(change.kind.thing):
        return phrase
    # Most pages change nothing else.
    from alerts.texts.title_phrases import PHRASES, PHRASES_OF_THINGS

    return PHRASES.get(change.kind) or PHRASES_OF_THINGS[change.kind.thing]


def _others(changes: Sequence[Change], alike: Sequence[Change]) -> list[str]:
    """Return the other changes in few words: `version`, `2 promotions started`. A text of several counts once.

    Notices go without saying, as the body has their texts; new models are named behind.
    """
    others = {
        (change.kind, change.said_after) if change.kind in STANDS else number: change
        for number, change in enumerate(changes)
        if change.kind is not alike[0].kind
        and (change.kind.thing is not Thing.NOTICE or alike[0].kind.thing is Thing.NOTICE)
        and change.kind is not ChangeKind.MODEL_ADDED
    }
    words = {change.kind: NOT_GRAVEST.get(change.kind, "") for change in others.values()}
    words |= {kind: str(kind.thing) for kind in words if kind.thing in PLAIN_NOUNS}
    counts = Counter(Headline.of(change) for change in others.values() if not words[change.kind])
    return list(dict.fromkeys([*filter(None, words.values()), *(each.counted(n) for each, n in counts.items())]))


def _open_ended(changes: Sequence[Change], alike: Sequence[Change]) -> list[Change]:
    """Return the promotions beside changed prices that last until a day at least, if it is one day."""
    if alike[0].kind.thing is not Thing.PRICE:
        return []
    offers = [change for change in changes if any(map(is_open_ended, change.facts_after))]
    return offers if len({_ends(change) for change in offers}) == 1 else []


def is_open_ended(fact: Fact) -> bool:
    """Return True for a promotion that lasts until a day at least."""
    return isinstance(fact, Promotion) and fact.is_open_ended


def _ends(change: Change) -> datetime | None:
    return next(fact.ends_at for fact in change.facts_after if isinstance(fact, Promotion))


def _least_end(offers: Sequence[Change], when: Callable[[datetime], str]) -> str:
    end = _ends(offers[0]) if offers else None
    return f", at least until {when(end)}; what follows is unpublished" if end else ""


def _again(context: AlertContext, main: Change, when: Callable[[datetime], str]) -> str:
    if context.same_until:
        return f", again: as it was until {when(context.same_until)}"
    # Trouble that lasts says its note with its values.
    return f", {context.flap_note}" if context.flap_note and main.kind.thing is not Thing.SOURCE else ""


def values_phrase(said: Said, move: str, what: str, new: str, stays: str) -> str:
    """Return the phrase of values before and after: of a change, an announcement, a move of one, or its end.

    `move` is `output 0.87 → 1.98 USD`; `what` names the thing; `new` is the announced value, `stays` the present one.
    """
    change = said.changes[0]
    movement, at = change.kind.movement, said.when(change.effective_at or said.now)
    if movement is Movement.MOVED:
        return f"{what} {new} moved to {at}"
    if movement is Movement.CANCELLED:
        return f"{what} stays {stays}: the change on {at} is cancelled"
    if movement is Movement.IN_EFFECT:
        return f"{move} in effect since {at}"
    is_ahead = change.effective_at is not None and change.effective_at > said.now
    return f"{move} {'from' if is_ahead else 'as of'} {at}"


def price_phrase(said: Said) -> str:
    change = _weightiest(said.changes)
    before, after = ([fact for fact in facts if isinstance(fact, Price)] for facts in sides_of(change))
    some = after or before
    if not some:
        return str(Headline.of(change))
    is_list, unit = change.kind.thing is Thing.LIST_PRICE, money_unit(some[0])
    meter = some[0].meter if is_usual(some[0]) else meter_text(some[0])
    what = f"list price of {meter}" if is_list else meter
    old, new = (f"{bands_text(prices, is_list)} {unit}" if prices else NONE for prices in (before, after))
    if not (before and after):
        return values_phrase(said, came_or_went(what, old, new), what, new, old)
    if money_unit(before[0]) != unit:
        old = f"{bands_text(before, is_list)} {money_unit(before[0])}"
        return values_phrase(said, f"{what} {old} → {new}", what, new, old)
    share = _share(before, after, is_list)
    move = f"{what} {bands_text(before, is_list)} → {new}{f' ({share})' if share else ''}"
    return values_phrase(said, move, what, new, old)


def came_or_went(what: str, old: str, new: str) -> str:
    """Return the words for a value that is no longer stated, or that was not stated before."""
    return f"{what} {old} {GONE}" if new == NONE else f"{what} {new} {CAME}"


def sides_of(change: Change) -> tuple[Sequence[Fact], Sequence[Fact]]:
    return change.facts_before, change.facts_after


def _weightiest(changes: Sequence[Change]) -> Change:
    """Return the price that matters most: in dollars, of output, without mode and tier; of several that moves most."""
    weights = [_weight(change) for change in changes]
    weightiest = [change for change, weight in zip(changes, weights, strict=True) if weight == max(weights)]
    return weightiest[0] if len(weightiest) == 1 else max(weightiest, key=_largest_move)


def _weight(change: Change) -> tuple[bool, bool, bool]:
    price = next((fact for fact in (*change.facts_after, *change.facts_before) if isinstance(fact, Price)), None)
    if price is None:
        return False, False, False
    return price.currency == DOLLARS, price.meter == OUTPUT, is_usual(price)


def is_usual(price: Price) -> bool:
    return (price.mode, price.above) == (STANDARD, 0)


def _largest_move(change: Change) -> Decimal:
    before, after = ([fact for fact in facts if isinstance(fact, Price)] for facts in sides_of(change))
    return max(map(abs, _moves(before, after, is_list=False)), default=Decimal(0))


def bands_text(prices: Sequence[Price], is_list: bool = False) -> str:
    """Return the amounts of the bands of one meter: `1.98 off-peak / 3.96 peak`."""
    return " / ".join([_band(price, is_list) for price in prices]) or NONE


def _band(price: Price, is_list: bool) -> str:
    amount = price.list_amount if is_list else price.amount
    text = NONE if amount is None else f"{amount:f}"
    return text if price.band == "flat" else f"{text} {price.band.replace('_', '-')}"


def money_unit(price: Price) -> str:
    return price.currency if price.unit == TOKENS else f"{price.currency} / {price.unit}"


def _moves(before: Sequence[Price], after: Sequence[Price], is_list: bool) -> list[Decimal]:
    """Return the moves of the bands in per cent."""
    pairs = [
        (old.list_amount, new.list_amount) if is_list else (old.amount, new.amount)
        for old, new in band_pairs(before, after)
        if old and new
    ]
    return [(new / old - 1) * 100 for old, new in pairs if old and new is not None]


def _share(before: Sequence[Price], after: Sequence[Price], is_list: bool) -> str:
    """Return the smallest and the largest move in per cent: `+128 to +355 %`; empty if it was free."""
    moves = sorted(_moves(before, after, is_list))
    ends = dict.fromkeys(_percent(move) for move in (moves[0], moves[-1])) if moves else ()
    return f"{' to '.join(ends)} %" if ends else ""


def _percent(move: Decimal) -> str:
    """Return per cent rounded to whole ones; a smaller move than one keeps a digit."""
    if not move:
        return "0"
    return f"{move:+.0f}" if abs(move) >= 1 else f"{move:+.1g}"


def _version_phrase(said: Said) -> str:
    old, new = (versions(facts) for facts in sides_of(said.changes[0]))
    was, now = ((facts[0].version if facts else None) or NONE for facts in (old, new))
    move = f"version {was} → {now}" if NONE not in (was, now) else came_or_went("version", was, now)
    return values_phrase(said, move, "version", now, was)


def versions(facts: Sequence[Fact]) -> list[ModelVersion]:
    return [fact for fact in facts if isinstance(fact, ModelVersion)]


def hours_phrase(said: Said) -> str:
    old, new = (
        next((fact for fact in facts if isinstance(fact, PeakHours)), None) for facts in sides_of(said.changes[0])
    )
    now = _hours(new)
    return values_phrase(said, f"{now},", "", now, _hours(old)).strip()


def _hours(fact: PeakHours | None) -> str:
    """Return `09:00-12:00 14:00-18:00 Shanghai, Monday to Friday but public holidays`."""
    if fact is None:
        return f"{NONE} any more"
    days = weekdays(fact.weekdays) if fact.weekdays else "days not stated"
    place = (fact.time_zone or "").rpartition("/")[2].replace("_", " ")
    return f"{fact.windows} {place}, {days}{' but public holidays' if fact.holidays else ''}"


def offer_text(promotion: Promotion | None) -> str:
    """Return what a promotion gives: `75 % off`, `free use`."""
    if promotion is None or promotion.percent_off is None:
        return "reduced price"
    return "free use" if promotion.percent_off == FREE else f"{promotion.percent_off:f} % off"


def _notice_phrase(said: Said) -> str:
    change, count = said.changes[0], len(said.changes)
    more = f" and {count - 1} more" if count > 1 else ""
    return f"{Headline.of(change).counted(count)}: {quoted(change.said_after or change.said_before)}{more}"


VALUES: Mapping[Thing, TitlePhrase] = {
    Thing.PRICE: price_phrase,
    Thing.LIST_PRICE: price_phrase,
    Thing.VERSION: _version_phrase,
    Thing.PEAK_HOURS: hours_phrase,
    Thing.NOTICE: _notice_phrase,
}
"""The phrases of what changes most often; `title_phrases` has all others."""
