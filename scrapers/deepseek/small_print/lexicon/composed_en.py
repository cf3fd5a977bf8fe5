"""English phrases that are put together from their parts: every order and inflection of a few kinds of wording."""

from scrapers.deepseek.small_print.lexicon.parts_en import (
    ACCEPTED,
    ANSWERS,
    AS,
    AS_BEFORE,
    AWAY,
    BEFORE,
    BILLED,
    BILLING,
    BY_USERS,
    CALLS,
    CHANGE,
    CHANGES,
    DATES,
    EVERY,
    FOR,
    GOING,
    HAPPENS,
    INSTEAD,
    INTO,
    KEEPS,
    LAST,
    MOVING,
    NAMES,
    NEED_NOT,
    NEEDED,
    NEW_MODEL,
    NO_CHANGE,
    NO_SUCCESSOR,
    NOBODY,
    NOT_YET,
    PLANNED,
    PLANNING,
    REPLIES,
    SENDERS,
    SENDING,
    SENT,
    SILENCE,
    STAYS,
    STEPS_IN,
    SUCCESSORS,
    SUITED,
    TELLING,
    TELLING_LATER,
    TEMPORARY,
    THE_DATES,
    THEN,
    THERE_IS,
    TO_BE,
    TOLD,
    TOLD_LATER,
    USABLE,
    WAS,
    WHEN,
    WILL,
    WORKING,
    WORKS,
    YOUR,
    YOURS,
)
from scrapers.deepseek.small_print.lexicon.shapes import compiled, english

SHAPES = compiled(
    {
        "requests": [
            english(EVERY, SENDERS, "that|which|who|that still|which still|who still|you still|still", SENDING),
            english(EVERY, SENDERS, "|still|currently", SENT),
            english(
                "when|if|whenever|where",
                "you|users|developers|clients|your code|someone|anyone|your application"
                "|your app|your integration|an application|your project|your service",
                "|still|now|today|currently",
                "specify|call|use|request|ask for|enter|write|choose|select|pass|name|set|send|query|are on|calls|uses"
                "|are using|are calling|are still using|are still calling|rely on|depend on|reference|relies on"
                "|depends on|references|names|specifies",
            ),
        ],
        "no_action": [
            english("|so|and", NO_CHANGE, CHANGES, NEEDED, BY_USERS),
            english("|so|and", NEED_NOT, CHANGE, BY_USERS),
        ],
        "replacement": [
            english(AS, SUITED, SUCCESSORS, "|model|name|is|for it|for all three|for both|for all of them"),
            english("to be used instead|to use instead|model to use instead|what to use instead|use instead|use now"),
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
        "stay usable": [
            english(STAYS, USABLE, AS_BEFORE),
            english("|will|can|still", "continue to|continues to|keep on|go on to", WORKS, AS_BEFORE),
            english(KEEPS, WORKING, AS_BEFORE),
            english("gets to stay|get to stay|is going to stay|are going to stay|stays after all|is kept after all"),
        ],
        "ends": [english("|the", LAST, CALLS, "will be|is|are|can be|may be", ACCEPTED)],
        "": [
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
        "you can use": [
            english(
                "you|users|developers|everyone",
                "can|will be able to|may",
                "|still|continue to",
                "reach|access|try|test|evaluate|query",
            ),
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
            )
        ],
        "nolonger usable": [
            english(
                "no longer|not|no more",
                "be|",
                "part of|in|on|listed in|included in|offered in|available in|found in"
                "|available on|offered on|available through|offered through",
                "our|the",
                "api|platform|model list|catalogue"
                "|catalog|lineup|line up|price list|offering|api lineup|list of models|deepseek api|deepseek platform",
            ),
            english(SILENCE, ANSWERS, "at|under|on|from"),
        ],
        "announce": [
            english(WILL, TELLING, DATES),
            english(THE_DATES, TO_BE, TELLING_LATER, WHEN),
        ],
        "move_to": [
            english(PLANNING, YOUR, MOVING, "to|over to|onto"),
            english("change|set|update|switch|point|replace|move|migrate|port|adjust|edit|rename", YOURS, NAMES, INTO),
        ],
        "corrected": [
            english("|we|we have|we've|the team has", "changed our|changed its|change our", "mind|minds|plans")
        ],
        "of": [
            english("|does|will|is|are", "anything|what|something", HAPPENS, "to|with"),
            english("what", "becomes|will become|became|is to become", "of"),
        ],
        "cancelled": [
            english(
                "that|this|it|which",
                "is|was",
                "no longer",
                "the case|true|valid|planned|happening|correct|in force"
                "|our plan|the plan|so|going to happen|going ahead",
            ),
        ],
        "that_name": [english("the", "latter|latter model|new model|newer model|successor|older model|former model")],
        "until": [
            english("you|users|developers|customers|everyone|teams", "|still", "have|have got|have time", "until|till"),
        ],
        "not": [
            english("there", "will be|is|are|shall be", "no"),
            english("there", "will not be|won't be|isn't", "any|a"),
        ],
        "routed": [
            english(
                "|the|your",
                REPLIES,
                "|you get|you receive|you see",
                "|now|today|already|currently",
                "come from"
                "|comes from|is produced by|is generated by|is written by|are produced by|are generated by"
                "|is given by|originates from|originate from|are given by",
            ),
            english(
                "end up at|ends up at|end up with|ends up with|land at|lands at|land on|lands on|wind up at"
                "|winds up at|go straight to|goes straight to|be taken to"
            ),
            english(
                "you|they|users",
                "are|will be",
                "|in fact|now|actually|really|already",
                "talking to|speaking to"
                "|using|calling|getting|reaching|chatting with|talking with|dealing with|hitting|served by",
            ),
        ],
        "powers takes_over": [english("power|powers|drive|drives|back|backs|underpin|underpins")],
        "powers served": [english("powered|driven|backed|underpinned")],
        "move_to from": [
            english(
                "stop|cease|discontinue|avoid|quit",
                "using|calling|relying on|sending requests to|sending traffic to|sending calls to",
            ),
            english(GOING, AWAY),
        ],
        "before_then": [english("|well|long|shortly|some time|at any time|any time", BEFORE, "|that|this|the", THEN)],
    }
)
"""Of each a space stands behind the last word."""
