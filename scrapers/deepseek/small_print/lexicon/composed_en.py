"""English phrases about the future of names, composed of parts: every order and inflection of a few kinds."""

from scrapers.deepseek.small_print.lexicon.composed_parts_en import (
    ACCEPTED,
    ANSWERS,
    AS,
    AS_BEFORE,
    AWAY,
    CALLS,
    EVERY,
    GERUNDS,
    GOING,
    HAPPENS,
    INTO,
    KEEPS,
    LAST,
    MOVING,
    NAMES,
    PLANNING,
    REPLIES,
    SENDERS,
    SENDING,
    SENT,
    SILENCE,
    STAYS,
    SUCCESSORS,
    SUITED,
    USABLE,
    WORKING,
    WORKS,
    YOUR,
    YOURS,
)
from scrapers.deepseek.small_print.lexicon.patterns import compiled, english

SHAPES = compiled(
    {
        "fails": [
            english(
                "answer|answers|respond to|reply to|meet",
                "|all|any",
                "requests|calls|them|such requests|each request|every request|any request",
                "|for it|to it|with it|for this name|for that name|with this name|with this model|for them",
                "with an error|with errors|with a 404|with an error message",
            )
        ],
        "will": [english("are|is", "preparing|planning|getting ready", "to")],
        "requests": [
            english("whoever|anybody who|anyone who|everyone who|those who|people who", "|still", SENDING),
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
        "replacement": [
            english(AS, SUITED, SUCCESSORS, "|model|name|is|for it|for all three|for both|for all of them"),
            english("to be used instead|to use instead|model to use instead|what to use instead|use instead|use now"),
        ],
        "stay usable": [
            english("still", "exist|exists|works|work|functions|valid", "|as a name|as an alias|as a model name"),
            english(STAYS, USABLE, AS_BEFORE),
            english("|will|can|still", "continue to|continues to|keep on|go on to", WORKS, AS_BEFORE),
            english(KEEPS, WORKING, AS_BEFORE),
            english("gets to stay|get to stay|is going to stay|are going to stay|stays after all|is kept after all"),
        ],
        "ends": [
            english(
                "be leaving|is leaving|are leaving|is departing|are departing|leave us|leaves us|are moving out"
                "|is moving out|bids farewell|bid farewell|says goodbye|say goodbye|takes its leave"
                "|take their leave"
            ),
            english("|the", LAST, CALLS, "will be|is|are|can be|may be", ACCEPTED),
        ],
        "you can use": [
            english(
                "you|users|developers|everyone",
                "can|will be able to|may",
                "|still|continue to",
                "reach|access|try|test|evaluate|query",
            ),
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
        "move_to": [
            english(PLANNING, YOUR, MOVING, "to|over to|onto"),
            english("change|set|update|switch|point|replace|move|migrate|port|adjust|edit|rename", YOURS, NAMES, INTO),
        ],
        "of": [
            english("|does|will|is|are", "anything|what|something", HAPPENS, "to|with"),
            english("what", "becomes|will become|became|is to become", "of"),
        ],
        "cancelled": [
            english(
                "|it|this|which|that",
                "was|were|has been|had been",
                "sent|published|issued|posted|released|shown|distributed",
                "in error|by mistake|by accident|prematurely|erroneously|too early",
            ),
            english(
                "that|this|it|which",
                "is|was",
                "no longer",
                "the case|true|valid|planned|happening|correct|in force"
                "|our plan|the plan|so|going to happen|going ahead",
            ),
        ],
        "please move_to": [
            english("consider|you may want to|you might want to|you may consider", GERUNDS),
            english("|and|we|and we|so we", "recommend|suggest|advise", f"|to use|that you use|you use|{GERUNDS}"),
        ],
        "takes_over of": [
            english("take over from|takes over from|step in for|steps in for|stand in for|stands in for"),
        ],
        "until": [
            english("you|users|developers|customers|everyone|teams", "|still", "have|have got|have time", "until|till"),
        ],
        "not": [
            english("there", "will be|is|are|shall be", "no"),
            english("there", "will not be|won't be|isn't", "any|a"),
        ],
        "points": [
            english(
                "behind it|behind this name|behind that name|under it", "is|are|is now|is already|runs|now runs|sits"
            ),
            english("treated as|regarded as|understood as|interpreted as|taken as|equated with|read as|handled as"),
        ],
        "routed": [
            english("re", "pointed|routed|directed|mapped|aliased"),
            english(
                "|is|are|be",
                "get|gets|getting|receive|receives|receiving|got",
                "|its|their|your|the",
                REPLIES,
                "from|by",
            ),
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
                "talking to|speaking to|getting|reaching|chatting with|talking with|dealing with|hitting|served by",
            ),
        ],
        "powers takes_over": [
            english("power|powers|drive|drives|back|backs|underpin|underpins"),
        ],
        "powers served": [
            english("powered|driven|backed|underpinned"),
        ],
        "the_end": [
            english(
                "|the",
                "last|final",
                "day|date|moment|hour|time",
                "|on which|when|that",
                "you|users|developers|it|they",
                "can|will be able to|may",
                "|be",
                "use|call|called|used|reach|reached|access|accessed|served|send requests to",
                "|it|them",
            ),
        ],
        "postponed": [
            english("bring|bringing|brought"),
        ],
        "you stay use": [
            english(
                "you|users|developers|everyone|customers",
                "may|can",
                "|still|also|then",
                "continue to|continue|keep|keep on|go on",
                "use|using|call|calling|rely on|relying on|work with",
            ),
        ],
        "move_to from": [
            english(
                "do not|don't|please do not|please don't|never",
                "use|call|build on|rely on|send requests to|start new projects on",
            ),
            english(
                "stop|cease|discontinue|avoid|quit",
                "using|calling|relying on|sending requests to|sending traffic to|sending calls to",
            ),
            english(GOING, AWAY),
        ],
    }
)
"""Each ends with a space behind the last word."""
