"""The share that a note takes off its prices, by the words beside its number."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from scrapers.deepseek.small_print.shares import kept, percent, percent_off
from scrapers.deepseek.small_print.tariff.words import Note, Word

HALF = Decimal(50)
LEFT = frozenset({"to", "until"})
TO_PAY = frozenset({"pay"})


def shares(note: Note) -> Iterator[Decimal | None]:
    """Per cent off of every share that the note prints; None for one whose meaning is not clear."""
    for line in note.lines:
        for number, bit in enumerate(line.bits):
            for place, word in enumerate(bit):
                if word.role in "SPK" and word.role:
                    beside = [other for near in line.bits[max(0, number - 1) : number + 2] for other in near]
                    if line.words == [other for other in line.words if other is word or other.role in ("", "be")]:
                        beside = note.words
                    yield _share(word, bit[:place], bit[place + 1 :], beside, note)


def _share(
    word: Word, before: Sequence[Word], after: Sequence[Word], beside: Sequence[Word], note: Note
) -> Decimal | None:
    text = note.values[word.role][int(word.text[1:])]
    roles_before = [one.role for one in before if one.role not in ("", "be", "only", "and")]
    roles_after = [one.role for one in after if one.role not in ("", "be", "only")]
    of_list = bool(roles_after) and roles_after[0] in ("list", "price", "present")
    if roles_before[-1:] == ["upto"] or roles_after[:1] == ["from"]:
        return None
    if word.role == "S":
        return percent_off(text)
    number = percent(text) if word.role == "P" else kept(text)
    if number == HALF:
        return HALF if {one.role for one in beside} & {"off", "list", "pay", "price"} else None
    if roles_before[-1:] and roles_before[-1] in LEFT and _is_cut(roles_before):
        return 100 - number
    if roles_before[-1:] == ["off"] or roles_before[-2:] == ["off", "by"] or roles_after[:1] == ["off"]:
        return number
    if roles_before[-1:] == ["by"] and "off" in roles_before:
        return number
    if of_list and ("off" not in roles_before or word.role == "K"):
        return 100 - number
    if "list" in (*roles_before[-1:], *roles_before[-2:-1]) and roles_before[-1] in ("list", "pay"):
        return 100 - number
    if "off" in [one.role for one in beside] and not of_list and "list" not in [one.role for one in before]:
        return number
    return None


def _is_cut(roles: Sequence[str]) -> bool:
    return "off" in roles or "change" in roles
