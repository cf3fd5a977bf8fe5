"""English phrases beside statements about names, composed of parts: plans, dates, actions that nobody has to take."""

from scrapers.deepseek.small_print.lexicon.composed_parts_en import (
    BEFORE,
    BILLED,
    BILLING,
    BY_USERS,
    CHANGE,
    CHANGES,
    DATES,
    FOR,
    INSTEAD,
    NEED_NOT,
    NEEDED,
    NEW_MODEL,
    NO_CHANGE,
    NO_SUCCESSOR,
    NOBODY,
    NOT_YET,
    NUMBER,
    PLANNED,
    STEPS_IN,
    TELLING,
    TELLING_LATER,
    TEMPORARY,
    THE_DATES,
    THEN,
    THERE_IS,
    TO_BE,
    TOLD,
    TOLD_LATER,
    UNIT,
    WAS,
    WHEN,
    WILL,
)
from scrapers.deepseek.small_print.lexicon.patterns import compiled, english

SHAPES = compiled(
    {
        "no_action": [
            english("|so|and", NO_CHANGE, CHANGES, NEEDED, BY_USERS),
            english("|so|and", NEED_NOT, CHANGE, BY_USERS),
        ],
        "was": [
            english(WAS, PLANNED, FOR),
            english(WAS, TOLD, "for|as"),
            english("previously|originally|initially|earlier|formerly|first|once", TOLD),
            english(
                "|earlier|previously|originally|recently|initially|once|last month|last week",
                "we|we had|we have",
                "|earlier|previously|originally|recently|once|initially|also",
                "said|told you|wrote|stated|indicated|mentioned|noted",
                "|that|you that",
            ),
        ],
        "reason": [
            english(
                "for",
                "historical|legacy|practical|various|internal|strategic|economic|organisational|organizational"
                "|regulatory|contractual|budget|capacity|operational|technical",
                "reasons",
            )
        ],
        "": [
            english("|and|but", "won't be|will not be|is not|are not|isn't", "replaced|succeeded|superseded"),
            english("there", "is|are", "|now|finally|at last", "a|an|also a"),
            english(
                "|we|we would like to|we'd like to|we want to|we wish to|this is to|let us|allow us to|we hereby",
                "remind|inform|notify|tell|advise|alert",
                "|all|our|you|all our|all of our|all of you",
                "|developers|users|customers|api users|readers|integrators|partners|everyone|api developers",
                "that|of the fact that|again that",
            ),
            english("for|by", "another|a further|an additional|an extra", f"|{NUMBER}", UNIT),
            english("by", NUMBER, "|more|further|additional|extra", UNIT),
            english(NUMBER, "more|further|additional|extra", UNIT),
            english(
                "|is|are|been|being|is being|has been",
                "kept|retained|maintained|preserved|offered|provided|left in place|there",
                "only|solely|merely|purely|just",
                "for|for reasons of",
                "compatibility"
                "|backward compatibility|backwards compatibility|historical reasons|legacy reasons|older integrations"
                "|compatibility reasons|existing integrations|existing users",
            ),
            english("|and|with", BILLING, BILLED, NEW_MODEL),
            english("'s days are numbered|days are numbered|time has come|the time has come|time is running out"),
            english("going forward|from here on|for new projects|for new integrations"),
            english("|and|but", NOBODY, STEPS_IN, INSTEAD),
            english("|and|but|so", THERE_IS, "no|no direct|no planned|no like for like", NO_SUCCESSOR, "|for it|model"),
        ],
        "unset": [
            english(
                "|the|a|an|and the|and a|but the|but a",
                THE_DATES,
                TO_BE,
                "decided|set|determined|fixed|confirmed|agreed",
                WHEN,
            ),
            english("|the|a|an|and the|and a|but the|but a", THE_DATES, NOT_YET, TOLD_LATER, WHEN),
        ],
        "then": [
            english(
                "|on|at|from",
                "that|the same|that very|this",
                "day|date|moment|hour|time|minute|instant",
                "|on|onwards|onward",
            ),
        ],
        "n": [
            english(
                "|the|our|this|a",
                TEMPORARY,
                "endpoint|base url|url|address|api endpoint|api base url|api address"
                "|model|name|alias|entry point|gateway|host",
            ),
        ],
        "announce": [
            english(WILL, TELLING, DATES),
            english(THE_DATES, TO_BE, TELLING_LATER, WHEN),
        ],
        "corrected": [
            english("|we|we have|we've|the team has", "changed our|changed its|change our", "mind|minds|plans"),
        ],
        "that_name": [
            english("the", "latter|latter model|new model|newer model|successor|older model|former model"),
        ],
        "before_then": [
            english("|well|long|shortly|some time|at any time|any time", BEFORE, "|that|this|the", THEN),
        ],
    }
)
"""Each ends with a space behind the last word."""
