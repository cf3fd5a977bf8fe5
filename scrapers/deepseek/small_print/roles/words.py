"""The words of a segment by what they do, whatever their order: who ends, who answers instead, when, and which event.

A segment becomes a line of words of the grammar. Short chunks of it, a preposition and its object or a negation and its
verb, become one word each; what is left has no order. Of models `X0` is a subject and `A0` answers in its place; of
instants `Tu0` is one until which something holds, `Tm0` one to which it is moved, `To0` one of which it is told.
"""

import re
from collections.abc import Iterator

from scrapers.deepseek.small_print.lexicon.phrases import UNKNOWN
from scrapers.deepseek.small_print.segments import Segment
from scrapers.deepseek.small_print.tokens import Piece, Vocabulary

ORDER = Vocabulary(
    "T M U V date foreign untrue report ask refuse after_all corrected not nolonger in_place_of moved_to postponed "
    "cancelled extended fails the_end ended ends ending end intact other no_action affected succeed replaced replaces "
    "replacement takes_over points route routed served move_to ought usable use support stay continue planned "
    "takes_place announce will been was be can until onward post_after post_before after before by from on to of then "
    "now and but it that_name the_following requests we you can please with n arrow only cond hedge reason "
    "billed released adjusted mode awaits told correct_date history document enjoy or "
    "group scope"
)
SPECIAL = {
    **dict.fromkeys("《》「」『』~#", ""),
    **dict.fromkeys(("q", "问", "答"), ""),
    **dict.fromkeys(("earlier", "so"), ""),
    **dict.fromkeys(("versions", "旧版", "旧版本", "老版本", "历史版本", "questions", "simple"), UNKNOWN),
    "once": "after",
    "instead": "instead",
    "off": "called_off",
    **dict.fromkeys(("beforehand", "before then", "by then", "在此之前", "在那之前", "在此期间"), "before_then"),
    **dict.fromkeys(("would", "本应", "本该", "本将"), "was"),
    **dict.fromkeys(("对", "对于", "针对", "向"), "of"),
    **dict.fromkeys(("已", "已经", "业已", "现已"), "been"),
    "announced": "announce",
    **dict.fromkeys(("temporarily", "for the time being", "for now", "暂时", "暂"), "for_a_time"),
}
"""Words that the other grammars take for less than they say here."""
PAST = ("原", "此前", "先前", "之前", "曾", "previously", "originally")
NAMES = "(?:that_name |the_following )*"
LOOSE = "(?:(?:to|of|on|with|by|for|from|use|usable|support|now) )*"
LINK = "(?:(?:will|be|been|can|now|then|to|also|stay) )*"
ENDS = "(?:ended|ends|ending|end|the_end|undone) "
CHUNKS = tuple(
    (re.compile(f"(?<![^ ]){pattern}"), put)
    for pattern, put in (
        (f"{NAMES}([MU][0-9]+) {NAMES}", r"\1 "),
        ("(?:that_name |it )+", "it "),
        ("the_following ", ""),
        ("only until ", "until "),
        (r"until (T[0-9]+) only ", r"until \1 "),
        ("(?:not|nolonger) (?:be )?affected ", "intact "),
        # what requests and service are for
        (r"([MU][0-9]+) (?:of )?you (?:of )?requests ", r"foreign \1 "),
        (r"(points|to|by|route|routed) (?:to )?(?:mode (?:and mode )?)(?:of )?([MU][0-9]+) ", r"\1 A\2 "),
        ("fails with foreign ", "fails "),
        ("only points ", "points "),
        (r"of ([MU][0-9]+) of requests ", r"requests X\1 "),
        (r"(?:of )?requests (?:of |from )?([MU][0-9]+) (?=to|by)", r"requests X\1 "),
        (r"([MU][0-9]+) (?:of )?requests (?=to|by)", r"requests X\1 "),
        (rf"requests {LOOSE}([MU][0-9]+) ", r"requests X\1 "),
        (r"([MU][0-9]+) (?:of )?requests ", r"requests X\1 "),
        (r"(?:in_place_of|from) ([MU][0-9]+) ", r"X\1 "),
        (r"(?:of )([MU][0-9]+) ", r"of X\1 "),
        (rf"(support|usable|use|served|{ENDS[:-1]}|cancelled) to ([MU][0-9]+) ", r"\1 X\2 "),
        (rf"{ENDS}to ([MU][0-9]+) ", r"ends X\1 "),
        (r"you (?:can |now |stay )+(?:move_to|use|usable) ([MU][0-9]+) ", r"usable X\1 "),
        (r"(?:after|cond) you (?:(?:can|now|stay) )*(?:move_to|use|usable) ([MU][0-9]+) ", r"requests X\1 "),
        # who answers instead
        (rf"([MU][0-9]+) {LINK}replaced ([MU][0-9]+) ", r"A\1 replaces X\2 "),
        (rf"([MU][0-9]+) {LINK}(takes_over|replaces) ", r"A\1 \2 "),
        (rf"(takes_over|replaces) {LOOSE}(?:requests )?{LOOSE}([MU][0-9]+) ", r"\1 X\2 "),
        (r"replacement (?:(?:of|it|X[MU][0-9]+|to|will|be|now) )*([MU][0-9]+) ", r"replacement A\1 "),
        (rf"([MU][0-9]+) {LINK}(replacement|succeed) ", r"A\1 \2 "),
        (
            "(to|by|with|points|routed|route|succeed|replaced|move_to|shift|arrow|until|please) "
            r"(?:(?:to|by|be|of|use|usable|now) )*([MU][0-9]+) ",
            r"\1 A\2 ",
        ),
        ("we (?:had )?planned ", "we was "),
        (r"served ((?:by|to) A[MU][0-9]+) ", r"routed \1 "),
        ("post_after (?=it|of|requests|will|be|not|gone|ends|fails|X|M)", "then "),
        # when
        (r"announce (?:on )?(T[0-9]+) ", r"told \1n "),
        (r"(?:moved_to|to) (T[0-9]+) ", r"moved \1m "),
        (r"until (T[0-9]+) ", r"\1u "),
        (r"(T[0-9]+u) until ", r"\1 "),
        (r"(?:(?:from|on|after) )?(T[0-9]+) (?:onward|on(?! T)) ", r"\1f "),
        (r"(?:(?:from|on|after) )?(T[0-9]+) post_after ", r"\1a "),
        (r"(?:(?:from|on) )?(T[0-9]+) post_before ", r"\1b "),
        (r"in_place_of (?:(?:on|from) )?(T[0-9]+) ", r"\1x "),
        (r"(?:post_after|after) (T[0-9]+) ", r"\1a "),
        (r"from (T[0-9]+) ", r"\1f "),
        (r"(?:before|by) (T[0-9]+) ", r"\1b "),
        (r"(?:on )?(T[0-9]+) ", r"\1o "),
        (r"routed (T[0-9]+)o (?:shift|moved_to|moved|takes_place|arrow) (T[0-9]+)o ", r"\1x postponed \2m "),
        (r"(T[0-9]+)f (?:shift )?moved (T[0-9]+)m ", r"\1x postponed \2m "),
        (r"(T[0-9]+)[of] arrow (T[0-9]+)o ", r"\1x moved \2m "),
        # what is denied, and what goes on
        (f"not {LINK}fails (?:(?:with |on )*fails )*", ""),
        ("(?:stay|continue) (?:(?:be|to) )*(?:(?:not|nolonger) )", "not "),
        (f"refuse (?:(?:to|of|now) )*{ENDS}", "cancelled ends "),
        (f"nolonger {LINK}(?:planned |will )(?:(?:to|of|for|be) )*{ENDS}", "cancelled ends "),
        (f"(?:not|nolonger) {LINK}(?:(?:planned|we) )*{LINK}{ENDS}", "denied ends "),
        (f"{ENDS}(?:(?:will|be) )*(?:not|nolonger) {LINK}(?:takes_place|planned) ", "denied ends "),
        (f"(?:not|nolonger) {LINK}(?:(?:usable|use|support|served|takes_over|continue) )+", "gone "),
        (f"{LINK}stay {LINK}(?:(?:usable|use|served|support) )*", "kept "),
        ("continue (?:(?:to|be|of|usable|use|served|support) )*", "kept "),
        ("(?:be|been) (?:now )?called_off ", "cancelled "),
        ("until then ", "before_then "),
        ("refuse ", "cancelled "),
    )
)
"""In this order: each makes one word of a few that stand together."""


def words_of(segment: Segment) -> list[str]:
    """The words of a segment after its chunks were put together."""
    line = "".join(f"{word} " for word in _with_objects(segment) if word not in ("", "n"))
    for pattern, put in CHUNKS:
        line = pattern.sub(put, line)
    return line.split()


def _with_objects(segment: Segment) -> Iterator[str]:
    """Each piece as its word; what an English verb sends elsewhere is its object: "forwards X" is "forwards of X".

    "We swap Y in" is about what comes.
    """
    last = ""
    for piece in segment.pieces:
        word = _word(piece)
        if last in ("route", "routed") and piece.may_be("M", "U"):
            yield "of"
        yield word
        last = word if piece.text.isascii() and not piece.text.startswith("swap") else ""


def _word(piece: Piece) -> str:
    if piece.text in SPECIAL:
        return SPECIAL[piece.text]
    if piece.may_be(UNKNOWN) and re.fullmatch("[0-9]{1,2}", piece.text):
        return "number"
    if piece.may_be("planned") and (piece.may_be("was") or piece.text.startswith(PAST)):
        return "was"
    if piece.may_be("cancelled") and piece.may_be("ended", "end", "ends", "ending"):
        return "undone"
    if piece.may_be("move_to") and piece.may_be("route", "routed") and not piece.may_be("points"):
        return "shift"
    return piece.read(ORDER)
