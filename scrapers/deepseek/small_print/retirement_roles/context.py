"""Parts of a note that state nothing about names: greetings, reasons, the manner of a notice, other topics."""

import re

from scrapers.deepseek.small_print.retirement_roles.segment_roles import (
    ADVICE,
    ENDS,
)
from scrapers.deepseek.small_print.syntax import Segment, word_set

ALTHOUGH = frozenset({"while", "although", "though", "even though", "虽然", "虽", "尽管"})
REASON_HARD = word_set("cond report untrue ask date foreign T M U")
"""Words that change a meaning in a clause that gives a reason."""
CONTEXT_HARD = word_set(
    "T H D S P K U M date foreign group untrue not nolonger hedge cond report was cancelled postponed refuse only "
    "ended ends end ending the_end routed route fails ask peak offpeak off left_out will scope extended kept stay "
    "continue served takes_over replaced replaces replacement succeed please move_to ought"
)
"""Words that change a meaning in a clause without a name."""
HAPPENS = word_set(
    "extended moved_to kept stay continue usable cancelled replaced replaces replacement after_all takes_over"
)
"""Words for events in a segment that the grammars would drop."""
AS_TOLD = re.compile(
    "(?:and |but )?(?:just |exactly )?as (?:we |you |it )?(?:have |has |had |was |were |is )?(?:been )?"
    "(?:already |previously |earlier |originally |recently |also )*(?:announced|communicated|mentioned|explained|noted"
    "|described|stated|indicated|promised|planned|agreed|notified|told|informed|outlined|discussed|published|shared"
    "|set out|laid out)(?: |$)|(?:correction|update|clarification|erratum|amendment|addendum|follow up)s? "
    "(?:to|on|of|regarding|concerning) (?:our|the|an?|my)(?: |$)"
    "|(?:as |since |because )?(?:so )?(?:many |several |enough |a lot )?(?:of )?(?:our |the )?"
    "(?:you|users|customers|developers|teams|integrators|partners) (?:have |had |still |simply )?"
    "(?:asked|requested|told us|needs? more|needed|wanted|want more|wrote|spoke|complained|let us know)(?: |$)"
    "|(?:per|under|according to|in line with|in accordance with|pursuant to|following|based on) (?:our|the) [a-z ]*"
    "(?:policy|policies|schedule|roadmap|lifecycle|life cycle|terms|guidelines)(?: |$)"
    "|(?:we (?:have |'ve )?|our team (?:has )?)+(?:heard|listened|received|read|noted|considered)(?: |$)"
    "|(?:with |this is |we )?(?:hereby |are |is )*(?:give |giving )?(?:you |our users |all users )?(?:an? )?"
    "(?:[0-9]+|thirty|sixty|ninety|three|six|two) (?:days|months|weeks)(?: '?s?)? ?(?:of )?(?:advance )?notice"
    "|(?:正|诚)?如(?:我们)?(?:此前|之前|先前|早前|前|上|上述)?(?:所)?(?:公告|通知|述|说|告知|公布|宣布|言)"
    "|(?:按照?|根据|依据)(?:我们)?(?:此前|之前|先前|早前|前)(?:的)?(?:公告|通知|说明|公布|宣布)"
)
"""Beginnings of a part that only refers to an earlier notice, a correction, or users' questions."""
SINCE = "(?:since|with|after|following|upon|as part of|thanks to|due to|because of|now that)"
RELEASE = "(?:launch|release|rollout|roll out|arrival|introduction|debut|upgrade)"
LAUNCHED = re.compile(
    f"{SINCE} (?:[a-z]+ ){{0,4}}M[0-9]+(?: (?:series|family|generation|models?))?"
    f" (?:{RELEASE}|is out|is here|has arrived|(?:was|has been) (?:released|launched)|has launched|is available)"
    "(?: [a-z]+)?"
    f"|{SINCE} (?:the |our )?{RELEASE} of (?:the |our )?M[0-9]+(?: (?:series|family|generation|models?))?"
    "|(?:自|自从|随着|在|伴随|伴随着)? ?M[0-9]+[系列模型的正式全面 ]*(?:发布|上线|推出|面世|到来|开放)"
    " ?(?:以 ?来|之后|后|时|之际|起)?"
)
"""A part that states only since which release something holds."""
TELLS_WHEN = re.compile(
    r"^(?:and |but )?(?:we |we'll |i'll |i |the |an? |exact |further |more |details? |with )"
    r"(?=.*\b(?:date|day|detail|timeline|timetable|schedule"
    r"|time|when|you|it|more)s?\b)"
    r".*\b(?:announce|publish|share|post(?!p)|communicate|inform|notify|let you know|tell you"
    r"|confirm|keep you)[a-z]*\b"
    "|(?:时间|日期|安排|日程|细节|详情|届时|提前|确定|另行|后续).*(?:公布|通知|公告|告知|发布|公示)(?: .{0,3})?$"
)
"""A part on when or how a date will be announced."""
GRADUATED = re.compile(
    "(?:with|now that|since|as|because|now) (?:[a-z]+ ){1,5}(?:now |been |is |are |have |has )*"
    "(?:generally available|out of beta|left beta|graduated|moved out of beta|stable)(?: [a-z]+)?"
)
"""A part that states only that a preview is generally available now."""
KEYS_STAY = re.compile(
    "(?:and )?(?:your |existing |all |the |current |old )*(?:api )?(?:keys?|credentials|tokens|accounts?)"
    " (?:[a-z]+ ){0,4}(?:valid|works?|working|accepted|unchanged|usable)(?: [a-z]+){0,6}"
)
"""A part that states only that API keys stay valid."""
NONE = frozenset({"无", "暂无", "none", "n a"})
"""Texts of a cell without a replacement."""
LONG_HEADING = 4
"""Pieces of a heading that is a clause; a shorter one may name the topic of the rest."""


def _is_aside(text: str, segment: Segment) -> bool:
    """Return True for a part about something else: a release, keys that stay, an empty cell."""
    if text in NONE:
        return True
    if LAUNCHED.fullmatch(text):
        return not segment.has("T", "not", "cond")
    aside = GRADUATED.fullmatch(text) or KEYS_STAY.fullmatch(text)
    return aside is not None and not segment.has("M", "U", "T", "not", "nolonger", "cond", "report")


def is_context(segment: Segment) -> bool:
    """Return True for a part that states nothing about names: a greeting, a reason, the manner of a notice."""
    text = " ".join(piece.text for piece in segment.pieces)
    if _is_aside(text, segment):
        return True
    if segment.has("M", "U", "T", "unset"):
        return False
    first = segment.first
    if first is None:
        return True
    if segment.pieces[0].text in ALTHOUGH and segment.has("we", "you", "it"):
        return not segment.has(*REASON_HARD, "extended", "postponed", "cancelled")
    if segment.has("before_then") and segment.has("stay", "continue", "after_all") and not segment.has("not", "cond"):
        return True
    if AS_TOLD.match(text) or (TELLS_WHEN.search(text) and not segment.has("not", "nolonger", "unset", "hedge")):
        return not segment.has(*REASON_HARD - {"report", "date"}, "cancelled", "group")
    if first.may_be("reason") and first.text not in ("following",):
        ends = (segment.has("then", "refuse") and segment.has(*ENDS)) or segment.pieces[-1].may_be(
            "cancelled", "postponed"
        )
        return not segment.has(*REASON_HARD) and not ends
    if segment.idle and not segment.has("scope", *ADVICE, *HAPPENS):
        return True
    if segment.heading and not segment.has("we", "you", "it") and len(segment.pieces) < LONG_HEADING:
        return False
    return not segment.has(*CONTEXT_HARD) and not first.may_be("scope", "of", "on", "until") and not segment.known
