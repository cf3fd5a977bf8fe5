"""Promotions and announced prices, by roles."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from scrapers.deepseek.small_print.statements import Discounts, PricesHold
from scrapers.deepseek.small_print.syntax import model_ids, word_set
from scrapers.deepseek.small_print.tariff_roles.kept_prices import stays_reduced
from scrapers.deepseek.small_print.tariff_roles.note import NoteLine, RoleWord, TariffNote
from scrapers.deepseek.small_print.tariff_roles.shares import shares

PLAIN = word_set(
    "and or but be on to by from T Z until upto before after end last start price token api only now pay"
) | {""}
OFFERED = PLAIN | word_set(
    "V M S P K off offer list return then till_then extend was stay present newer calls change allday been"
)
PRICED = PLAIN | word_set("V was extend been becomes newer present change stay then till_then list calls neg pay off")
PROMOTION = re.compile("promo|campaign|sale|促销|特惠|优惠|活动|折")
LAST = {"until": "until", "upto": "until", "last": "until", "before": "before", "after": "from", "from": "from"}
"""Role of an instant, by the word before it."""
LISTED = frozenset({"", "and", "or", "by", "token", "calls"})
"""Roles of words between models of one list."""
ANNOUNCED = re.compile("(?i:announce|publish|communicat|unveil|disclos|reveal)|公布|发布|宣布|公示|揭晓|披露")
SHARES = frozenset("SPK")
SKIPPED = frozenset({"", "be", "and", "token", "calls", "only", "price"})


def is_moved(note: TariffNote) -> bool:
    """Return True if the note states an end that was put off."""
    return note.has("extend") or (note.has("was") and note.has("change"))


def instant_roles(note: TariffNote) -> Iterator[tuple[RoleWord, str]]:
    """Yield every instant with its role: `until`, `before`, `from`, `was` (a superseded end), or ""."""
    moved = is_moved(note)
    for line in note.lines:
        words = [word for word in line.words if word.role not in SKIPPED]
        last = 0
        for place, word in enumerate(words):
            if word.role in ("T", "V"):
                yield word, _role(words[last:place], words[place + 1 :], moved=moved)
                last = place + 1


def _role(before: Sequence[RoleWord], after: Sequence[RoleWord], *, moved: bool) -> str:
    lead, tail = ([word.role for word in words if word.role != "on"] for words in (before, after))
    last, first = (lead or [""])[-1], (tail or [""])[0]
    if first in ("before", "from"):
        return first
    if moved and _is_old(lead, tail):
        return "was"
    if last in LAST:
        return LAST[last]
    if first in ("end", "until", "last") or last in ("end", "extend") or (moved and last in ("to", "change")):
        return "until"
    if first == "after":
        return "from"
    if moved and lead[:1] == ["newer"]:
        return "until"
    return "on" if before and before[-1].role == "on" else ""


def _is_old(lead: Sequence[str], tail: Sequence[str]) -> bool:
    """Return True for the superseded instant: "from …", "originally until …", "old end: …"."""
    if "was" in lead and {"extend", "change"}.isdisjoint(lead[lead.index("was") :]):
        return True
    begins = lead[-1:] == ["from"] and {"newer", "start"}.isdisjoint(lead)
    return begins or lead[:1] == ["present"] or lead[-2:-1] in (["present"], ["list"])


def read_discounts(note: TariffNote) -> list[Discounts]:
    """Return the promotion that the whole note states."""
    if not note.has("off", "S", "K", "P", "offer") or any(word.role not in OFFERED for word in note.words):
        return []
    off = set(shares(note))
    if None in off or len(off) > 1 or not (off or note.has("off", "offer")):
        return []
    if _share_follows(note) or _compares(note):
        return []
    ends = _ends(note)
    if ends is None:
        return []
    named = [model for word in note.words if word.role == "M" for model in model_ids(_text(word, note))]
    if not ends and (not (named and off) or note.has("end", "until", "last", "before")):
        return []
    if (note.has("was", "change") and not is_moved(note)) or set(denied(note)) - {"extend"}:
        return []
    if any(line.has("been") and line.has("end") and not line.has("extend") for line in note.lines):
        return []
    then = "list_price" if _returns(note) else None
    if then and stays_reduced(note.printed):
        return []
    at = next(iter(ends), None)
    if not off and not (note.has("extend", "end", "until", "last") and _is_promotion(note)):
        return []
    return [Discounts(tuple(dict.fromkeys(named)), next(iter(off), None), at, then)]


def _is_promotion(note: TariffNote) -> bool:
    """Return True if a reduced price ends and no share is stated; the end of a model does not count."""
    return note.has("off") or any(PROMOTION.search(word.text) for word in note.words if word.role == "offer")


def _text(word: RoleWord, note: TariffNote) -> str:
    return note.values[word.role][int(word.text[1:])]


def _ends(note: TariffNote) -> set[datetime] | None:
    """Return the end of the promotion, if stated; None if an instant has no role in it."""
    ends: set[datetime] = set()
    for word, role in instant_roles(note):
        line = next(line for line in note.lines if word in line.words)
        if word.role == "V" and role != "was":
            return None
        if role == "was":
            continue
        if (
            role == "until"
            or (role in ("on", "") and line.has("end", "last", "until", "extend", "offer"))
            or role == "before"
            or (role in ("from", "on", "") and _list_price_begins(line))
        ):
            ends.add(note.at(word))
        else:
            return None
    ends = note.joined(ends)
    return None if len(ends) > 1 or (is_moved(note) and not ends) else ends


def _list_price_begins(line: NoteLine) -> bool:
    """Return True if a line says that the list price, not a share of it, is paid from its instant on."""
    if line.has("return"):
        return line.has("list")
    is_told = line.has("start", "price", "then", "change", "pay")
    return is_told and any(
        any(word.role == "list" for word in bit) and not any(word.role in SHARES for word in bit) for bit in line.bits
    )


def _returns(note: TariffNote) -> bool:
    """Return True if the list price follows the promotion."""
    for line in note.lines:
        roles = [word.role for word in line.words]
        if "list" in roles and ("return" in roles or "then" in roles):
            return True
        if "list" in roles and "after" in roles:
            return True
        if "price" in roles and "return" in roles:
            return True
        if {"list", "from", "T"} <= set(roles) and _list_price_begins(line):
            return True
    return False


def _share_follows(note: TariffNote) -> bool:
    """Return True if a share of the list price follows the promotion."""
    for line in note.lines:
        roles = [word.role for word in line.words]
        then = next((place for place, role in enumerate(roles) if role in ("then", "after")), len(roles))
        if any(role in ("S", "P", "K") for role in roles[then:]):
            return True
    return False


def _compares(note: TariffNote) -> bool:
    """Return True if a model's price is stated by that of another: "half the price of deepseek-v4-pro"."""
    return any(_of_another(line) for line in note.lines)


def _of_another(line: NoteLine) -> bool:
    """Return True if a line has fewer shares than separately named models."""
    groups, apart = list[set[str]](), True
    for word in line.words:
        if word.role == "M":
            groups += [set()] if apart else []
            groups[-1].add(word.text)
            apart = False
        elif word.role not in LISTED:
            apart = True
    share_count = sum(word.role in SHARES for word in line.words)
    return len(groups) > 1 and 0 < share_count < len(groups)


def read_prices(note: TariffNote) -> list[PricesHold]:
    """Return since when new prices hold, and until when the current ones."""
    words = note.words
    named = note.has("price", "change", "newer", "present") or any(re.search("price|价", word.text) for word in words)
    if not named or any(word.role not in PRICED for word in words):
        return []
    if note.has("was") and not is_moved(note):
        return []
    since, until = set[datetime](), set[datetime]()
    for word, role in instant_roles(note):
        line = next(line for line in note.lines if word in line.words)
        if (
            _is_announcement_date(line)
            or (word.role == "V" and role != "was")
            or (role != "was" and _is_of_its_day(line, word))
            or _is_past(line)
        ):
            return []
        if role == "until" and note.has("extend") and not note.has("stay"):
            since.add(note.at(word))
        elif role in ("until", "before") and _holds(line):
            until.add(note.at(word))
        elif role == "was":
            continue
        elif role in ("from", "on", "") and (line.has("change", "newer", "start")):
            since.add(note.at(word))
        else:
            return []
    if (
        len(since) > 1
        or len(until) > 1
        or not (since or until)
        or {*denied(note)} - (set() if since else {"change", "pay", "off"})
    ):
        return []
    return [PricesHold(next(iter(since), None), next(iter(until), None))]


def _is_announcement_date(line: NoteLine) -> bool:
    """Return True if a line says when prices are announced, not from when on they hold."""
    announces = any(ANNOUNCED.match(word.text) for word in line.words)
    return announces and not line.has("start", "change", "from", "stay", "present")


def states_past_change(note: TariffNote) -> bool:
    """Return True if a note only states a past price change: "have been raised on …"."""
    return any(_is_past(line) for line in note.lines)


def _is_past(line: NoteLine) -> bool:
    changed = line.has("T") and line.has("been") and line.has("change")
    return changed and not line.has("newer", "start", "from", "extend", "stay", "neg", "until")


def _is_of_its_day(line: NoteLine, instant: RoleWord) -> bool:
    """Return True for prices of a day: "the prices of 1 August"."""
    words = line.words
    place = words.index(instant)
    before, after = ([word.text for word in part] for part in (words[max(0, place - 1) : place], words[place + 1 :]))
    return before == ["of"] or after[:1] == ["的"]


def _holds(line: NoteLine) -> bool:
    """Return True if a line says that prices stay until its instant: they are valid, or do not change before."""
    if line.has("change"):
        return line.has("neg")
    return line.has("stay", "present", "price", "start")


def denied(note: TariffNote) -> Iterator[str]:
    """Yield the roles of the denied words; "" for another negation."""
    for line in note.lines:
        words = [word.role for word in line.words if word.role not in ("", "be", "been", "to")]
        yield from ((words[place + 1 :] or [""])[0] for place, role in enumerate(words) if role == "neg")
