"""English verbs and nouns about the future of names, with all forms derived from the base form.

`end` is what we do to a name, `ended` what is done to it, `ends` what it does itself; likewise for the other events.
"""

from collections.abc import Iterable, Iterator

IRREGULAR = {
    "shut": ("shuts", "shut", "shutting"),
    "put": ("puts", "put", "putting"),
    "set": ("sets", "set", "setting"),
    "cut": ("cuts", "cut", "cutting"),
    "take": ("takes", "taken", "taking"),
    "go": ("goes", "gone", "going"),
    "do": ("does", "done", "doing"),
    "get": ("gets", "got", "getting"),
    "say": ("says", "said", "saying"),
    "bid": ("bids", "bid", "bidding"),
    "wind": ("winds", "wound", "winding"),
    "lay": ("lays", "laid", "laying"),
    "bring": ("brings", "brought", "bringing"),
    "give": ("gives", "given", "giving"),
    "keep": ("keeps", "kept", "keeping"),
    "leave": ("leaves", "left", "leaving"),
    "come": ("comes", "come", "coming"),
    "become": ("becomes", "become", "becoming"),
    "withdraw": ("withdraws", "withdrawn", "withdrawing"),
    "send": ("sends", "sent", "sending"),
    "run": ("runs", "run", "running"),
    "undo": ("undoes", "undone", "undoing"),
    "hit": ("hits", "hit", "hitting"),
    "fall": ("falls", "fallen", "falling"),
    "throw": ("throws", "thrown", "throwing"),
    "spin": ("spins", "spun", "spinning"),
    "overturn": ("overturns", "overturned", "overturning"),
    "defer": ("defers", "deferred", "deferring"),
    "axe": ("axes", "axed", "axing"),
    "stand": ("stands", "stood", "standing"),
    "make": ("makes", "made", "making"),
    "draw": ("draws", "drawn", "drawing"),
    "think": ("thinks", "thought", "thinking"),
    "step": ("steps", "stepped", "stepping"),
    "swap": ("swaps", "swapped", "swapping"),
    "map": ("maps", "mapped", "mapping"),
    "remap": ("remaps", "remapped", "remapping"),
    "drop": ("drops", "dropped", "dropping"),
    "stop": ("stops", "stopped", "stopping"),
    "scrap": ("scraps", "scrapped", "scrapping"),
    "cancel": ("cancels", "canceled", "canceling"),
    "unplug": ("unplugs", "unplugged", "unplugging"),
    "rebut": ("rebuts", "rebutted", "rebutting"),
    "quit": ("quits", "quit", "quitting"),
    "ride": ("rides", "ridden", "riding"),
    "slip": ("slips", "slipped", "slipping"),
    "annul": ("annuls", "annulled", "annulling"),
    "rub": ("rubs", "rubbed", "rubbing"),
    "let": ("lets", "let", "letting"),
    "pull": ("pulls", "pulled", "pulling"),
    "tear": ("tears", "torn", "tearing"),
    "funnel": ("funnels", "funneled", "funneling"),
}
OUR_DOING = (
    "retire|deprecate|discontinue|remove|sunset|decommission|terminate|withdraw|disable|deactivate|delist|dismantle"
    "|eliminate|axe|kill|abolish|delete|purge|mothball|shutter|close|archive|cull|unplug|unlist|unpublish|drop|stop"
    "|shut down|turn off|switch off|shut off|phase out|wind down|close down|power down|turn down|spin down|cut off"
    "|take down|take offline|take out of service|take out of production|take out of rotation|take off the platform"
    "|take off the api|take off our api|take off the price list|take off the list|take off the menu|tear down"
    "|take off the model list|pull the plug on|pull from the api|pull from service|put to rest|lay to rest"
    "|put out of service|bring to an end|do away with|get rid of|let go of|bid farewell to|say goodbye to"
    "|say farewell to|wave goodbye to|part with|part ways with|bring down|pull down|wind up|roll up|strike from the api"
    "|remove from the api|remove from our api|remove from the platform|remove from the line up|remove from the lineup"
    "|remove from the catalogue|remove from the catalog|remove from the list|remove from the model list"
    "|remove from the price list|remove from production|retire from production|drop from the api|drop from our api"
    "|drop from the line up|drop from the lineup|drop from the list|delete from the api|discontinue support for"
    "|end support for|end access to|end service for|close access to|cut access to|withdraw support for|drop support for"
    "|stop support for|terminate support for|cease support for|stop supporting|stop serving|stop offering"
    "|stop providing|stop hosting|stop running|stop accepting|cease supporting|cease serving|cease offering"
    "|stop answering|stop selling|discontinue access to|retire support for|terminate access to|remove access to"
    "|remove support for|revoke access to|switch off access to|turn off access to|end availability of"
)
ITS_OWN_DOING = (
    "end|expire|lapse|cease|disappear|vanish|retire|finish|conclude|go away|go offline|go dark|go silent|go quiet"
    "|go end of life|go eol|go out of service|go out of support|go out of production|bow out|sign off|fade out"
    "|drop off|ride off into the sunset|ride into the sunset|take a final bow|take its final bow|take its last bow"
    "|take their final bow|take a bow|take its leave|say goodbye|say farewell|say its goodbyes|bid farewell"
    "|say goodbye to the api|bid farewell to the api|say goodbye to our api|pass into history|become history"
    "|leave service|leave the api|leave our api|leave the platform|leave our platform|leave the line up"
    "|leave the lineup|leave our line up|leave our lineup|leave the stage|leave the list|leave the model list"
    "|leave the catalogue|leave the catalog|leave the price list|leave the menu|leave the building|leave production"
    "|exit the api|exit service|exit the line up|exit the lineup|exit the platform|exit the catalogue|exit production"
    "|reach end of life|reach its end of life|reach their end of life|reach the end of its life"
    "|reach the end of their life|reach the end of life|reach eol|reach end of service|reach its end of service"
    "|reach the end of service|reach end of support|reach the end of support|reach the end of the road"
    "|reach the end of its lifecycle|reach the end of its life cycle|reach the end of their lifecycle"
    "|hit end of life|hit eol|enter end of life|enter eol|come to an end|come to the end of the road"
    "|come to its end|come to the end of its life|come to a close|become unavailable|become inaccessible"
    "|become unreachable|become unusable|be no more|fall silent|run out|close|close its doors|shut down|wind down"
    "|drop out of service|drop out of the api|drop out of the line up|stop working|stop responding|stop answering"
    "|stop functioning|stop existing|stop being available|stop being served|stop being supported|stop being offered"
    "|stop being accepted|stop being callable|stop being usable|stop being reachable|stop accepting requests"
    "|stop accepting calls|stop accepting traffic|stop accepting any requests|stop accepting new requests"
    "|stop taking requests|stop taking calls|stop taking traffic|stop serving requests|stop serving traffic"
    "|stop answering requests|stop answering calls|stop responding to requests|stop responding to calls"
    "|stop receiving requests|stop receiving traffic|cease to exist|cease to function|cease to work|cease to operate"
    "|cease to be available|cease to be served|cease to be supported|cease to be offered|cease to be accepted"
    "|cease to be callable|cease to be reachable|cease to be valid|cease to be recognised|cease to be recognized"
    "|cease to respond|cease to answer|cease operation|cease operations|cease working|cease operating|cease responding"
    "|cease service|stop service|end service|terminate|sunset|quit service|quit the stage|quit the api"
    "|hang up its boots|hang up its hat|step down|stand down|power down"
)
ROUTING = (
    "route|reroute|redirect|forward|divert|map|remap|alias|repoint|direct|transfer|send|switch over|steer|channel"
    "|funnel|relay|delegate|swap|hand over|hand off|pass on|auto route|auto forward|auto migrate"
    "|migrate automatically|move over|re point|re route|send on|fall back"
)
SERVING = (
    "serve|handle|answer|process|fulfil|fulfill|power|back|host|field|service|execute|take over|pick up|take care of"
    "|respond to|look after|take on|drive|reply to|cater for|deal with"
)
TAKING_BACK = (
    "cancel|call off|reverse|revert|revoke|rescind|retract|scrap|shelve|abandon|annul|void|undo|overturn|nullify"
    "|take back|walk back|roll back|repeal|countermand|quash|scratch|take off the table|lift"
)
PUTTING_OFF = "postpone|delay|defer|push back|push out|put off|move back|reschedule|put back|hold over|set back"
NOUNS = (
    "retirement|deprecation|discontinuation|discontinuance|shutdown|sunset|removal|withdrawal|end of life|eol|eos"
    "|end of service|end of support|end of availability|decommissioning|decommission|termination|closure|phase out"
    "|switch off|turn off|shut off|shut down|departure|farewell|goodbye|expiry|expiration|sunsetting|wind down"
    "|deactivation|take down|retiral|cutoff|cut off|delisting|cessation|exit"
)
KINDS = (
    "|date|day|plan|plans|schedule|notice|notices|announcement|deadline|time|timeline|timetable|decision|process"
    "|milestone|moment|window|timing|order"
)
BEFORE = "|planned|scheduled|announced|upcoming|final|formal|previously announced|effective|intended|full|complete"


def _forms(phrase: str) -> tuple[str, str, str, str]:
    """Return base, third person, participle and -ing form; only the first word changes."""
    base, _, rest = phrase.partition(" ")
    third, done, doing = IRREGULAR.get(base) or _regular(base)
    tail = f" {rest}" if rest else ""
    return phrase, third + tail, done + tail, doing + tail


def _regular(base: str) -> tuple[str, str, str]:
    stem = base.removesuffix("e")
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    third = f"{base}es" if base.endswith(("s", "sh", "ch", "x")) else f"{base}s"
    return third, f"{stem}ed", f"{stem}ing"


def _phrases(words: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(words))


def _each(phrases: str, *places: int) -> Iterator[str]:
    for phrase in phrases.split("|"):
        forms = _forms(phrase)
        yield from (forms[place] for place in places)


def _nouns() -> Iterator[str]:
    for noun in NOUNS.split("|"):
        for kind in KINDS.split("|"):
            for before in BEFORE.split("|"):
                yield f"{before} {noun} {kind}".strip()


def _error() -> Iterator[str]:
    errors = "an error|errors|an error message|error messages|an error response|error responses|an api error|failures"
    errors += "|a not found error|not found|not found errors|an invalid model error|a model not found error|nothing"
    errors += "|an error code|a client error|model not found|a hard error|an http error|only errors"
    verbs = "return|give|produce|throw|receive|get|yield|raise|respond with|result in|end in|trigger|cause|see"
    for error in errors.split("|"):
        for verb in verbs.split("|"):
            yield from (f"{form} {error}" for form in (verb, *_regular(verb.split()[0])[:1]) if " " not in verb)
            yield f"{verb} {error}"
        yield from (f"be {how} {error}" for how in ("met with", "answered with", "rejected with", "refused with"))


WORDS: dict[str, str] = {
    "end": _phrases(_each(OUR_DOING, 0, 1)),
    "ended": _phrases([*_each(OUR_DOING, 2), *_each(ITS_OWN_DOING, 2)]),
    "ending": _phrases(_each(OUR_DOING, 3)),
    "ends": _phrases(_each(ITS_OWN_DOING, 0, 1, 3)),
    "the_end": _phrases(_nouns()),
    "route": _phrases(_each(ROUTING, 0, 1, 3)),
    "routed": _phrases(_each(ROUTING, 2)),
    "takes_over": _phrases(_each(SERVING, 0, 1, 3)),
    "served": _phrases(_each(SERVING, 2)),
    "cancelled": _phrases(_each(TAKING_BACK, 0, 1, 2, 3)),
    "postponed": _phrases(_each(PUTTING_OFF, 0, 1, 2, 3)),
    "fails": _phrases(_error()),
}
"""Phrases by grammar word, in addition to `general_en`."""
