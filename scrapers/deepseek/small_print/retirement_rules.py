"""Patterns over the words of the grammar: a name ends, is routed to another model, or stays after all."""

import re
from dataclasses import dataclass

from scrapers.deepseek.small_print.tokens import vocabulary

ENDS = vocabulary(
    "T M date not nolonger refuse only V requests fails replaced succeed stay ended ends end ending "
    "the_end takes_place usable use can support n will be been planned until on from after by before "
    "onward post_after post_before then now and to of it we you"
)
"""至 is until when, and nothing is routed."""
ROUTES = vocabulary(
    "T M date not nolonger only requests routed route served points stay usable ended ends will be been "
    "to by from on after onward post_after post_before V now then and but of it we n"
)
STAYS = vocabulary(
    "T M date not nolonger refuse continue cancelled planned the_end end ending stay usable support will "
    "be been after on from onward post_after post_before of to now and it we n"
)

W = r"(?:(?:(?:on )?V )?(?:(?:on|from|after|by) )?T[0-9]+ |(?:on )?V )"
LEAD = f"{W}?"
THEM = "(?P<m>M[0-9]+|it) "
R = "(?P<r>M[0-9]+) "
TAIL = (
    "(?:(?:and )?(?:it )?(?:will |can |be )*(?:not |nolonger )(?:be )?(?:usable |use )(?:then |after )?)?"
    f"(?:(?:and )?(?:will )?(?:be )?(?:replaced by|succeed) {R})?"
)
END = "(?:ended|ends|end) "


@dataclass(frozen=True)
class Rule:
    """A pattern over the words of the grammar, and the state that it states."""

    pattern: re.Pattern[str]
    then: str
    undated: str | None
    """The state without an instant; None where nothing is stated without one."""


def _rule(pattern: str, then: str = "retired", undated: str | None = None) -> Rule:
    return Rule(re.compile(pattern), then, undated)


ENDINGS = (
    _rule(f"{LEAD}{THEM}(?:support )?will {LEAD}(?:now )?(?:be )?{END}{LEAD}{TAIL}", undated="announced"),
    _rule(
        f"{LEAD}{THEM}(?:support )?(?:be )?(?:will|planned) of (?:the_end|ends|end) {LEAD}{TAIL}", undated="announced"
    ),
    _rule(
        f"{LEAD}we (?:now )?(?:will {LEAD}|be )(?:end|ended|ending|ends) (?:support )?(?:of )?{THEM}(?:support )?{LEAD}{TAIL}",
        undated="announced",
    ),
    _rule(f"{LEAD}{THEM}(?:support )?be {LEAD}ended {LEAD}{TAIL}"),
    _rule(f"{LEAD}{THEM}(?:support )?{LEAD}ends {LEAD}{TAIL}"),
    _rule(f"{W}(?:we )?(?:will )?(?:end|ends) {THEM}(?:support )?{TAIL}"),
    _rule(f"we (?:on T[0-9]+ |from T[0-9]+ )?(?:end|ends) {THEM}(?:support )?{LEAD}{TAIL}"),
    _rule(
        rf"(?:the_end (?:of )?{THEM}|(?P<n>M[0-9]+) (?:of )?(?:the_end|ends) )(?:(?:will|be|planned|takes_place|on|of|from|by) )*T[0-9]+ "
    ),
    _rule(
        rf"(?:on )?T[0-9]+ (?:(?:will|be|takes_place) )*(?:the_end (?:of )?{THEM}|(?P<n>M[0-9]+) (?:of )?(?:the_end|ends) )"
    ),
    _rule(
        f"{THEM}(?:support )?(?:(?:will|can|stay|be|now|only) )*(?:usable |use |support )(?:only )?until T[0-9]+ {TAIL}"
    ),
    _rule(f"{THEM}support (?:(?:will|be|only) )*until T[0-9]+ {TAIL}"),
    _rule(f"until T[0-9]+ {THEM}(?:(?:will|can|stay|be|now|only) )*(?:usable|use) {TAIL}"),
    _rule(f"you can (?:(?:stay|use|usable|only) )+{THEM}(?:only )?until T[0-9]+ {TAIL}"),
    _rule(
        f"(?:from|after) T[0-9]+ {THEM}(?:support )?(?:(?:will|can|be) )*(?:nolonger|not) (?:(?:will|can|be) )*(?:usable|use|support) "
    ),
    _rule(
        f"{THEM}(?:support )?(?:(?:will|can|be) )*(?:(?:from|after) T[0-9]+ )(?:(?:will|can|be) )*(?:nolonger|not) (?:be )?(?:usable|use|support) "
    ),
    _rule(
        f"{THEM}(?:support )?(?:(?:will|can|be) )*(?:nolonger|not) (?:(?:will|can|be) )*(?:usable|use|support) (?:from|after) T[0-9]+ "
    ),
    _rule(f"on T[0-9]+ {THEM}(?:support )?(?:(?:will|can|be) )*nolonger (?:(?:will|can|be) )*(?:usable|use|support) "),
    _rule(f"{THEM}(?:support )?(?:(?:will|can|be) )*nolonger (?:(?:will|can|be) )*(?:usable|use|support) on T[0-9]+ "),
    _rule(
        f"(?:from|after) T[0-9]+ (?:(?:all|any) )?requests {THEM}(?:(?:will|be) )*(?:fails|(?:nolonger|not) (?:be )?usable|{END[:-1]}) "
    ),
    _rule(
        f"requests {THEM}(?:(?:from|after) T[0-9]+ )?(?:(?:will|be) )*(?:fails|(?:nolonger|not) (?:be )?usable) (?:(?:from|after|on) T[0-9]+ )?"
    ),
)
TO_R = rf"(?:(?:routed|served|points) (?:to |by )?{R}(?:served )?|(?:to|by) (?P<s>M[0-9]+) served )"
ROUTINGS = (
    _rule(f"{LEAD}requests {THEM}(?:will {LEAD})(?:be )?(?:now )?{TO_R}{LEAD}", "routed", "announced"),
    _rule(f"{LEAD}we will {LEAD}route (?:requests )?{THEM}to {R}{LEAD}", "routed", "announced"),
    _rule(f"{LEAD}{THEM}will {LEAD}(?:be )?(?:now )?{TO_R}{LEAD}", "routed"),
    _rule(f"{W}requests {THEM}(?:be )?(?:now )?{TO_R}", "routed"),
    _rule(f"requests {THEM}(?:(?:be|now|been) )*{TO_R}{LEAD}", "routed", "routed"),
    _rule(f"{THEM}(?:be )?now (?:be )?routed to {R}", "routed", "routed"),
    _rule(
        rf"{THEM}(?:(?:be|now|stay) )*usable (?:but )?(?:(?:\?|it|of|to) ){{0,3}}(?:been|be) (?:ended|ends) (?:\? )?(?:and )?(?:it )?(?:of )?"
        rf"requests (?:(?:to|it) )*(?:(?:will|be|now) )*{TO_R}",
        "routed",
        "routed",
    ),
)
KEPT = tuple(
    re.compile(pattern)
    for pattern in (
        f"(?:after T[0-9]+ )?(?:we )?will (?:after T[0-9]+ )?continue (?:of )?(?:support )?(?:of )?{THEM}(?:(?:of|support) )*(?:after T[0-9]+ )?",
        f"(?:after T[0-9]+ )?{THEM}(?:(?:will|be|stay|now) )*(?:usable|continue) (?:after T[0-9]+ )?",
        f"we (?:now )?refuse (?:end|ending) {THEM}(?:(?:on|after|from) T[0-9]+ )?",
        f"(?:(?:we|been|be|will|now) )*cancelled (?:planned )?(?:the_end (?:of )?{THEM}|(?P<n>M[0-9]+) (?:of )?the_end )(?:(?:planned|on|of|from) )*(?:T[0-9]+ )?",
        f"(?:planned )?(?:the_end (?:of )?{THEM}|(?P<n>M[0-9]+) (?:of )?(?:planned )?(?:(?:on )?T[0-9]+ )?(?:of )?the_end )(?:(?:planned|on|of|from) )*(?:T[0-9]+ )?"
        "(?:(?:been|be|will|now|we) )*cancelled ",
        "(?:we )?(?:been )?(?:cancelled |refuse )(?:planned )?(?:on )?T[0-9]+ (?:of )?(?P<m>M[0-9]+) (?:of )?(?:the_end )",
    )
)
LISTED = re.compile(f"(?P<m>M[0-9]+) (?:will )?(?:be )?{END}(?P<w>{W})(?:and (?P<n>M[0-9]+) (?P<v>{W}))")
