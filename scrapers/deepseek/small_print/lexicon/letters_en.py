"""English phrases of letters about addresses, withdrawn plans and dates that are not set yet."""

from scrapers.deepseek.small_print.lexicon.patterns import compiled, english

WORDS: dict[str, str] = {
    "": "the farewell party is cancelled|the farewell party is off"
    "|dear partner|dear partners|dear all|thanks for writing in|thanks for writing|that 's normal|with ease|at ease"
    "|with confidence|with peace of mind|to another model|to a different model|to some other model|dazzling|amazing"
    "|brand new|that is normal|save your prompts|save your work"
    "|dates differ|the dates differ|differ|for the same workloads|for the same tasks"
    "|to an old friend|to the customer|to customers|in time|the next chapter is coming|in their config",
    "n": "sku|skus|interface address|interface addresses|form|older form|notation|gateway address|dedicated gateway"
    "|dedicated address|the dedicated gateway|the dedicated address",
    "foreign": "delivered with|supplied with|bundled with|shipped with|packaged with",
    "scope": "to new users|to new customers|for new users|for new customers|to new accounts|for new accounts",
    "requests": "connections|new connections|connection|all connections|connection attempts",
    "move_to": "connect|connect to|reconnect",
    "the_end": "the offline|offline of",
    "please move_to": "move over to|come over to|hop over to|head over to",
    "refuse": "we have decided against|we decided against|decided against|we've decided against|ruled out"
    "|we have ruled out|we no longer intend to|no longer intend to|we no longer plan to|no longer plan to"
    "|we do not intend to any longer",
    "cancelled": "be of no effect|shall be of no effect|will be of no effect|is of no effect|shall have no effect"
    "|has no effect|have no effect|shall be void|shall not apply",
    "ends": "stop their service|stops its service|stop its service|end their service|on its way out"
    "|is on its way out|on the way out|are on their way out|on their way out|cease to be made available"
    "|ceases to be made available",
    "of": "identified as|designated as|service at|the service at|service under|services at",
    "you will": "you'll",
    "then": "and after that|and after that date|and after this date",
    "unset": "tbd|tba|to be determined|to be decided|not yet set|not yet fixed|not yet decided|not set yet"
    "|not fixed yet|still open|undecided",
    "was ends": "originally due to go|originally to go|was due to go|were due to go|was meant to go",
    "replacement": "making room for|makes room for|make room for|to make room for|making way for|giving way to"
    "|clearing the way for",
    "announce": "will reach you|will write to you again|but will write to you again|will get back to you"
    "|will come back to you|will write to you|but will get back to you|but will come back to you",
}
"""Phrases by grammar word, in addition to `general_en`."""
SHAPES = compiled(
    {
        "main_address": [
            english(
                "|the|our",
                "main|normal|default|usual|regular|standard|public|primary|ordinary|common",
                "|api",
                "host|base url|address|endpoint|domain|url|gateway|entry point|base address|hostname",
            )
        ],
        "region": [
            english(
                "singapore|hong kong|tokyo|frankfurt|european|us|asian|virginia", "host|gateway|address|endpoint|node"
            )
        ],
        "routed": [english("fulfilled", "by|with|from"), english("delivered|supplied", "by")],
        "no_action": [
            english(
                "you",
                "needn't|need not|don't need to|do not need to|don't have to|do not have to",
                "do|change|adjust",
                "anything|a thing",
            )
        ],
        "": [
            english("it 's|it is", "time", "to say goodbye|to say farewell", "|to an old friend|to an old companion"),
            english("|and", "go|get|build", "further|faster|even further"),
            english("|it", "has served|served", "us|you|all of us", "well"),
            english(
                "|and|so|and so",
                "your|existing|old|all your|all",
                "script|scripts|code|app|apps|application|applications|integration|integrations|setup|configuration"
                "|config|programs|program|project|bot|tools",
                "will keep|keeps|keep|will continue|continue|continues",
                "working|running|to work|to run",
                "|as before|as usual|unchanged",
            ),
            english(
                "following|after|based on|upon|in view of",
                "a|an|the|our",
                "|internal|careful|thorough",
                "review|analysis|evaluation|assessment|examination",
                "of",
                "usage|usage data|the data|demand|your feedback|feedback|usage figures|the figures|all options",
            ),
            english(
                "alongside|next to|beside|in parallel with",
                "the",
                "stable|new|newer|other|old|current|production",
                "one|name|version|model",
            ),
        ],
        "stay usable": [
            english(
                "remains|remain|stays|stay|will remain|will stay",
                "part of|in|on|a part of",
                "our|the",
                "lineup|line up|api|offering|model list|catalogue|catalog|platform|family|range|price list",
            ),
            english("you", "may|can", "|still", "go on|continue|keep", "selling|offering|to sell|to offer", "it|them"),
        ],
        "was": [
            english(
                "|that|which",
                "we|i|they",
                "|had|have",
                "posted|announced|published|reported|mentioned|described|communicated",
                "|here|on this page|in this channel|in this forum",
                "|last month|last week|yesterday|earlier|before|last year",
            ),
            english(
                "formerly|previously|once|earlier|originally|until yesterday",
                "marked|flagged|listed|labelled|tagged|announced",
                "|as",
                "deprecated|retired|discontinued|to be retired|for removal|end of life|obsolete|for retirement",
            ),
        ],
        "corrected": [
            english(
                "contrary to|unlike|other than|different from",
                "what",
                "this page|we|our notice|the notice|this notice|the announcement|our e mail|our page|the changelog",
                "|had|have",
                "said|stated|announced|wrote|told you|claimed|published|communicated|reported",
                "|until yesterday|before|earlier|last week|last month|until now|previously|here|yesterday",
            )
        ],
        "unset": [
            english(
                "|i|we",
                "don't|do not|cannot yet|can't yet",
                "|yet",
                "have|know|give|name|tell you",
                "|you",
                "the|a|an",
                "|exact|final|firm|precise|concrete",
                "day|date|time|timeline|schedule|end date",
                "|yet|so far|at this time|at the moment",
            ),
            english(
                "no",
                "|exact|final|firm|end|shutdown|retirement|removal",
                "date|day|time|timeline|schedule",
                "|yet",
                "|has been|is|was",
                "|yet",
                "fixed|set|decided|given|announced|chosen|determined|named",
                "|yet|so far|at this time|at the moment|at present|for now",
            ),
        ],
        "V": [
            english(
                "once|when|after|as soon as",
                "the",
                "preview|beta|trial|test|transition|testing",
                "period|phase|stage|programme|program",
                "is over|ends|has ended|is finished|closes|comes to an end",
            ),
            english(
                "in|within|during", "the|this|our", "next|coming|current", "financial|fiscal|business", "year|quarter"
            ),
        ],
        "extended": [
            english("gets|get|is given|are given", "a|some", "|little|bit", "longer|more time|extra time"),
        ],
    }
)
"""Each ends with a space behind the last word."""
