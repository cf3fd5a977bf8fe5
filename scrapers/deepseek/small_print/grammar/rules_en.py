"""Patterns of English sentences that are known as a whole.

A pattern needs its subject and its verb side by side at the start of a clause, so that it does not match "will not be
deprecated" or "was going to be deprecated"; `unless` lists words around it that change its meaning.
"""

import re

from scrapers.deepseek.small_print.grammar.rules import (
    THEM,
    VERSION,
    SentenceRule,
    endpoint_ends,
    merged,
    merged_before,
    prices_hold,
    rule,
    upgraded,
)
from scrapers.deepseek.small_print.syntax import AT, ID, MODEL, MODELS

GONE = "(?:accepted|available|accessible|supported|callable|usable|served|called|used)"
# "… and will not be accepted any longer" only repeats the verb before it.
HEDGE = re.compile(
    rf"(?i:\b(?:not(?! be {GONE})|never|if|unless|was|were|had|would|could|(?-i:may)|might|should|except|only|according"
    "|says?|said|reportedly|postponed|cancell?ed|withdrawn|reversed|rumou?rs?|contrary|for (?:users|customers))"
    r"\b|n't\b)"
)
DATED_HEDGE = re.compile(r"(?i:\b(?:not|never|if|unless|was|were|would|could|might|postponed|no longer)\b|n't\b)")

START = r"(?:^|(?<=[,;:)] )|(?<= so )|(?<= and )|(?<= but ))"
ON = "(?:on|from|starting(?: from| on)?|effective(?: from)?|after|at|as of)"

MERGERS = [
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

TABLE = "(?:price list|prices|pricing)"
PRICES = [
    rule(
        rf"{START}(?:the |this |our )?(?:new )?(?:price (?:adjustment|change|reduction|list)|prices|pricing) "
        rf"(?:will )?(?:takes?|took) effect (?:from|at|on) {AT}(?!,? (?:and |with )peak hours)",
        prices_hold,
        DATED_HEDGE,
    ),
    rule(rf"{START}(?:the )?new {TABLE} starts?(?: (?:and|&) [a-z -]+ ends?)? {ON} {AT}", prices_hold, DATED_HEDGE),
    rule(rf"\b(?:costs?|prices?|pricing)\b[^;⟦]*, effective (?:from |at |on )?{AT}", prices_hold, DATED_HEDGE),
]

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

SENTENCE_RULES: tuple[SentenceRule, ...] = (*MERGERS, *PRICES, *UPGRADES)

NOTE_RULES: tuple[SentenceRule, ...] = (
    rule(
        r"(?P<endpoint>https?://api\.deepseek\.com(?:[/:][A-Za-z0-9._~%/-]*)?)(?:(?!https?://|\bnot\b).)*"
        rf"\b(?:available|valid|accessible|served|usable|open)\b[^.⟦]{{0,30}}until {AT}",
        endpoint_ends,
        re.compile(
            r"(?i:\b(?:not|never|if|unless|perhaps|might|could|reportedly|according|rumou?rs?|EU|customers"
            r"|(?<!API )users|app|azure|only a)\b|\bmay\b)"
        ),
    ),
)

ANSWERED_BY = re.compile(
    r"(?i:\b(?:they|it|this (?:model )?name|these (?:two )?(?:model )?names|both names|both)\b"
    r"(?:(?!\b(?:not|never|no longer|may|might|could|will)\b)[^.])*?"
    r"\b(?:corresponds? to|points? to|stands? for|maps? to|(?:are|is) routed to)\b)"
)
ROUTED_NOW = re.compile(
    r"(?i:\b(?:is|are) (?:now|currently|already) (?:routed|mapped|pointing) to\b"
    r"|\b(?:now|currently) (?:points?|maps?) to\b)"
)
LIST_PRICE = re.compile(
    r"(?i:^(?:after that|afterwards|thereafter|then)\b(?!.*\b(?:not|never)\b).*\b(?:recover|return|go back|revert)s? to"
    r" (?:the )?(?:full|list|original|standard) price)"
)
