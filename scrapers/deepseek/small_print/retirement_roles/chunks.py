"""Words of a segment by their function, in any order: who ends, who answers instead, when, and which event.

A segment becomes a line of grammar words. Short chunks of it (a preposition and its object, a negation and its verb)
become one word each; the rest has no order. Of models `X0` is a subject and `A0` answers in its place; of instants
`Tu0` is an end, `Tm0` a new date, `To0` the date of an announcement.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from scrapers.deepseek.small_print.lexicon import UNKNOWN
from scrapers.deepseek.small_print.retirement_roles.conditions import is_condition
from scrapers.deepseek.small_print.syntax import HARD, Piece, Segment, Vocabulary

ORDER = Vocabulary(
    "T M U V unset day date foreign untrue report ask refuse after_all corrected in_place_of not nolonger "
    "moved_to postponed cancelled extended fails the_end ended ends ending end intact other no_action affected "
    "succeed replaced replaces replacement before_then powers takes_over points route routed served move_to ought "
    "usable use support stay continue planned takes_place announce will been was be can until onward post_after "
    "post_before after before by from on to of then now and but it that_name the_following requests we you can "
    "please with n arrow only cond hedge reason billed released adjusted mode awaits told correct_date history "
    "document enjoy or group scope main_address region dated "
)
SPECIAL = {
    **dict.fromkeys("《》「」『』~#", ""),
    **dict.fromkeys(("q", "问", "答"), ""),
    **dict.fromkeys(("earlier", "so", "再", "再次", "时", "going forward"), ""),
    **dict.fromkeys(("versions", "旧版", "旧版本", "老版本", "历史版本", "questions", "simple"), UNKNOWN),
    "once": "after",
    "instead": "instead",
    "off": "called_off",
    **dict.fromkeys(("弃用标记", "弃用标签", "弃用标识", "弃用状态", "停用标记", "下线标记"), "document"),
    "dated": "dated",
    **dict.fromkeys(("beforehand", "before then", "by then", "在此之前", "在那之前", "在此期间"), "before_then"),
    **dict.fromkeys(("that day", "that very day", "the same day", "on that day", "on the same day"), "then"),
    **dict.fromkeys(("would", "本应", "本该", "本将"), "was"),
    **dict.fromkeys(("对", "对于", "针对"), "of"),
    "向": "to",
    **dict.fromkeys(("打算", "计划"), "will"),
    **dict.fromkeys(("已", "已经", "业已", "现已"), "been"),
    "announced": "announce",
    **dict.fromkeys(("temporarily", "for the time being", "for now", "暂时", "暂"), "for_a_time"),
}
"""Words that mean more here than in the grammars."""
FOR = re.compile("供|用于|用来|(?:一直|已经|曾经?|长期)?(?:陪|服务|深受|广受|备受|伴随|见证|支撑|承载)")
KEPT = 256
"""Cached segments: a segment is read whole and in parts."""
VERBS = (
    "switch",
    "switching",
    "turn",
    "turning",
    "shut",
    "shutting",
    "take",
    "taking",
    "phase",
    "phasing",
    "wind",
    "power",
)
PARTICLES = ("off", "down", "out", "offline")
PREPOSITIONS = ("to", "at", "from", "by", "with", "on")
CALLING = ("调用", "填写", "传入", "请求", "指定")
"""Words that, with only a name, say what is requested."""
AS_PLANNED = re.compile(
    "as (?:previously |originally |earlier |already |initially |was )?(?:announced|planned|scheduled)(?: .*)?"
)
PURPOSES = ("测试", "对比", "评测", "体验", "试用", "验证", "过渡", "迁移", "兼容")
PAST = ("原", "此前", "先前", "之前", "曾", "previously", "originally")
NAMES = "(?:that_name |the_following )*"
LOOSE = "(?:(?:to|of|on|with|by|for|from|use|usable|support|now) )*"
LINK = "(?:(?:will|be|been|can|now|then|to|also|stay) )*"
ENDS = "(?:ended|ends|ending|end|the_end|undone) "
ASIDE = "(?:(?:of|you|we|to|it|be|now|then|will|requests|use|on|by|from|before|post_before|X?[MU][0-9]+|T[0-9]+) )*"
CHUNKS = tuple(
    (re.compile(f"(?<![^ ]){pattern}"), put)
    for pattern, put in (
        (f"{NAMES}([MU][0-9]+) {NAMES}", r"\1 "),
        ("(?:that_name |it )+", "it "),
        ("the_following ", ""),
        ("only until ", "until "),
        (r"until (T[0-9]+) only ", r"until \1 "),
        ("(?:not|nolonger) (?:be )?affected ", "intact "),
        (r"dated (?:on )?(T[0-9]+) ", r"told \1n "),
        ("dated ", ""),
        ("(?:until|use scope) (?=U[0-9])", "of "),
        ("reason post_after ", "reason "),
        (r"((?:please |^)move_to |please )of (?=[MU][0-9])", r"\1"),
        ("arrow replacement $", "replacement "),
        ("^(?:please )?shift to $", "move_to "),
        ("^(?:and |but )?it will not $", "cancelled "),
        (r"^was [MU][0-9]+ $", ""),
        (rf"^(?:and |but )?([MU][0-9]+) {LINK}(?:it )?please (?:move_to )?(?:instead )?$", r"please move_to A\1 "),
        (r"(U[0-9]+ (?:(?:will|be|now|on|from) |T[0-9]+ )*)(?:cancelled|undone) $", r"\1ends "),
        (r"([MU][0-9]+ (?:(?:will|V|be|T[0-9]+) )*)from cancelled ", r"\1ends "),
        (r"nolonger (?:be )?(?:move_to|use|usable) (?=[MU][0-9])", "gone X"),
        (rf"nolonger {LINK}(?:of )?([MU][0-9]+) (?:(?:usable|use|support|served) )+", r"gone X\1 "),
        # requests and service
        (r"([MU][0-9]+) (?:of )?you (?:of )?requests ", r"foreign \1 "),
        (r"(points|to|by|route|routed) (?:to )?(?:mode (?:and mode )?)(?:of )?([MU][0-9]+) ", r"\1 A\2 "),
        ("fails with foreign ", "fails "),
        ("only fails ", "fails "),
        ("please onward ", "please "),
        ("we been planned ", "we will "),
        ("been (?=planned )", ""),
        (
            r"planned (?:(?:for|of|on) )*(T[0-9]+) "
            "(?=(?:(?:be|will|been) )*(?:now|takes_place|moved_to|extended) .*T[0-9])",
            r"in_place_of \1 ",
        ),
        (r"shift (?=T[0-9])", "moved_to "),
        ("only reason ", "reason "),
        ("been (?:now )?(?:ended|undone) (?:(?:from|of|on|to) )+the_end ", "cancelled the_end "),
        ("been (?:from|of) the_end (?:of )?(?:ended|ends|undone) ", "cancelled the_end "),
        (f"arrow (?=(?:(?:will|be|been) )*{ENDS})", ""),
        (r"([MU][0-9]+) (?:(?:now|be|been) )*([MU][0-9]+) points (?!to|of)", r"X\1 points A\2 "),
        (r"^hedge ([MU][0-9]+) (?=replacement)", r"please A\1 "),
        ("been will (?=[MU]|of|requests)", "been "),
        (r"(we (?:(?:will|been|be|now|then|can) )*(?:routed|route|shift)) ([MU][0-9]+) (?!T|of [MU])", r"\1 X\2 "),
        ("in_place_of (?:(?:of|was|planned|announce) )*day ", "in_place_of was "),
        ("^post_after (?!T)", "then "),
        (r"it be (?:now )?([MU][0-9]+) it (?=takes_over|served)", r"A\1 "),
        ("ought be (?:route|routed|shift) ", "ought move_to "),
        (
            f"((?:please|ought) {ASIDE})(?:shift|points|route|routed) ",
            r"\1move_to ",
        ),
        (rf"([MU][0-9]+) {LINK}succeed ([MU][0-9]+) ", r"X\1 replaced A\2 "),
        ("we been (?:(?:move_to|planned|takes_place) )*(?=T[0-9]+ )", "we "),
        ("of will (?=be|been|cancelled|undone|$)", "of planned "),
        (r"only (?=(?:usable|served|use|support|kept) until )", ""),
        (r"(?:move_to|use|usable) ([MU][0-9]+) (?=points |(?:be )?routed )", r"requests X\1 "),
        (r"(T[0-9]+) reason (?=the_end)", r"\1 "),
        # days without a year: of a former date, or of a letter
        ("(?:was|planned) (?:(?:of|for|on|at|to|takes_place) )*day ", "was "),
        (r"(?:on )?day (?:of )?(?:announce|told|planned) ", "was "),
        (r"the_end ((?:(?:was|of|it|X?[MU][0-9]+) )*)been (?:now )?(?:ended|undone) ", r"cancelled the_end \1"),
        ("(?:document|announce|told) (?:(?:of|from|on) )*day ", "document "),
        ("(?:from |on |of )?day (?=(?:shift )?(?:extended|moved_to|postponed|moved|arrow) )", "was "),
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
        (r"you (?:will )?(?:be )?(?:can |now |stay )+(?:move_to|use|usable) ([MU][0-9]+) ", r"usable X\1 "),
        (r"(?:after|cond) you (?:(?:can|now|stay) )*(?:move_to|use|usable) ([MU][0-9]+) ", r"requests X\1 "),
        # the model that answers instead
        (r"takes_over (?:requests )?X?([MU][0-9]+) with ([MU][0-9]+) ", r"routed X\1 by A\2 "),
        (r"([MU][0-9]+) ((?:(?:V|will|be|been|now|by) )+)([MU][0-9]+) (?:replaced|succeed) $", r"X\1 \2replaced A\3 "),
        (rf"([MU][0-9]+) {LINK}replaced ([MU][0-9]+) ", r"A\1 replaces X\2 "),
        (rf"([MU][0-9]+) {LINK}(takes_over|replaces) ", r"A\1 \2 "),
        (rf"(takes_over|replaces) {LOOSE}(?:requests )?{LOOSE}([MU][0-9]+) ", r"\1 X\2 "),
        (r"replacement (?:(?:of|it|X[MU][0-9]+|to|will|be|now|takes_place) )*([MU][0-9]+) ", r"replacement A\1 "),
        (rf"([MU][0-9]+) {LINK}(replacement|succeed) ", r"A\1 \2 "),
        (r"(?:move_to|use) (?:mode )+(?:of )?([MU][0-9]+) ", r"move_to A\1 "),
        (
            r"(route|routed|shift|points) (?:to |of )?(?:requests )?X?([MU][0-9]+) (?:of )?(?:requests )?"
            r"(?:to|points|on) ([MU][0-9]+) ",
            r"\1 X\2 to A\3 ",
        ),
        (r"(?<!requests )to ([MU][0-9]+) (move_to|shift|route|routed) ", r"\2 A\1 "),
        (
            "(to|by|with|points|routed|route|succeed|replaced|move_to|shift|arrow|until|please) "
            r"(?:(?:to|by|be|of|use|usable|now) )*([MU][0-9]+) ",
            r"\1 A\2 ",
        ),
        ("we (?:had )?planned ", "we was "),
        (r"served ((?:by|to) A[MU][0-9]+) ", r"routed \1 "),
        ("post_after (?=it|of|requests|will|be|not|gone|ends|fails|X|M)", "then "),
        # instants
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
        (r"routed (T[0-9]+)o (?:(?:extended|postponed|shift) )*moved (T[0-9]+)m ", r"\1x postponed \2m "),
        (r"(T[0-9]+)f (?:shift )?moved (T[0-9]+)m ", r"\1x postponed \2m "),
        (r"(T[0-9]+)[of] arrow (T[0-9]+)o ", r"\1x moved \2m "),
        # negations and continuations
        (f"not {LINK}fails (?:(?:with |on )*fails )*", ""),
        ("(?:stay|continue) (?:(?:be|to) )*(?:(?:not|nolonger) )", "not "),
        (f"refuse (?:(?:to|of|now) )*{ENDS}", "cancelled ends "),
        (f"nolonger {LINK}(?:planned |will )(?:(?:to|of|for|be) )*{ENDS}", "cancelled ends "),
        (rf"(?:not|nolonger) {LINK}(?:on )?(T[0-9]+[a-z]?) {LINK}{ENDS}", r"denied ends \1 "),
        (f"(?<!will )nolonger (?:be )?{ENDS}", "cancelled ends "),
        (f"(?:not|nolonger) {LINK}(?:(?:planned|we) )*{LINK}{ENDS}", "denied ends "),
        (f"(?:not|nolonger) {LINK}(?:on )?day {LINK}{ENDS}", "denied ends "),
        (f"{ENDS}(?:(?:will|be) )*(?:not|nolonger) {LINK}(?:takes_place|planned) ", "denied ends "),
        (f"(?:not|nolonger) {LINK}(?:(?:usable|use|support|served|takes_over|continue) )+", "gone "),
        (f"{LINK}stay {LINK}(?:(?:usable|use|served|support) )*", "kept "),
        ("continue (?:(?:to|be|of|usable|use|served|support) )*", "kept "),
        ("(?:be|been) (?:now )?called_off ", "cancelled "),
        (r"denied ends (T[0-9]+)o but (?:be )?(T[0-9]+[ofa]) ", r"ends \1x \2 "),
        ("until then ", "before_then "),
        ("refuse ", "cancelled "),
    )
)
"""In this order: each makes one word of a few adjacent ones."""


@lru_cache(maxsize=KEPT)
def chunk_words(segment: Segment) -> tuple[str, ...]:
    """Return the words of a segment after its chunks are joined."""
    pieces = _without_purpose(segment.pieces)
    meaningful = [piece for piece in pieces if not piece.may_be("", "n", "now")]
    if len(meaningful) == 2 and meaningful[0].text in CALLING and meaningful[1].may_be("M"):
        return ("requests", f"X{meaningful[1].text}")
    if len(meaningful) == 1 and meaningful[0].may_be("pending"):
        return ("will", "ended")
    powers = segment.has("powers")
    pieces = _with_particles(pieces)
    line = "".join(f"{word} " for word in _with_objects(pieces, segment) if word not in ("", "n", "powers"))
    for pattern, put in CHUNKS:
        line = pattern.sub(put, line)
    chunk = [*line.split(), *(["powers"] if powers else [])]
    if "denied" in chunk and any(AS_PLANNED.fullmatch(piece.text) for piece in pieces):
        chunk.append("as_planned")
    moves = "requests" not in chunk or {"shift", "routed", "route"} & {*chunk}
    if is_condition(pieces) and moves and not any(word[0] == "T" for word in chunk):
        chunk.append("cond")
    # the day of a withdrawn plan does not matter
    return tuple(word for word in chunk if word != "day" or not {"cancelled", "undone"} & {*chunk})


def _without_purpose(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Drop the purpose of a name at the beginning: 供对比测试用的临时地址 U."""
    end = next((place for place, piece in enumerate(pieces) if piece.text == "的"), 0)
    if not end or not FOR.match("".join(piece.text for piece in pieces)):
        return pieces
    if pieces[0].text in ("供", "用于", "用来") and not any(
        piece.text in PURPOSES for piece in pieces[max(0, end - 2) : end]
    ):
        return pieces
    hard = any(piece.may_be(*HARD) and piece.text not in ("测试", "对比", "上线") for piece in pieces[:end])
    return pieces if hard or any(piece.may_be("M") for piece in pieces[:end]) else pieces[end:]


def _with_particles(pieces: Sequence[Piece]) -> list[Piece]:
    """Join a verb and its particle behind the name: "switch X off", "shut X down"."""
    done = list(pieces)
    for verb, name, particle in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if verb.text in VERBS and name.may_be("M", "U", "that_name", "it") and particle.text in PARTICLES:
            done[done.index(verb)] = replace(verb, words=frozenset({"end"}))
            done[done.index(particle)] = replace(particle, words=frozenset({""}), text="")
    return done


def _follows(piece: Piece, segment: Segment) -> bool:
    """Return True for "X follows on …": its event is that of the name before it."""
    return piece.text in ("follow", "follows", "followed by", "then follows") and segment.has("M", "U")


def _with_objects(pieces: Sequence[Piece], segment: Segment) -> Iterator[str]:
    """Return the word of each piece; the object of a routing verb is marked: "forwards X" is "forwards of X".

    "We swap Y in" is about what comes.
    """
    last = ""
    for piece in pieces:
        word = "follows" if _follows(piece, segment) else _word(piece)
        if last in ("route", "routed") and piece.may_be("M", "U"):
            yield "of"
        if piece.text.startswith("将") and len(piece.text) > 2 and word in ("ends", "end"):
            yield "will"
        yield word
        is_verb = piece.text.isascii() and not piece.text.startswith("swap")
        last = word if is_verb and piece.text.rpartition(" ")[2] not in PREPOSITIONS else ""


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
