"""Patterns over grammar words: a name ends, is routed to another model, or stays after all."""

import re
from dataclasses import dataclass

from scrapers.deepseek.small_print.syntax import Vocabulary

ENDS = Vocabulary(
    "T M with replacement date not nolonger refuse only V support use requests fails replaced succeed stay ended "
    "ends end ending "
    "the_end takes_place announce usable continue support use can the_following that_name n will be been planned until "
    "on from after by before onward post_after post_before then now and to of it we you"
)
"""至 means until when, and routes nothing."""
ROUTES = Vocabulary(
    "T M date not nolonger only requests routed route served takes_over points arrow stay usable ended ends will "
    "be been "
    "that_name to by from on after onward post_after post_before V now then and but of it we n"
)
STAYS = Vocabulary(
    "T M date not nolonger refuse after_all corrected continue cancelled takes_place planned the_end end ended ending "
    "route routed stay usable support will be been was after on from onward post_after post_before of to now and it we "
    "that_name n"
)
MOVED = Vocabulary(
    "T M date not nolonger in_place_of we refuse extended moved_to postponed the_end ended ends end planned was "
    "will be been now on from "
    "to until of and but it that_name n"
)
"""For an end that was put off."""

INSTANT = re.compile("T[0-9]+")
W = r"(?:(?:(?:on )?V )?(?:(?:on|from|after|by|takes_place) )?T[0-9]+ |(?:on )?V )"
LEAD = f"{W}?"
THEM = "(?P<m>M[0-9]+|it) "
NAMED = "(?P<n>M[0-9]+) "
R, R2, R3 = "(?P<r>M[0-9]+) ", "(?P<s>M[0-9]+) ", "(?P<u>M[0-9]+) "
SUBJECT = f"(?:requests )?{THEM}(?:support )?(?:of requests )?"
TAIL = (
    "(?:(?:(?:and |then )(?:it )?(?:will |can )?|(?:it )?(?:will |can ))(?:be )?"
    "(?:not |nolonger )(?:be )?(?:usable |use )"
    "(?:then |after )?)?"
    "(?:(?:then |after |post_after )(?:it )?(?:will )?(?:be )?(?:ended |ends ))?"
    f"(?:(?:and )?(?:will )?(?:be )?(?:replaced by|succeed) {R}|to {R3}(?:replaced|succeed) |with "
    f"{R2}(?:(?:of|it|be) )*replacement (?:of it )?)?"
)
END = "(?:ended|ends|end|the_end) "
MODAL, STAYS_SO = "(?:(?:will|can|be) )*", "(?:(?:will|can|stay|be|now|only) )*"
GONE, NOT = "(?:usable|use|support) ", "(?:nolonger|not) "
SINCE, UNTIL, ON = "(?:from|after) T[0-9]+ ", "(?:only )?until T[0-9]+ (?:only )?", "on T[0-9]+ "
THE_END = f"(?:planned )?(?:the_end (?:of )?(?:support of )?{THEM}(?:support )?|{NAMED}(?:of )?(?:the_end|ends) )"


@dataclass(frozen=True)
class RetirementRule:
    """A pattern over grammar words, and its statement."""

    pattern: re.Pattern[str]
    then: str
    undated: str | None
    """The state without an instant; None if nothing is stated without one."""


def _rule(pattern: str, then: str = "retired", undated: str | None = None) -> RetirementRule:
    return RetirementRule(re.compile(pattern), then, undated)


def _announced(pattern: str, then: str = "retired") -> RetirementRule:
    return _rule(pattern, then, "announced")


ENDINGS = (
    _announced(
        f"{LEAD}{SUBJECT}(?:(?:be|been) {END}(?:and|but) )?{LEAD}will {LEAD}(?:now )?(?:be )?{END}"
        f"(?:and {NOT}usable )?{LEAD}{TAIL}"
    ),
    _announced(f"{SUBJECT}(?:be )?ends V "),
    _rule(f"{THEM}(?:(?:be|been|of) )*the_end (?:(?:of|on|be|takes_place) )*T[0-9]+ "),
    _rule(f"until T[0-9]+ you can (?:(?:stay|now) )*(?:use|usable) {THEM}"),
    _announced(f"{LEAD}{SUBJECT}(?:be )?(?:will|planned) (?:of )?(?:the_end|ends|end) {LEAD}{TAIL}"),
    _announced(
        f"{LEAD}we (?:now )?(?:will {LEAD}(?:be )?|be )(?:end|ended|ending|ends) (?:support )?(?:of )?{SUBJECT}"
        f"{LEAD}{TAIL}"
    ),
    _rule(f"{LEAD}{SUBJECT}be {LEAD}ended {LEAD}{TAIL}"),
    _rule(f"{LEAD}{SUBJECT}(?:be )?{LEAD}ends {LEAD}{TAIL}"),
    _rule(f"{W}(?:we )?(?:will )?(?:end|ends) {SUBJECT}{TAIL}"),
    _rule(f"will (?:end|ends) {SUBJECT}{W}{TAIL}"),
    _rule(f"we (?:will )?(?:(?:stay|continue|support|usable|use) )+{THEM}(?:usable )?{UNTIL}{TAIL}"),
    _rule(f"(?:we |support )?(?:(?:on|from) T[0-9]+ )?(?:end|ends) {SUBJECT}{W}{TAIL}"),
    _announced(f"{SUBJECT}(?:will )?(?:be )?(?:replaced by|succeed) {R}and (?:it )?(?:will )?(?:be )?{END}{LEAD}"),
    _rule(f"{THE_END}(?:(?:will|be|planned|takes_place|on|of|from|by) )*T[0-9]+ "),
    _rule(f"(?:on )?T[0-9]+ (?:(?:will|be|takes_place) )*{THE_END}"),
    _rule(f"{SUBJECT}{STAYS_SO}{GONE}{UNTIL}{TAIL}"),
    _rule(f"{THEM}support (?:(?:will|be|only) )*{UNTIL}{TAIL}"),
    _rule(f"until T[0-9]+ {THEM}{STAYS_SO}(?:usable|use) {TAIL}"),
    _rule(f"{THEM}before T[0-9]+ (?:(?:will|be|now) )*stay (?:be )?usable {TAIL}"),
    _rule(f"before T[0-9]+ {THEM}(?:(?:will|be|now) )*stay (?:be )?usable {TAIL}"),
    _rule(f"you (?:can )?(?:(?:stay|use|usable|only) )+{THEM}{UNTIL}{TAIL}"),
    _rule(f"{SINCE}{SUBJECT}{MODAL}{NOT}{MODAL}{GONE}"),
    _rule(f"{SUBJECT}{MODAL}{SINCE}{MODAL}{NOT}(?:be )?{GONE}"),
    _rule(f"{SUBJECT}{MODAL}{NOT}{MODAL}{GONE}{SINCE}(?:takes_place )?"),
    _rule(f"{ON}{SUBJECT}{MODAL}nolonger {MODAL}{GONE}"),
    _rule(f"{SUBJECT}{MODAL}nolonger {MODAL}{GONE}{ON}"),
    _rule(f"{SINCE}(?:we |support )?(?:will )?nolonger {GONE}{THEM}"),
    _rule(f"we (?:will )?(?:{SINCE})?nolonger {GONE}{THEM}(?:{SINCE})?"),
    _rule(f"{SINCE}requests {THEM}(?:(?:will|be) )*(?:fails|{NOT}(?:be )?usable|ended|ends) "),
    _rule(f"{SINCE}(?:we )?(?:will )?nolonger (?:usable )?requests {THEM}"),
    _announced(f"we (?:(?:be|will) )*announce (?:of )?{THE_END.replace('|ends', '')}"),
    _rule(f"{SUBJECT}(?:(?:be|will) )*(?:usable|use) until T[0-9]+ (?:and )?(?:it )?(?:will )?(?:be )?{END}(?:then )?"),
    _rule(
        f"{SUBJECT}(?:(?:can|be|will|stay|only) )*(?:usable|use) until T[0-9]+ (?:and )?(?:it )?will (?:be "
        f")?{END}(?:then )?"
    ),
    _rule(f"(?:until|from) T[0-9]+ {SUBJECT}(?:(?:will|be) )*{END}"),
    _rule(f"requests {THEM}(?:{SINCE})?(?:(?:will|be) )*(?:fails|{NOT}(?:be )?usable) (?:{SINCE}|{ON})?"),
)
HEADED = (
    _rule(f"the_following {MODAL}(?:be )?{END}{W}(?P<m>M[0-9]+) "),
    _rule(f"the_following {MODAL}(?:{NOT}(?:be )?{GONE}){W}(?P<m>M[0-9]+) "),
    _announced(f"(?:will |planned )(?:be )?{END}(?:of )?(?:the_following )?(?P<m>M[0-9]+) {LEAD}"),
    _announced(f"the_following will (?:be )?{END}(?P<m>M[0-9]+) "),
    _rule(
        "(?:ended|ends|the_end) (?:of )?(?P<m>M[0-9]+) (?:of )?(?:the_end |ends )(?:(?:takes_place|on|be|from) "
        ")*T[0-9]+ "
    ),
)
"""A heading, and the names below it."""
TO_R = rf"(?:(?:routed|served|points) (?:to |by |of )?{R}(?:of )?(?:served )?|(?:to|by) (?P<s>M[0-9]+) served )"
TAKEN = "(?:of )?(?:(?=[^T]*requests )(?:requests )?(?P<m>M[0-9]+) (?:of requests )?)"
ROUTINGS = (
    _announced(f"{LEAD}{R}will {LEAD}(?:takes_over|served) {TAKEN}{LEAD}", "routed"),
    _rule(f"{W}{R}(?:takes_over|served) {TAKEN}", "routed"),
    _rule(f"{R}{LEAD}(?:takes_over|served) {TAKEN}{LEAD}", "routed"),
    _rule(f"{R}now (?:takes_over|served) {TAKEN}", "routed", "routed"),
    _rule(f"(?:arrow )?{THEM}arrow {R}{W}", "routed"),
    _rule(f"{THEM}(?:(?:be|stay|usable|will) )*(?:and |but )?(?:it )?(?:be )?now (?:be )?{TO_R}", "routed", "routed"),
    _rule(f"(?:stay |usable )*requests {THEM}(?:(?:be|now|been|stay) )*{TO_R}", "routed", "routed"),
    _rule(f"{THEM}(?:been|be) now {TO_R}", "routed", "routed"),
    _announced(f"{LEAD}{THEM}will {LEAD}route to {R}{LEAD}", "routed"),
    _rule(f"now {THEM}be {TO_R}", "routed", "routed"),
    _rule(f"{THEM}been points (?:to )?{R}(?:of )?", "routed", "routed"),
    _announced(f"{LEAD}requests {THEM}will {LEAD}(?:be )?(?:now )?{TO_R}{LEAD}", "routed"),
    _announced(
        f"(?=.*route){LEAD}we will {LEAD}(?:will )?(?:route |routed )?(?:requests )?"
        f"{THEM}(?:routed |route )?(?:to )?{R}{LEAD}",
        "routed",
    ),
    _rule(f"{LEAD}{THEM}will {LEAD}(?:be )?(?:now )?{TO_R}{LEAD}", "routed"),
    _rule(f"{W}we (?:will )?route (?:requests )?{THEM}to {R}", "routed"),
    _rule(f"{W}requests {THEM}(?:be )?(?:now )?{TO_R}", "routed"),
    _rule(f"{W}{THEM}(?:be )?(?:now )?{TO_R}", "routed"),
    _rule(f"{THEM}{W}(?:be )?(?:now )?{TO_R}", "routed"),
    _rule(f"{THEM}now points (?:to )?{R}", "routed", "routed"),
    _rule(f"(?:now )?requests {THEM}(?:(?:be|now|been) )*{TO_R}{LEAD}", "routed", "routed"),
    _rule(f"{THEM}(?:be )?now (?:be )?routed to {R}", "routed", "routed"),
    _rule(
        f"{THEM}(?:been|be) (?:ended|ends) (?:and |but )?(?:(?:to|it|of) )*requests (?:(?:to|it) )*"
        f"(?:(?:will|be|now) )*{TO_R}",
        "routed",
        "routed",
    ),
    _rule(
        rf"{THEM}(?:(?:be|now|stay) )*usable (?:but )?"
        r"(?:(?:(?:\?|it|of|to) ){0,3}(?:been|be) (?:ended|ends) (?:\? )?)?"
        rf"(?:and )?(?:it )?(?:of )?requests (?:(?:to|it) )*(?:(?:will|be|now) )*{TO_R}",
        "routed",
        "routed",
    ),
)
OR_PLAN = f"(?:the_end (?:of )?{THEM}|{NAMED}(?:of )?(?:planned )?(?:(?:on )?T[0-9]+ )?(?:of )?the_end )"
PLANNED = "(?:(?:planned|was|on|of|from) )*(?:T[0-9]+ )?"
THEN = "(?:(?:on|from|after) T[0-9]+ )?"
WITHDRAWN = "(?:(?:been|be|will|now|we) )*cancelled "
KEPT = tuple(
    re.compile(pattern)
    for pattern in (
        f"(?:{SINCE})?(?:we )?will (?:{SINCE})?stay {THEM}usable (?:{SINCE})?",
        f"(?:{SINCE})?(?:we )?will (?:{SINCE})?continue (?:(?:of|support) )*{THEM}(?:(?:of|support) )*(?:{SINCE})?",
        f"(?:{SINCE})?{THEM}(?:(?:will|be|now) )*(?:{SINCE})?(?:(?:will|be|now) )*"
        f"(?:stay (?:be )?(?:usable )+|continue )(?:{SINCE})?",
        f"we be nolonger (?:ending|end) {THEM}{THEN}",
        f"we (?:now )?refuse (?:end|ending|the_end) {THEM}{THEN}",
        f"(?:(?:we|been|be|will|now) )*(?:cancelled|refuse) (?:planned )?{THE_END.replace('|ends', '')}{PLANNED}",
        f"(?:planned (?:of )?)?{OR_PLAN}{PLANNED}{WITHDRAWN}(?:stay usable )?",
        f"(?:we )?(?:will )?continue {THEM}nolonger (?:end|the_end|ended) ",
        f"(?:we )?(?:been )?cancelled (?:of )?(?:the_end|end) {THEM}(?:of )?(?:planned|will) ",
        "(?:we )?(?:been )?(?:cancelled |refuse )(?:planned )?(?:on )?T[0-9]+ (?:of )?(?P<m>M[0-9]+) (?:of )?the_end ",
        f"(?:planned )?{OR_PLAN}{PLANNED}(?:will )?not takes_place ",
        f"(?:we )?(?:been )?cancelled (?:planned |will )(?:to )?(?:end|ending|the_end) {THEM}{THEN}",
        f"(?:planned |will )(?:to )?(?:end|the_end) {THEM}{THEN}{WITHDRAWN}",
        f"(?:planned )?(?:corrected |after_all ){THEM}will not (?:be )?(?:ended |end |the_end "
        f")(?:(?:on|from|after) T[0-9]+ )?",
        f"(?:planned )?corrected {THEM}(?:will )?not (?:on T[0-9]+ )?(?:be )?(?:ended |end |the_end )",
        f"{THEM}(?:(?:been|be|will|now) )*cancelled (?:planned |of )*the_end ",
        f"(?:corrected |after_all )we (?:(?:will|be) )*not (?:be )?(?:ending|end) {THEM}{THEN}",
        f"we (?:(?:will|be) )*not (?:be )?(?:ending|end) {THEM}{THEN}after_all ",
        f"(?=.*route)(?:(?:of|planned|will|was|on) )*(?:T[0-9]+ )?(?:will )?(?:of )?(?:to )?(?:route |routed "
        f")?(?:requests )?"
        f"(?P<m>M[0-9]+) (?:routed |route |to )*M[0-9]+ (?:(?:on|from) )*(?:T[0-9]+ )?(?:of )?(?:planned |will "
        f")?{WITHDRAWN}",
        f"(?:we )?(?:(?:been|will|now) )*cancelled (?:(?:of|planned|will|was) )*{THEM}(?:will )?(?:be )?(?:on "
        f"T[0-9]+ )?"
        "(?:the_end |ended |end )(?:on T[0-9]+ )?(?:of )?",
        f"(?:planned |was )?(?:on )?T[0-9]+ (?:will )?(?:of )?(?:end |the_end )(?:of )?{THEM}(?:of )?(?:planned "
        f")?{WITHDRAWN}",
        f"planned (?:on )?T[0-9]+ (?:end|the_end) {THEM}(?:of )?(?:planned )?{WITHDRAWN}",
        f"{THEM}will not (?:be )?(?:ended |end |the_end )(?:(?:on|from|after) T[0-9]+ )?after_all ",
        f"planned (?:on )?T[0-9]+ (?:of )?(?P<m>M[0-9]+) (?:of )?the_end {WITHDRAWN}",
    )
)
UNTIL_WHEN = 3
"""The first patterns, so many, need the instant from which the name stays."""
LISTED = re.compile(f"(?P<m>M[0-9]+) (?:will (?:be )?|be ){END}(?P<w>{W})(?:and )?(?P<n>M[0-9]+) (?P<v>{W})")
RESPECTIVELY = re.compile(
    f"(?P<m>M[0-9]+) (?:will )?(?:be )?(?:{END})?(?:on )?(?P<w>T[0-9]+) (?:and )?(?:on )?(?P<v>T[0-9]+) (?:{END})?"
)
OLD_PLAN = "(?:(?:planned|was|on|from|to|of|we|will|be|and|but|it) )*"
PUT_OFF = re.compile(
    rf"(?=.*(?:the_end|ended|ends|end) ){OLD_PLAN}(?:the_end (?:of )?)?{THEM}{OLD_PLAN}(?:(?:the_end|ended|ends|end) )?"
    rf"{OLD_PLAN}(?P<w>T[0-9]+ )?{OLD_PLAN}(?:(?:the_end|ended|ends|end) )?(?:(?:of|be|been|now|will|and|but|it) )*"
    r"(?:(?:extended|postponed) (?:from T[0-9]+ )?(?:moved_to|to|until) )(?P<v>T[0-9]+) "
    r"(?:(?:the_end|ended|ends|end) )?"
)
PUT_OFF_BY_US = re.compile(
    rf"(?:(?:we|been|be|will|now) )*(?:postponed|extended) (?:planned )?the_end (?:of )?{THEM}(?:of )?"
    r"(?:(?:planned|from|on) )*(?:T[0-9]+ )?(?:moved_to|to|until) (?P<v>T[0-9]+) "
)
NOT_THEN = re.compile(
    rf"(?:(?:we|will|now|be) )*(?:(?:end|ends|ended) )?(?:the_end (?:of )?)?{THEM}(?:(?:will|now|be|been|on) )*"
    r"(?:(?:ended|ends|the_end) )?(?:on |from )?(?P<v>T[0-9]+) in_place_of (?:on |from )?T[0-9]+ "
    r"(?:(?:ended|ends|end) )?"
)
