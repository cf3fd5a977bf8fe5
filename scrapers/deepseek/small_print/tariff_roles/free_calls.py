"""Free calls of Search and Fetch, by roles."""

from collections.abc import Sequence
from datetime import datetime

from scrapers.deepseek.small_print.statements import FreeUntil
from scrapers.deepseek.small_print.syntax import word_set
from scrapers.deepseek.small_print.tariff_roles.note import NoteLine, RoleWord, TariffNote
from scrapers.deepseek.small_print.tariff_roles.promotions import PLAIN, denied, instant_roles, is_moved

CALLED = PLAIN | word_set(
    "V off been becomes search fetch free then till_then stay calls neg offer extend was newer present change list"
)


def read_free_calls(note: TariffNote) -> list[FreeUntil]:
    """Return calls of Search and Fetch that are free until an instant, or billed from one on."""
    if not note.has("search", "fetch") or any(word.role not in CALLED for word in note.words):
        return []
    if set(denied(note)) - {"free", "pay"} or (note.has("was") and not is_moved(note)):
        return []
    calls = _calls(note)
    ends = set[datetime]()
    for word, role in instant_roles(note):
        line = next(line for line in note.lines if word in line.words)
        are = _are(line, word) or _are_of(note)
        if role == "from" and not line.has("free", "pay") and line.has("be") and are == "free":
            are = "billed"  # "They are free; they will be from …": no longer
        if role == "was":
            continue
        if word.role == "V":
            return []
        is_end = role in ("until", "before") or (role in ("on", "") and line.has("end", "last"))
        if is_end and "free" in denied(note):
            return []
        if (is_end and are == "free") or (role in ("from", "on", "") and not is_end and are == "billed"):
            ends.add(note.at(word))
        else:
            return []
    ends = note.joined(ends)
    return [FreeUntil(calls, next(iter(ends)))] if len(ends) == 1 and calls else []


def _calls(note: TariffNote) -> tuple[str, ...]:
    """Return the calls; () if the note makes a separate statement about each."""
    places = [place for place, word in enumerate(note.words) if word.role in ("search", "fetch")]
    between, after = (
        {word.role for word in words} for words in (note.words[places[0] : places[-1]], note.words[places[-1] :])
    )
    both = note.has("search") and note.has("fetch")
    if both and (between & {"pay", "T"} or ("free" in between and ("free" not in after or note.has("pay")))):
        return ()
    return tuple(call for call in ("search", "fetch") if note.has(call))


def _are(line: NoteLine, instant: RoleWord) -> str:
    """Return `free` or `billed`: the state of calls until or from an instant, by the nearest word."""
    of_bit = _kinds(next(bit for bit in line.bits if instant in bit), line)
    if len({kind for _, kind in of_bit}) == 1:
        return of_bit[0][1]
    kinds = _kinds(line.words, line)
    at = line.words.index(instant)
    before, after = ([kind for kind in kinds if (kind[0] < at) is is_before] for is_before in (True, False))
    return before[-1][1] if before else after[0][1] if after else ""


def _kinds(words: Sequence[RoleWord], line: NoteLine) -> list[tuple[int, str]]:
    """Return the states of calls by the words for them, with their places."""
    is_begun = line.has("start", "from")
    return [
        (place, _is(words, place))
        for place, word in enumerate(words)
        if word.role in ("free", "pay") or (word.role == "price" and is_begun)
    ]


def _are_of(note: TariffNote) -> str:
    """Return the state of calls in the whole note, if there is one."""
    kinds = {"free" if word.role == "free" else "billed" for word in note.words if word.role in ("free", "pay")}
    return kinds.pop() if len(kinds) == 1 and not note.has("neg") else ""


def _is(words: Sequence[RoleWord], place: int) -> str:
    lead = [word for word in words[:place] if word.role not in ("", "be", "been", "on", "calls", "only")]
    denied = lead and lead[-1].role == "neg"
    return "free" if (words[place].role == "free") != bool(denied) else "billed"
