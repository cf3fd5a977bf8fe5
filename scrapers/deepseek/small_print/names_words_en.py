"""More English words for what becomes of names and addresses; they come on top of `lexicon_en`."""

WORDS: dict[str, str] = {
    "": "please be informed that|please be advised|we regret to announce that|we regret to inform you that"
    "|through the api|via the api|through our api|via our api|over the api|from the api|from our api"
    "|from the platform|from our platform|on our platform|on the platform|from production|from service|via api"
    "|in the api|in our api|we would like to remind you that|please be reminded that|this is to inform you that"
    "|at that point|update on|this is to announce that|we hereby announce that|we want to let you know that"
    "|please take note that|service update|change notice|end of life notice|api notice|upcoming change"
    "|upcoming changes|as a reminder|a reminder that|effectively|simply|still|upcoming|in time|as soon as possible"
    "|at your earliest convenience|beforehand|in advance|ahead of time|in good time|without delay"
    "|as early as possible|promptly|in a timely manner|for all users|for all api users|for everyone"
    "|for all customers|as a model name|as model names|as model name|as a valid model name",
    "n": "preview endpoint|beta endpoint|test endpoint|preview url|preview address|preview base url|url|address"
    "|base urls|beta base url|beta url|api endpoint|api address|beta address|special endpoint|api base url"
    "|older name|older names|deprecated names|deprecated name|deprecated model|deprecated models|legacy names"
    "|legacy name|model string|model strings|model parameter|model value|name in question|preview model|beta model",
    "that_name": "the model|this model|this name|the name|these names|the models|both names|these models|that name"
    "|that model|both models|the two names|the two models|those models|those names|the old name|the old names"
    "|the old model|the old models|the legacy name|the legacy names|the legacy model|the legacy models|the alias"
    "|this alias|these aliases|both aliases|the aliases|the endpoint|this endpoint|that endpoint|this address"
    "|the address|both|the former|this model name|the model name|these model names|both model names|this id"
    "|this slug|the service|the two",
    "the_following": "the following models|the following model|following models|following model names"
    "|the following model names|the following names|these models|the following model ids|the following aliases"
    "|the following name|the following ids|the following endpoint|the following endpoints",
    "of": "naming|specifying|targeting|addressing|addressed to|that use|that still use|that call|which use"
    "|mentioning|which still use|with the model|with the name|under the name|sent to|made to|going to|bound for"
    "|directed at|that specify|which specify|that name|that still name|still using|still naming|referencing"
    "|carrying|issued to|that still uses|that uses|that names|that specifies|which uses|with the model name"
    "|directed to|that target|still sent to|still made to|arriving for|that are sent to|which are sent to"
    "|coming in for|that refer to|made with",
    "announce": "announce|announcing|regret to announce|would like to announce|regret to inform you of|to announce"
    "|be announced|be communicated|be published|be confirmed",
    "ended": "gone offline|gone dark|gone away|expired|ended|reached end of life|reached its end of life"
    "|reached their end of life|ceased to be available|left service|gone|axed|closed|dismantled|torn down"
    "|put out of service|laid to rest|eliminated|pulled from service|unplugged|rendered unavailable|laid off"
    "|deactivated|archived|dropped|cut off|delisted",
    "ends": "stop accepting calls|stops accepting calls|stops taking requests|stops serving requests"
    "|be switched off|stop serving traffic|stops serving traffic|stop answering requests|stops answering requests"
    "|is no more|sign off|signs off|drop out of service|drops out of service|cease operating|ceases operating"
    "|cease working|ceases working|cease responding|ceases responding|stop to respond|stop to be available"
    "|wind down|winds down|close down|closes down|stop being callable|stops being callable|stop being usable"
    "|stops being usable|stop existing|reaches its end of service|reach its end of service|fall away|falls away"
    "|be gone|go out of support|reaching end of life|reaching its end of life|reaching the end of life"
    "|reaching their end of life|reaching end of support|stop accepting new requests|stops accepting new requests"
    "|no longer accept new requests|stop accepting any requests|stops accepting any requests|stop taking calls"
    "|stops taking calls|stop answering calls|stops answering calls|cease to respond|ceases to respond"
    "|cease to answer|ceases to answer|cease to be reachable|ceases to be reachable|stop being reachable"
    "|stops being reachable|cease to be callable|ceases to be callable",
    "end": "close|axe|eliminate|deactivate|wind down|close down|delist|archive|unplug|cut off|terminate support for"
    "|retire support for|drop|no longer host|no longer make available|take down|end access to|close access to"
    "|cut access to|switch off access to|take out of service|end the life of|take out of operation|stop"
    "|drops support for|ends support for|stops supporting|stops serving|stops offering|discontinues|removes"
    "|withdraws|deprecates|phases out|retires support for|stops providing|takes offline|decommissions|disables"
    "|turns off|switches off|terminates support for|drops|ceases to offer|ceases to support",
    "ending": "closing|deactivating|winding down|closing down|taking down|taking offline|stopping|eliminating"
    "|dropping|taking out of service|ending access to|withdrawing support for|stopping support for|archiving"
    "|delisting|discontinuing support for",
    "the_end": "final shutdown date|retirement schedule|deprecation schedule|shutdown schedule|sunset plan"
    "|sunset schedule|removal plan|discontinuation plan|end of life plan|retirement notice|shutdown notice"
    "|last day of operation|shutdown time|retirement time|deactivation|switch off|closure|closure date"
    "|planned end of life|end of life plans|sunset notice|deprecation announcement|planned sunset|withdrawal plan"
    "|plan to retire it|phase out plan|withdrawal date|deactivation date|planned withdrawal|planned phase out"
    "|exact date|deprecation notice|removal notice|end of life notice|discontinuation notice"
    "|end of life announcement|retirement announcement|shutdown announcement|sunset announcement|new date"
    "|new end date|new shutdown date|new retirement date|new deprecation date|new end of life date|new sunset date"
    "|new deadline",
    "takes_place": "is fixed at|is fixed on|is set for|has been set at|has been fixed at|is now set for"
    "|is now fixed for|fixed for|fixed at|scheduled on|is scheduled on|set at|take effect|takes effect"
    "|come into effect|comes into effect|come into force|comes into force",
    "routed": "move over|transitioned|change over|changes over|converted|automatically migrated|passed on|passed"
    "|handed over|handed|switch over|switches over|redirects|relayed|channelled|steered|swapped|delivered|roll over"
    "|rolls over|fall through|bound",
    "takes_over": "take over|takes over|taking over|serve|serves|handle|handles|answer|answers|process|processes"
    "|will handle|respond to|responds to|receive|receives|fulfil|fulfill|handling|serving|answering|now serving",
    "served": "taken over|fielded|responded to|picked up|serviced",
    "points": "stand for|stands for|correspond|corresponds|become alias|aliases|become an alias of"
    "|becomes an alias of|be an alias of|become an alias for|becomes an alias for|be an alias for|an alias of"
    "|an alias for|alias of|alias for|become aliases of|become aliases for|aliases of|aliases for"
    "|serve as an alias for|another name for|act as an alias for|acts as an alias for|act as aliases for|remapped",
    "corrected": "contrary to our earlier notice|contrary to our earlier announcement|contrary to what we announced"
    "|contrary to the earlier notice|contrary to the earlier announcement|contrary to our previous notice"
    "|contrary to our previous announcement|contrary to earlier plans|contrary to our earlier plans"
    "|contrary to what we announced earlier|contrary to our last notice|unlike announced before"
    "|contrary to previous plans|contrary to the original plan|contrary to our original plan"
    "|unlike previously announced|contrary to what was announced|other than announced|change of plan"
    "|change of plans|contrary to earlier notices|contrary to earlier announcements|contrary to our notice"
    "|we have reconsidered|we have changed our plans|we have changed our mind|plans have changed"
    "|our plans have changed|we have revised our plans|we have revised our plan|correction to our earlier notice",
    "cancelled": "overturned|annulled|rolled back|shelved|undone|nullified|voided|void|no longer valid"
    "|off the table|calling off|taking back|reversing|revoking|abandoning|rescinding|dropping|scrapping|retracting"
    "|retract|no longer applies|no longer apply|no longer stands|obsolete",
    "affected": "affected|impacted|concerned|touched",
    "intact": "not affected|not impacted|not concerned|not touched|unaffected|remain unaffected|stay unaffected"
    "|remains unaffected|unchanged|stay as they are|remain as they are|remain unchanged|stay unchanged",
    "other": "other|all other|the other|all others|others|other models|all other models|the other models"
    "|other names|all other names|the other names|every other model",
    "no_action": "no action is required|no action is needed|no action required|no action needed"
    "|no change is required|no code changes are required|no code changes are needed|no changes are required"
    "|no changes are needed|no code change is needed|no code change is required|no change is needed"
    "|no changes needed|no changes required|you need not change anything|you do not need to change anything"
    "|users do not need to change anything|users need not change their code|you do not need to do anything"
    "|users do not need to change their code|you do not have to change anything|you need not do anything"
    "|no changes to your code are needed|no action on your side is required|no action is needed on your side"
    "|no action is required on your side",
    "ought": "should|need to|must|ought to|have to|are asked to|are advised to|are encouraged to|are urged to"
    "|are requested to|are invited to|are recommended to",
    "move_to": "switch to|switching to|change to|switch to using|use|using|migrate|migrating|move|moving|switch"
    "|switching|change|upgrade|upgrading|adopt|adopting|call|calling|transition|transitioning|adapt|update|set"
    "|point|switch over|move over|change over|specify|try|choose|select|replace|go",
    "replacement": "replacement|as a replacement|as its replacement|as the replacement|as their replacement"
    "|as replacement|successor|as its successor|as the successor|as an alternative|alternative|as alternative"
    "|recommended replacement|recommended successor|recommended alternative|designated successor"
    "|suggested replacement|as a substitute|substitute|replacement model|successor model|as their successor"
    "|suggested alternative",
    "billed": "billed accordingly|be billed accordingly|billed as such|be priced accordingly|billed like it"
    "|be billed as such|be billed like it|be billed at its price|are billed accordingly|is billed accordingly"
    "|will be billed accordingly|priced accordingly|be charged accordingly|be billed at its rates"
    "|be billed at that model's price",
    "reason": "at the price of|at the prices of|at that model's price|at the same price|at the new model's price"
    "|at unchanged prices|at the same prices|at unchanged pricing|at the same rates|at the rates of|at its price"
    "|at its prices|with unchanged pricing|at an unchanged price|at the current price|at current prices"
    "|as requested|at the rate of|with no change in price|under unchanged pricing|after feedback|following feedback"
    "|after your feedback|following your feedback|in response|after hearing|listening"
    "|after listening to your feedback|after listening to our users|having listened to your feedback"
    "|having listened to our users|after hearing from our users|after discussion|after internal discussion"
    "|after discussions with users",
    "V": "next quarter|this quarter|sometime|some time|at some time|later this quarter|in the next quarter"
    "|this year|by year's end|in the second half|in the first half|at a time to be announced"
    "|on a date to be announced|this winter|this spring|this summer|this autumn|this fall|next spring|next summer"
    "|next autumn|next fall|next winter|on a date yet to be announced|at a later time|later next year"
    "|early next year|in due time|in the next quarters|before the end of the year|by the end of the year"
    "|on a date to be confirmed|within the year|within this year|over the next months|in the next months"
    "|over the next few months|over the next few weeks|at a later point",
    "then": "at that time|from that moment on|from that time on|from that date on|from this date on"
    "|from that day on|as of then|from this point on|after that point|past that date|after this time"
    "|beyond that date|at which point|from this moment on|on that date|at that moment|from which point on"
    "|past that point|from then onwards",
    "fails": "throw an error|throws an error|be answered with an error|are answered with an error|produce an error"
    "|return an error message|fail with errors|yield an error|yields an error|be turned away|be blocked|rejected"
    "|refused|declined|blocked|denied|be met with an error|return an http error",
    "continue": "go on|run on|be maintained|be retained|be preserved",
    "stay usable": "keeps running|continues running|continues to run|continues to operate|keeps working"
    "|keep working|stay online|stays online|remain online|remains online|stay in service|stays in service"
    "|remain in service|remains in service|stays available|remains available|is here to stay|here to stay"
    "|are here to stay|keeps operating|be kept|is kept|are kept|is retained|are retained|is preserved|are preserved"
    "|is maintained|are maintained|continue as before|continues as before|lives on|live on",
    "extended": "extended|postponed|moved|changed|prolonged|delayed",
    "extended moved_to": "postponed to|moved to|delayed to|deferred to|pushed back to|postponed until|delayed until"
    "|rescheduled to|deferred until|pushed to|shifted to|rescheduled for|postponed till|brought forward to"
    "|pushed back until|moved back to|put off until|put off to|set back to|advanced to|moved up to",
    "usable": "work|function|respond|exist|succeed|hosted|processed|answered|handled|honoured|honored|recognised"
    "|recognized|recognise|recognize|honour|honor|know|works|functions|responds",
    "in_place_of": "instead of|rather than",
    "now": "as of today",
    "route": "routing|rerouting|redirection|switchover|forwarding|move|moves|migrates|transition|transitions|shift"
    "|shifts",
    "replaces": "replaces|replace|will replace|takes its place|take its place|takes over from",
}
