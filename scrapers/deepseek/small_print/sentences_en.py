"""DeepSeek's small print in English: which wording states what.

A pattern has to find its subject and its verb side by side at the start of a clause, so that "will not be deprecated"
or "was going to be deprecated" is none of them; `unless` lists the words around it that give it another meaning.
"""

import re

from scrapers.deepseek.small_print.clauses import AT, ID, MODEL, MODELS
from scrapers.deepseek.small_print.makers import (
    Rule,
    becomes_permanent,
    cancelled,
    discounts,
    endpoint_ends,
    free_until,
    merged,
    merged_before,
    prices_hold,
    retires,
    routed,
    rule,
    upgraded,
    will_be_routed,
)
from scrapers.deepseek.small_print.peaks import WINDOWS, peaks

LEAD = "⟦(?P<lead>[0-9]+)⟧"
BESIDE = r"\(⟦(?P<beside>[0-9]+)⟧\)"
THEM = f"(?P<models>{MODELS})"
REPLACEMENT = f"(?P<replacement>{MODEL})"
SHARE = "(?P<kept>[0-9]+/[0-9]+|a quarter|one quarter|a half|half|a tenth)"
PERCENT = r"(?P<percent>[0-9]{1,3}(?:\.[0-9]{1,3})?)%"

GONE = "(?:accepted|available|accessible|supported|callable|usable|served|called|used)"
# "… and will not be accepted any longer" only repeats what the verb before it says.
HEDGE = re.compile(
    rf"(?i:\b(?:not(?! be {GONE})|never|if|unless|was|were|had|would|could|(?-i:may)|might|should|except|only|according"
    "|says?|said|reportedly|postponed|cancell?ed|withdrawn|reversed|rumou?rs?|contrary|for (?:users|customers))"
    r"\b|n't\b)"
)
DATED_HEDGE = re.compile(r"(?i:\b(?:not|never|if|unless|was|were|would|could|might|postponed|no longer)\b|n't\b)")

START = r"(?:^|(?<=[,;:)] )|(?<= so )|(?<= and )|(?<= but ))"
ON = "(?:on|from|starting(?: from| on)?|effective(?: from)?|after|at|as of)"
SUBJECT = (
    "(?:(?:the|both|our|these|two|old|older|legacy|former|following|API|models?|names?|alias(?:es)?|ids?|and)[,:]? )*"
    f"{THEM}(?:,? (?:models?|model names?|names?|alias(?:es)?|APIs?|API services?))*,?"
)
FUTURE = " (?:will(?: all| both)?|(?:is|are)(?: going| scheduled| planned| due| set)? to)(?: be)?"
DEGREE = "(?: (?:officially|fully|completely|permanently|gradually|soon))?"
END = (
    " (?:deprecated|discontinued|retired?|removed|sunset|shut down|taken offline|turned off|switched off|disabled"
    f"|decommissioned|phased out|stop working|no longer (?:be )?{GONE})"
    r"\b(?! (?:from|for|only|to|on|by|as) (?:the|a|an|some|our|users|apps?|web)\b)"
)
WHEN = (
    rf"(?:(?: in [a-z0-9]+ (?:days?|weeks?|months?))?,? {BESIDE}"
    rf"|(?: in [a-z0-9]+ (?:days?|weeks?|months?))?,? (?:{ON}|by) {AT})?"
)

RETIREMENTS = [
    rule(f"{START}(?:{ON} {LEAD},? )?{SUBJECT}{FUTURE}{DEGREE}{END}{WHEN}", retires, HEDGE),
    rule(
        rf"{START}(?:{ON} {LEAD},? )?we (?:will|plan to|are going to|have decided to){DEGREE} "
        rf"(?:retire|deprecate|discontinue|shut down|phase out|remove) {SUBJECT}{WHEN}"
        r"(?=[.,;:]|$| in (?:an?|the|good)\b| and | on [0-9A-Z])",
        retires,
        HEDGE,
    ),
    rule(
        rf"{START}{SUBJECT} (?:will be|is|are|will remain|remains?)(?: only)? available until {AT}",
        retires,
        re.compile(rf"https?://|{DATED_HEDGE.pattern}"),
    ),
    rule(
        rf"{START}(?:{ON} {LEAD},? (?:and )?(?:until [^,]+, )?)?(?:all )?requests (?:to|for) {SUBJECT} will (?:all )?"
        rf"be (?:automatically )?(?:routed|redirected|forwarded) to (?:the )?{REPLACEMENT}(?:,? (?:{ON}) {AT})?",
        will_be_routed,
        HEDGE,
    ),
    rule(
        rf"{START}we (?:have decided to|will) (?:continue|keep on|keep) (?:to )?(?:provid|offer|serv)(?:ing|e)? "
        rf"(?:(?:the )?API (?:services?|access) (?:for|of|to) )?(?:the )?{THEM}(?: API)?(?: services?)? "
        rf"(?:after|beyond) {AT}",
        cancelled,
        HEDGE,
    ),
    rule(
        rf"{THEM} (?:is|are) (?:still|temporarily|currently)(?: still)? (?:accepted|available|supported|callable)\b.*"
        rf"\bretired\b.*\brequests (?:to (?:them|it) )?(?:is|are|will be) (?:now |all )?(?:served|handled|answered) by "
        rf"(?:the )?{REPLACEMENT}",
        routed,
        HEDGE,
    ),
    rule(
        rf"\busers can (?:still )?access the new model (?:through|via|with|using) (?:either |both )?{THEM}",
        merged,
        HEDGE,
    ),
    rule(
        rf"{START}it can (?:still )?be (?:called|invoked|accessed|used) (?:as|through|via|with) (?:either |both )?"
        rf"(?P<models>{MODELS}(?: and as {MODEL})?)",
        merged_before,
        HEDGE,
    ),
]

DISCOUNTS = [
    rule(
        rf"{THEM}(?: models?| APIs?)* (?:is|are) (?:currently |now |still )?(?:being )?(?:offered |available |priced )?"
        rf"(?:at|with) an? {PERCENT} discount"
        rf"(?:,? (?:which is )?(?:extended |valid |available )?(?:until|through) {AT})?",
        discounts,
        DATED_HEDGE,
    ),
    rule(
        rf"{THEM}(?: models?| APIs?| pricing| prices?)* will be (?:officially |permanently )?(?:adjusted|changed|set) "
        rf"to {SHARE} of (?:the|its) (?:original|list|launch) price (?:after|when|once) the {PERCENT} discount"
        rf"(?: promotion)? ends(?: (?:on|at) {AT})?",
        becomes_permanent,
        DATED_HEDGE,
    ),
    rule(
        rf"(?:when|after|once) the {PERCENT} discount (?:promotion )?(?:on|for|of) (?:the )?{THEM}(?: models?| API)*"
        rf" ends(?: (?:on|at) {AT})?, {SHARE} of (?:the|its) (?:original|list|launch) price (?:becomes|will be|is) ",
        becomes_permanent,
        DATED_HEDGE,
    ),
    rule(
        rf"until (?:{AT}|[^,⟦]+), all users can (?:enjoy|have) (?:the )?discount(?:ed)? pric(?:es?|ing) (?:of|on|for) "
        r"(?:the )?(?:DeepSeek )?API",
        discounts,
        DATED_HEDGE,
    ),
]

HOLIDAYS = (
    r"(?P<holidays>,? (?:excluding|except(?: for| on)?) (?:Chinese|China's) (?:public|statutory|national) holidays)?"
)
DAYS = r"(?P<days>,? (?:every day|daily|each day|(?:from )?[a-z]+day (?:through|to) [a-z]+day))?"
REST = r"(?=\.?$|[;:]|,? ?\(?(?:and )?(?:all |the )*other (?:hours|times))"
PEAKS = [
    rule(
        rf"(?:take effect (?:at|on|from) {AT},? (?:and |with ))?peak hours(?: are)? {WINDOWS} "
        rf"(?P<zone>UTC|Beijing Time){DAYS}{HOLIDAYS}{REST}",
        peaks,
        DATED_HEDGE,
    )
]
WEEKENDS_OFF = re.compile(
    rf"(?i:^(?:(?:effective|from|starting(?: from)?|as of) {AT},? )?(?!.*\b(?:UTC|not|if|unless|no longer)\b)"
    r"(?=.*\bweekends\b)(?=.*\boff-peak\b)(?=.*\b(?:all day|throughout the day)\b)(?!.*\bpeak hours are\b))"
)

TABLE = "(?:price list|prices|pricing)"
PRICES = [
    rule(
        rf"{START}{ON} {AT},? we will (?:apply|adopt|use) (?:the )?(?:(?:following|new) {TABLE}|{TABLE} below)",
        prices_hold,
        DATED_HEDGE,
    ),
    rule(
        rf"(?:(?:current|present|existing) {TABLE}|{TABLE} of today) (?:will )?(?:remains?|stays?) "
        r"(?:in effect|in force|valid|effective) until ⟦(?P<until>[0-9]+)⟧",
        prices_hold,
        DATED_HEDGE,
    ),
    rule(
        rf"(?:price (?:adjustment|change|reduction|list)|prices|pricing) (?:will )?(?:takes?|took) effect "
        rf"(?:from|at|on) {AT}(?!,? (?:and |with )peak hours)",
        prices_hold,
        DATED_HEDGE,
    ),
    rule(rf"{START}(?:the )?new {TABLE} starts?(?: (?:and|&) [a-z -]+ ends?)? {ON} {AT}", prices_hold, DATED_HEDGE),
    rule(rf"\b(?:costs?|prices?|pricing)\b[^;⟦]*, effective (?:from |at |on )?{AT}", prices_hold, DATED_HEDGE),
]

VERSION = r"(?P<version>DeepSeek[- ](?:Coder[- ])?[VR][0-9]+(?:\.[0-9]+)*(?:-[A-Za-z0-9]+)*)"
IDS = f"(?P<models>(?-i:{ID})(?:(?:, and |, | and | & )(?-i:{ID}))*)"
CLAUSE = "(?:^|(?<=; ))"
VERSION_ENDS = r"(?= model| with|[ ,]*$|[,:;]|\.(?!\S))"
UPGRADES = [
    rule(
        rf"{CLAUSE}(?:both )?(?:the )?{IDS}(?: models?)? (?:(?:has|have)(?: all| both)?(?: now)? been )?"
        rf"upgraded to {VERSION}{VERSION_ENDS}",
        upgraded,
        DATED_HEDGE,
    ),
    rule(rf"{CLAUSE}the models? behind {IDS} (?:is|are) now {VERSION}{VERSION_ENDS}", upgraded, DATED_HEDGE),
    rule(
        rf"{CLAUSE}{IDS} (?:is|points to) (?:a new name for )?(?:a|our|the) new model,? {VERSION}{VERSION_ENDS}",
        upgraded,
        DATED_HEDGE,
    ),
]

SENTENCE_RULES: tuple[Rule, ...] = (*RETIREMENTS, *DISCOUNTS, *PEAKS, *PRICES, *UPGRADES)

NOTE_RULES: tuple[Rule, ...] = (
    rule(
        r"\b(?:Search|Fetch)\b.{0,300}\b(?:not (?:yet |currently )?(?:billed|charged)|(?<!not )free(?: of charge)?)\b"
        rf"[^⟦?]{{0,200}}\b(?:from|starting|on|at|until|as of) {AT}",
        free_until,
    ),
    rule(
        rf"\b(?:Search|Fetch)\b.*(?<=[.;:] )calls from [^.;:?⟦]+ will be (?:billed|charged) {ON} {AT}",
        free_until,
    ),
    rule(
        r"(?P<endpoint>https?://api\.deepseek\.com(?:[/:][A-Za-z0-9._~%/-]*)?)(?:(?!https?://|\bnot\b).)*"
        rf"\b(?:available|valid|accessible|served|usable|open)\b[^.⟦]{{0,30}}until {AT}",
        endpoint_ends,
    ),
)

ANSWERED_BY = re.compile(
    r"(?i:\b(?:they|these (?:two )?(?:model )?names|both names|both)\b(?:(?!\b(?:not|never|no longer)\b)[^.])*?"
    r"\b(?:correspond to|point to|stand for|map to|are routed to)\b)"
)
LIST_PRICE = re.compile(
    r"(?i:^(?:after that|afterwards|thereafter|then)\b(?!.*\b(?:not|never)\b).*\b(?:recover|return|go back|revert)s? to"
    r" (?:the )?(?:full|list|original|standard) price)"
)
