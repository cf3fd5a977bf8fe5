"""Parts of the English phrases that `composed_en` composes; each lists alternatives separated by "|"."""

SENDERS = (
    "everything|anything|whatever|all|what|every call|every request|each request|each call|any request|any call|calls"
    "|requests|all requests|all calls|traffic|all traffic|prompts|queries|api calls|api requests|workloads|code|scripts"
    "|application|app|project|integration|service|product|script|workflow|tool|client|system|my code|old code|a request"
    "|applications|apps|integrations|projects|systems|clients|deployments|tools|pipelines|software|programs|users"
    "|customers|developers|anyone|everyone|those|teams|jobs|all integrations|all applications|existing code"
)
SENDING = (
    "use|uses|call|calls|rely on|relies on|depend on|depends on|name|names|specify|specifies|reference|references"
    "|target|targets|are sent to|is sent to|are made to|is made to|are addressed to|is addressed to|go to|goes to"
    "|you send to|hit|hits|reach|reaches|are directed to|is directed to|arrive at|arrives at|arrive for|arrives for"
    "|come in for|comes in for|point at|points at|run on|runs on|are using|is using|are calling|is calling|contain"
    "|contains|carry|carries|ask for|asks for|are issued to|is issued to|have"
)
SENT = (
    "using|calling|relying on|naming|specifying|targeting|referencing|sent to|made to|addressed to|directed to"
    "|going to|arriving for|sent with|made with|issued with|issued to|carrying|pointing at|running on|depending on"
    "|asking for|built on|sending requests to|sending calls to|sending traffic to|making calls to|making requests to"
)
NO_CHANGE = "no|no further|without any|without|zero"
CHANGES = (
    "change|changes|code change|code changes|action|actions|modification|modifications|adjustment|adjustments|update"
    "|updates|migration|intervention|configuration change|configuration changes|changes to your code"
    "|change to your code"
    "|changes to existing code|further action"
)
NEEDED = "is needed|are needed|is required|are required|is necessary|are necessary|needed|required|necessary"
BY_USERS = (
    "|yet|for now|right now|at this point|on your part|on your side|on your end|by you|from you|from your side"
    "|from users|from developers"
)
NEED_NOT = (
    "you do not need to|you don't need to|you do not have to|you don't have to|you need not|there is no need to"
    "|there's no need to|no need to|users do not need to|users don't need to|users do not have to"
    "|developers do not need to|your code does not need to|your code doesn't need to|existing code does not need to"
    "|existing code need not|your code need not|nobody needs to|nobody has to"
)
CHANGE = (
    "change|change anything|change your code|change any code|modify your code|modify anything|do anything"
    "|update anything"
    "|update your code|touch your code|touch anything|adapt your code|adapt anything|adjust anything|adjust your code"
    "|edit your code|alter your code|take any action|act|migrate|move|switch|worry|panic|be changed|be adapted"
    "|be modified|be updated|be touched"
    "|change a line|change a thing|change a single line|change their code|modify their code|adapt their code"
)
SUITED = (
    "recommended|suggested|designated|official|natural|direct|preferred|intended|planned|future|obvious|best|closest"
    "|nearest|drop in|logical|ideal|new|proposed|advised"
)
SUCCESSORS = (
    "replacement|successor|alternative|substitute|target|migration target|migration path|upgrade path|upgrade"
    "|successor model|replacement model|alternative model|migration option|replacement name|target model"
)
AS = "|the|its|their|as|as the|as its|as their|as a|our|your|a"
WAS = (
    "had been|was|were|had originally been|was originally|were originally|was previously|were previously|was once"
    "|was first|was initially|were initially|had previously been|had first been|had initially been|previously"
    "|originally|initially|earlier|formerly|first|once|had already been|was still|had still been"
)
PLANNED = "planned|scheduled|set|slated|due|earmarked|intended|foreseen|fixed|envisaged|pencilled in|booked|decided"
FOR = "|for|on|to|at|to take place on|to happen on|to be|to take effect on"
TOLD = "announced|published|communicated|given|stated|listed|posted|shown|quoted|mentioned|indicated|displayed|named"
USABLE = (
    "available|valid|accepted|usable|callable|supported|served|reachable|active|online|in service|operational|listed"
    "|with us|in place|on offer|accessible|live|alive|in operation|in use|on the platform|on the api"
    "|part of the api|its own model"
    "|a model of its own|independent|a separate model|untouched|exactly as it is"
)
STAYS = (
    "remain|remains|stay|stays|continue to be|continues to be|keep being|keeps being|is still|are still|still be"
    "|go on being|goes on being|continue being|continues being|will remain|will stay|is staying|are staying"
)
WORKS = "work|function|run|operate|be served|be answered|be accepted|exist|be available|be supported|answer|respond"
WORKING = "working|functioning|running|operating|being served|being answered|being accepted|answering|responding"
AS_BEFORE = "|as before|as usual|as it is|as they are|as it does today|as it does now|as they do today|as now|as today"
LAST = "last|final|very last"
CALLS = "call|calls|request|requests|api call|api calls|api request|api requests|response|responses"
ACCEPTED = "accepted|served|answered|processed|handled|made|sent|possible|taken"
BEFORE = "before|ahead of|prior to|by|in advance of"
THEN = "date|day|deadline|shutdown|cutoff|switch|change|retirement|removal|end date|then|time|transition|cut off date"
REPLIES = "answer|answers|reply|replies|response|responses|output"
HAPPENS = "happen|happens|will happen|happening|is happening|going to happen|is going to happen|change|changes|is"
EVERY = "|any|all|every|each|the|your|any of the|all of the|all the"
KEEPS = "keep|keeps|goes on|go on|continue|continues|will keep|will go on|will continue"
THERE_IS = "there is|there will be|there'll be|we have|we offer|we plan|we will offer"
NO_SUCCESSOR = "replacement|successor|substitute|alternative"
THE_DATES = "date|exact date|exact dates|details|schedule|timetable|timeline|day|precise date|dates|final date"
TEMPORARY = (
    "temporary|experimental|compatibility|beta|preview|test|legacy|old|older|dedicated|special|separate|evaluation"
    "|interim"
    "|comparison|research|versioned|unversioned|previous|former|deprecated"
)
BILLING = "pricing|billing|prices|charges|rates|costs|price|usage|the price|you|requests|calls"
BILLED = (
    "follows|follow|will follow|is|are|will be|being|is based on|are based on|is charged at|are charged at|is billed at"
    "|are billed at|will be billed at|pay|will pay|will be charged at|will be billed as|are billed as|is billed as|at"
)
NEW_MODEL = (
    "the new model|the new model's rates|the new model's price|the new model's prices|the rates of the new model"
    "|that model's rates|that of the new model|those of the new model|the target model|the target model's rates"
    "|its rates|its price|its prices|the same|unchanged|unaffected|not affected|accordingly|as before|the same rates"
    "|the price of the new model|the new rates|the new price|the new prices|that model's price"
)
NOT_YET = (
    "has not yet been|have not yet been|has not been|is not yet|are not yet|have not been|has yet to be|is yet to be"
)
WHEN = "|in advance|beforehand|separately|later|here|on this page|ahead of time|yet|in time|soon"
YOURS = "your|the|their|the old"
INTO = "to|over to|with|onto|in your code to|in your requests to|in your code with"
NOBODY = (
    "no other model|no model|nothing else|no successor|no replacement|no substitute|no alternative|no other"
    "|no other name"
)
STEPS_IN = (
    "will answer|answers|will take over|takes over|will step in|steps in|will replace it|replaces it"
    "|will take its place"
    "|takes its place|will respond|is planned|will be offered|is offered|is provided|will be provided|will follow"
    "|follows|is available|is foreseen|is envisaged|exists|will fill the gap|will be available|is in sight|is intended"
)
INSTEAD = "|in its place|in its stead|instead|for it|in their place|for them"
SILENCE = "nothing|no one|nobody|no server|no model"
ANSWERS = (
    "will answer|answers|will respond|responds|is served|will be served|will listen|listens|will be there|is there"
)
TELLING = (
    "announce|publish|post|share|communicate|give|provide|confirm|tell you|let you know|inform you of|inform you about"
    "|keep you posted|keep you informed|notify you|notify you of|come back with|name|set"
)
DATES = (
    "|the date|the exact date|an exact date|a date|the day|it|the schedule|details|further details|more details"
    "|the timetable|the timeline|a timeline|a schedule|the details|exact dates|the exact day|the precise date|more"
    "|the final date|the dates|the concrete date|a concrete date|a specific date|a precise date"
)
WILL = "we will|we'll|we shall|we are going to|we plan to|and will"
TOLD_LATER = (
    "announced|published|communicated|shared|posted|given|provided|named|made public|made known|notified|disclosed"
    "|decided|set|determined|fixed|confirmed|agreed"
)
TELLING_LATER = "announced|published|communicated|shared|posted|given|provided|named|made public|made known|notified"
TO_BE = "will be|is to be|are to be|is still to be|remains to be|to be|has yet to be|is yet to be|are yet to be"
MOVING = "move|migrate|switch|transition|upgrade|changeover|migration|cutover|relocation|port"
PLANNING = (
    "plan|prepare|start|begin|complete|finish|schedule|make|arrange|finalise|finalize|plan for|prepare for|consider"
    "|organise|organize|carry out|perform|initiate|test"
)
YOUR = "your|the|their|a|any|an early"
NAMES = "model|model name|name|names|endpoint|code|calls|requests|traffic|workloads|integration|integrations|clients"
AWAY = "off|off of|away from|from"
GOING = "move|migrate|switch|transition|get|come|port|shift"
NUMBER = "a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a few|several|some|half a"
UNIT = "day|days|week|weeks|month|months|year|years|quarter|quarters"
GERUNDS = "using|moving to|switching to|migrating to|adopting|calling|upgrading to|the use of"
