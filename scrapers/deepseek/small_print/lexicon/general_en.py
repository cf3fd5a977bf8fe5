"""English phrases, and the one grammar word of each.

The left side is the language of the grammars (`grammar`): some eighty words. "" is a word that changes no meaning. A
word that is not listed is unknown, and no sentence with it is understood.
"""

WORDS: dict[str, str] = {
    "": "good news|great news|the|a|an|our|this|these|those|both|please note that|please note|note that|note|notice"
    "|important|reminder|update|be advised that|please be advised that|officially|fully|completely|permanently"
    "|gradually|entirely|formally|also|finally|hereby|announcement|notice that|all|each|respectively|api update"
    "|heads up|deprecation notice|so|per plan|attention|important notice|as planned|exactly|kindly note that"
    "|dear users|dear developers|hello|in an orderly manner|in good order|in an orderly way|together|automatically"
    "|instead|respective|corresponding|price notice|service notice|completely and permanently|for good|smoothly"
    "|precisely|always|today|we announce that|we would like to announce that|we are announcing that|we inform you that"
    "|please be aware that|we would like to inform you that|for your information|planned maintenance|once and for all"
    "|transparently|as announced earlier"
    "|as previously announced|as announced before|as already announced",
    "n": "endpoint|slug|slugs|model|models|model name|model names|name|names|alias|aliases|model id|model ids"
    "|model alias|model aliases|old|older|legacy|former|existing|two|old names|identifiers|identifier|service|services"
    "|api|apis|api service|api services|model api|the following models|following models|following model"
    "|following model names|deepseek api|api model names|api model|model identifiers|model identifier|id|ids"
    "|api access|two legacy|three|new|outdated|snapshot|model service|legacy model|previous|earlier|current|version"
    "|model version|endpoints|temporary|temporary endpoint|base url",
    "support": "lifetime|life|lifespan|service life|life cycle|lifecycle|support|service|services|access|availability"
    "|api support|api access|api service|api services|serving|hosting|operation|api availability|model support"
    "|official support|the service",
    "will": "will|shall|is going to|are going to|is to|are to|is scheduled to|are scheduled to|is planned to"
    "|are planned to|is due to|are due to|is set to|are set to|scheduled to|is slated to|are slated to|slated to"
    "|plan to|plans to|are planning to|intend to|intends to|have decided to|has decided to|decided to|set to|due to be"
    "|have scheduled|is scheduled|are scheduled|are about to|is about to",
    "be": "be|is|are|being|get|gets|is being|are being|be being",
    "been": "been|has been|have been|has now been|have now been|has already been|have already been|has|have",
    "was": "was|were|had|had been|used to|would have been|would have|originally|previously|initially|ever|once|earlier"
    "|formerly|last year|last month|ago|in the past",
    "ended": "retired|deprecated|discontinued|removed|sunset|sunsetted|decommissioned|phased out|shut down"
    "|taken offline|turned off|switched off|disabled|withdrawn|terminated|taken out of service|withdrawn from service"
    "|shut off|removed from service|removed from the api|removed from our api|removed from the deepseek api"
    "|made unavailable|retired from the api|retired from service|retired from our api|stopped|pulled|taken down"
    "|closed down",
    "ends": "going away|going offline|stop responding to requests|stops responding to requests|stop accepting requests"
    "|stop taking requests|stop serving requests|stops accepting requests|stop working|stops working|stop being served"
    "|stops being served|stop being available|stops being available|stop being supported|stops being supported"
    "|stop being accepted|stops being accepted|stop being offered|stops being offered|cease to be available"
    "|ceases to be available|cease to work|ceases to work|cease to function|ceases to function|cease to be served"
    "|ceases to be served|cease operation|ceases operation|cease operations|reach end of life|reaches end of life"
    "|reach its end of life|reach their end of life|reaches its end of life|reach the end of life"
    "|reaches the end of life|reach the end of their life|reaches the end of its life|reach end of service"
    "|reaches end of service|reach end of support|reaches end of support|reach eol|reaches eol|go offline|goes offline"
    "|go away|goes away|go dark|goes dark|shuts down|expire|expires|retires|sunsets|end|ends|become unavailable"
    "|becomes unavailable|go out of service|goes out of service|disappear|disappears|stop|stops|leave service"
    "|leaves service|leave the api|leaves the api|cease|ceases|terminate|terminates|finish|finishes|conclude|concludes"
    "|close|closes|stop functioning|stops functioning|run out|runs out|come to an end|comes to an end"
    "|cease to be supported|ceases to be supported|cease being available|ceases being available|stop responding"
    "|stops responding|expiring|retiring|ending|cease to exist|ceases to exist|bow out|bows out|lapse|lapses|over"
    "|cease to be accepted|ceases to be accepted|cease being served|cease to be offered|stop to work|stops answering"
    "|stop answering|go end of life|goes end of life|go eol|goes eol|leave the platform|leaves the platform"
    "|reach the end of service|reaches the end of service|reach the end of support|reaches the end of support"
    "|enters end of life|enter end of life|comes to its end of life|enters eol|be no more",
    "end": "retire|deprecate|discontinue|remove|sunset|decommission|phase out|shut down|turn off|switch off|disable"
    "|withdraw|terminate|stop serving|stop supporting|stop offering|stop providing|stop accepting|end support for"
    "|end service for|drop support for|cease support for|discontinue support for|stop support for|cease to serve"
    "|cease serving|cease to offer|cease supporting|withdraw support for|cease to support|end the service of"
    "|no longer support|no longer serve|no longer offer|no longer provide|no longer accept|stop accepting requests for"
    "|stop accepting requests to|stop accepting calls to|reject|refuse|pull|stop running|stop hosting|take offline"
    "|kill",
    "ending": "retiring|deprecating|discontinuing|removing|sunsetting|decommissioning|phasing out|shutting down"
    "|turning off|switching off|disabling|withdrawing|terminating|ending support for|ending service for"
    "|dropping support for",
    "the_end": "retirement|deprecation|discontinuation|shutdown|shut down|end of life|eol|sunset|end of service"
    "|withdrawal|end of support|retirement date|shutdown date|deprecation date|sunset date|end of life date"
    "|decommissioning|removal|last day|last day of service|final day|end date|eol date|final day of service"
    "|last day of availability|phase out|last date|discontinuation date|removal date|end of availability"
    "|retirement plan|deprecation plan|shutdown plan|planned retirement|planned deprecation|scheduled retirement"
    "|planned shutdown|announced retirement|sunsetting|planned discontinuation|scheduled shutdown"
    "|scheduled deprecation|retirement of|last day to use|last day to call|last day of support|final date|termination"
    "|last service day|scheduled discontinuation|planned removal|deadline|closing date|expiry date|expiration date"
    "|expiry|expiration|cut off date|cutoff date|cut off|cutoff|end|retirement day|end of life day|final shutdown",
    "takes_place": "marks|has been set for|has been set to|is set for|was set for|has been fixed for|is fixed for"
    "|takes place|take place|happens|happen|occurs|comes|falls|will take place|becomes effective|arrives",
    "usable": "available|accepted|accessible|callable|supported|usable|served|called|used|invoked|reachable|offered"
    "|provided|online|operational|in service|active|alive|live|up|running|functional|working|open|valid"
    "|accepted as a model name|accepted as model name|accepted any longer|valid as a model name|accepted by the api"
    "|accepted by our api|maintained",
    "use": "using|use|call|access|invoke|keep using|continue using|continue to use|continue to call|keep calling"
    "|be used",
    "you": "you|users|developers|customers|api users|everyone|all users|all developers|all customers|all api users",
    "can": "can|can still|may still|be able to|are able to|can continue to|can keep",
    "stay": "stay|stays|remain|remains|continue|continues|continue to|continues to|keep|keeps|still|continue being"
    "|kept",
    "continue": "continue providing|continue to provide|continue offering|continue to offer|continue serving"
    "|keep providing|continue to serve|continue supporting|continue to support|keep offering|keep serving"
    "|keep supporting|go on serving|go on providing|go on offering|continue to operate|keep running|continue to run"
    "|maintain|continue running|retain|keep on providing|keep on serving|keep on offering|continue to make available"
    "|continue hosting|continue to host",
    "not": "not|never|cannot|neither|nor|no|don't|doesn't|isn't|aren't|didn't|without|rather than|hardly|nowhere",
    "not can": "can't",
    "will not": "won't|shan't",
    "not usable": "unavailable|offline|inaccessible|unreachable|unusable|out of service",
    "we will": "we'll|we've decided to|we plan to|we have decided to|we have now decided to",
    "we refuse": "we have decided not to|we've decided not to|we have now decided not to",
    "we been": "we've|we have",
    "it will": "it'll|they'll",
    "nolonger": "no longer|not any longer|not any more|not anymore",
    "can nolonger": "can no longer|cannot any longer|can not any longer",
    "refuse": "decided not to|have decided not to|no longer plan to|no longer intend to|no longer planning to"
    "|are no longer planning to|decided against|have decided against|no longer plans to",
    "cancelled": "cancelled|canceled|called off|withdrawn|reversed|revoked|abandoned|rescinded|dropped|scrapped"
    "|taken back|cancel|call off|reverse|revoke|abandon|rescind|drop|scrap|take back|cancelling|withdraw|withdrawing"
    "|retracted",
    "postponed": "postponed|delayed|deferred|suspended|paused|pushed back|put off|on hold|put on hold|postpone|delay"
    "|moved|tentative|provisional|rescheduled|subject to change|brought forward|reconsidered|under review",
    "planned": "decision|decision to|planned|scheduled|planned for|scheduled for|originally planned for"
    "|originally scheduled for|announced|announced for|previously announced|previously planned|previously scheduled"
    "|originally announced|set for|due on|slated for|originally planned|originally scheduled|originally set for"
    "|previously announced for|plan|plans|due|is slated for|are slated for|is scheduled for|are scheduled for"
    "|is planned for|are planned for|is due for|due for|up for",
    "untrue": "not final|not confirmed|not true|not yet final|not certain|not yet confirmed|not official|not correct"
    "|untrue|false|hoax|myth|rumour|rumor|incorrect|fabricated|fake|mistake|not decided|not yet decided|not definitive"
    "|kidding|just kidding|april fools|april fool",
    "foreign": "gpt|claude|gemini|qwen|kimi|glm|llama|mistral|grok|openai|anthropic|azure|google|doubao|openrouter"
    "|microsoft|amazon|bedrock|vertex|xai|moonshot|alibaba|third party|meta|gemma|nvidia|together ai|fireworks|ollama"
    "|minimax|ernie|hunyuan",
    "only": "only|solely|exclusively|just|merely",
    "until": "until|till|up to|up until|through|thru|until end of|until the end of|no later than|up to and including"
    "|only until|but only until|up through|no longer than|not beyond",
    "on": "on|at",
    "from": "from|starting|starting from|starting on|starting at|effective|effective from|effective on|as of|beginning"
    "|with effect from|since|beginning on|beginning from|as from|commencing|effective as of|effective at|onwards from",
    "after": "after|past|beyond|following|when|once|as soon as",
    "onward": "onwards|onward|and later|and after|and thereafter",
    "by": "by|before the end of",
    "before": "before|prior to|ahead of",
    "V": "in the future|soon|shortly|in due course|in the near future|later this year|in the coming weeks|next year"
    "|in the coming months|later|in the coming days|at a later date|at a future date|eventually|next month"
    "|at some point|in a few weeks|in a few months|at some point in the future|in the next few months"
    "|in the next few weeks|in the foreseeable future|in future|in a future release|in a future version"
    "|in an upcoming release|in upcoming releases|in one of the next releases|in the next release|in the next version"
    "|over the coming weeks|over the coming months|within the next few months|within the next few weeks"
    "|in the months ahead|in the weeks ahead|any day now|before long|some time in the future|sometime in the future"
    "|in the medium term|in the long run",
    "then": "then|after that|afterwards|thereafter|after which|after this|afterward|upon expiry|after the promotion"
    "|from then on|after that date|after this date|from that point on|after that time|afterwards the|subsequently",
    "requests": "any call|each call|every call|each request|api call|every api call|requests|calls|traffic|api calls"
    "|api requests|request|queries|all requests|every request|any request|call|any calls|api traffic|all calls"
    "|all traffic|their requests|its requests|requests sent|requests made|any requests|calls made|requests sent to"
    "|calls made to|requests made to|request sent|requests that use|calls that use|requests using|requests with"
    "|requests specifying|requests naming|calls with|requests addressed to|calls made with|requests made with"
    "|requests for the model|calls for|requests which use|calls using",
    "routed": "routed|redirected|forwarded|rerouted|sent on|directed|switched over|switched|diverted|transferred"
    "|mapped|aliased|remapped|migrated|repointed|pointed|go|goes|sent|automatically routed|automatically redirected"
    "|moved over|pass|shifted|switch|switches",
    "served": "served|handled|answered|processed|fulfilled",
    "route": "route|redirect|forward|reroute|direct|divert|switch|send|map|migrate|transfer",
    "points": "point|points|resolve|resolves|map|maps|become an alias|becomes an alias|switch to using|become aliases"
    "|alias|start to point|begin to point|start pointing|starts to point|be an alias|an alias|refer|refers",
    "replaced": "replaced|superseded|succeeded",
    "fails": "fail|fails|return an error|returns an error|return errors|be rejected|be refused|get an error|error out"
    "|receive an error|will be rejected|result in an error|result in errors|returns errors|are rejected|be declined"
    "|be denied|return a 404|receive errors|fail with an error",
    "and": "and|&|as well as|plus|then also",
    "or": "or",
    "but": "but|however|though|although|whereas|while|yet|nevertheless|nonetheless",
    "to": "to|towards",
    "of": "of|for|'s",
    "with": "with",
    "scope": "during|in|within|under|via|through the|inside|outside|among|over|above|below|against|per|unlike|when"
    "|whenever|where|once|except|excluding|other than|apart from|besides|in addition to|along with|together with"
    "|not including|like|including|except for|except on|with the exception of|alongside|rather|instead of|before you"
    "|who|whose|beside",
    "hedge": "may|might|could|would|should|perhaps|maybe|possibly|probably|likely|expected|expected to|is expected to"
    "|are expected to|tentatively|approximately|around|about|considering|consider|consideration|proposal|propose"
    "|proposed|thinking about|unclear|uncertain|unconfirmed|potentially|hope|hopes|hopefully|aim|aims|target|if needed"
    "|roughly|estimated|assume|assuming|suppose|supposing|hypothetically|hypothetical|example|imagine|draft|suggest"
    "|suggested|could be|can be expected|apparently|supposedly|allegedly|presumably|myth|fake|false|untrue|wrong"
    "|incorrect|hoax|not yet|doubt|doubtful|joke|seems|seem|appears|appear|ought|plan b|test|demo|fictional|scenario"
    "|poll|prediction|predict|predicted|predicts|guess|wish|must|need|denied|deny|denies|sample|template|placeholder"
    "|evaluating|so we hear|or so|if all goes well|god willing|fingers crossed|tbd|tba|to be confirmed|to be decided"
    "|at the earliest|at the latest|at least|or earlier|or later|or sooner|give or take",
    "cond": "if|unless|whether|provided that|as long as|in case|depending|subject to|assuming that|in the event"
    "|until further|pending|upon|except if|only if|conditional",
    "report": "according|according to|reportedly|rumour|rumours|rumor|rumors|rumoured|rumored|said|says|say|claim"
    "|claims|claimed|reports|report|reported|alleged|speculation|leak|leaked|contrary|blog|media|tweet|tweets|forum"
    "|article|press|journalists|analysts|believe|believes|believed|think|thinks|heard|hear|wrote|writes|sources|gossip"
    "|stated|insiders|newspaper|reuters|bloomberg|mistaken|mistakenly|correction|misunderstanding|story|whispers"
    "|unofficial",
    "now": "from now|from now on|from today|starting today|now|currently|already|at present|at the moment|presently"
    "|temporarily|for the time being|as of now|for now",
    "it": "it|they|which|them|its|their|he|she|that|such",
    "we": "we|deepseek|deepseek team|we at deepseek|we now|we also|we therefore|deepseek's team|deepseek platform",
    "please": "please|you should|users should|we recommend|we advise|we suggest|make sure|developers should|migrate"
    "|consider migrating|you are advised|users are advised|we encourage|we ask you|we strongly recommend|update your"
    "|customers should|we kindly ask|kindly|users are encouraged|you can switch|you may switch|thank you|thanks"
    "|remember to|be sure|users need to|you need to|developers need to|we kindly remind|switch your|we urge"
    "|users are asked|you will need|users must|you must|developers must|we thank|we apologize|sorry for|see"
    "|for details|for more information|refer to|for more details|use|set|learn more|read more|contact|questions",
    "reason": "following|at the request|at your request|in response to|in order to|in line with|in view of|in light of"
    "|for compatibility|for backward compatibility|as|because|because of|due to|owing to|given|thanks to|as part of"
    "|to make room for|so that|as a result|as a result of|based on|for the sake of|to simplify|to make way for"
    "|to free up|as it|as they|as we|for stability|for stability reasons|with the release of|with the launch of"
    "|upon the release of|to ensure|to reduce|to improve|to focus on|after careful|after extensive|in preparation for"
    "|to keep|to better|for operational reasons|for technical reasons|to streamline|in accordance with"
    "|on the occasion of|to celebrate|to thank|to mark|to support|to help|to give|to allow|to provide|to encourage"
    "|driven by|for capacity reasons|for cost reasons|for consistency|after careful consideration"
    "|after careful evaluation|after review|after internal review|after much consideration|based on feedback"
    "|in the interest of|for simplicity|for clarity|as a consequence of|as part|on account of",
    "succeed": "in favor of|in favour of|replaced by|superseded by|be replaced by|succeeded by|make way for"
    "|making way for",
    "released": "released|there|out|launched|generally available|online|ready",
    "after_all": "after all",
    "we be": "we're",
    "group": "eu|europe|european|us|usa|region|regions|regional|mainland|overseas|international|enterprise|enterprises"
    "|business|free tier|trial|student|students|education|beta|preview|internal|batch|app|apps|web|website|mobile"
    "|playground|console|android|ios|tier|plan|plans|subscribers|team|partner|partners|cloud|on premise|self hosted"
    "|open source|weights|summer|winter|selected|some|certain|several|part|partially|partly|portion|half of|most"
    "|documentation|docs|demo|sandbox|staging|images|image|audio|vision|video|files|input|output|tokens|cache"
    "|first time|new customers|newcomers|non profit|developers program|researchers",
}
"""Phrases by grammar word. A phrase may have several: each grammar chooses one."""
