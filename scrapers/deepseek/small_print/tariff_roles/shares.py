"""The percentage that a note takes off its prices, by the words beside the number."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from scrapers.deepseek.small_print.tariff_roles.note import RoleWord, TariffNote
from scrapers.deepseek.small_print.values import kept, percent, percent_off

HALF = Decimal(50)
LEFT = frozenset({"to", "until"})
OF_LIST = re.compile("原价|标价|定价")
GETS = re.compile("enjoy|benefit|offer|享|提供|获")
"""Words of paying for what somebody gets ("enjoy 20% until …"), not what is left to pay."""


def shares(note: TariffNote) -> Iterator[Decimal | None]:
    """Yield the percentage off of every share in the note; None for an unclear one."""
    for line in note.lines:
        for number, bit in enumerate(line.bits):
            for place, word in enumerate(bit):
                if word.role in "SPK" and word.role:
                    beside = [other for near in line.bits[max(0, number - 1) : number + 2] for other in near]
                    if line.words == [other for other in line.words if other is word or other.role in ("", "be")]:
                        beside = note.words
                    yield _share(word, bit[:place], bit[place + 1 :], beside, note)


def _share(
    word: RoleWord, before: Sequence[RoleWord], after: Sequence[RoleWord], beside: Sequence[RoleWord], note: TariffNote
) -> Decimal | None:
    text = note.values[word.role][int(word.text[1:])]
    roles_before = [_role(near) for near in before if near.role not in ("", "be", "only", "and")]
    roles_after = [_role(near) for near in after if near.role not in ("", "be", "only")]
    of_list = bool(roles_after) and roles_after[0] in ("list", "price", "present")
    if roles_before[-1:] == ["upto"] or roles_after[:1] == ["from"]:
        return None
    if word.role == "S":
        return percent_off(text)
    number = percent(text) if word.role == "P" else kept(text)
    if number == HALF:
        return HALF if {near.role for near in beside} & {"off", "list", "pay", "price"} else None
    if roles_before[-1:] and roles_before[-1] in LEFT and _is_cut(roles_before):
        return 100 - number
    if _is_taken_off(roles_before, roles_after):
        return number
    if of_list and ("off" not in roles_before or word.role == "K"):
        return 100 - number
    if "list" in (*roles_before[-1:], *roles_before[-2:-1]) and roles_before[-1] in ("list", "pay"):
        return 100 - number
    if roles_before[-1:] == ["pay"] and not GETS.search(paid := _last(before)):
        return 100 - number if OF_LIST.search(paid) else None
    if "off" in [near.role for near in beside] and not of_list and "list" not in [near.role for near in before]:
        return number
    return None


def _is_taken_off(before: Sequence[str], after: Sequence[str]) -> bool:
    return before[-1:] == ["off"] or after[:1] == ["off"] or (before[-1:] == ["by"] and "off" in before)


def _last(words: Sequence[RoleWord]) -> str:
    return next((word.text for word in reversed(words) if word.role not in ("", "be", "only", "and")), "")


def _role(word: RoleWord) -> str:
    """Return the role of a word; "introductory discount" counts as a word of taking off."""
    return "off" if word.role == "offer" and re.search("discount|折", word.text) else word.role


def _is_cut(roles: Sequence[str]) -> bool:
    return "off" in roles or "change" in roles
