"""English phrases of prices, promotions and hours, as in `general_en`."""

WORDS: dict[str, str] = {
    "listed": "below|listed below|following|the following|above|shown below|listed above|listed here|shown here"
    "|shown above",
    "unchanged": "unchanged|stable|frozen|the same",
    "table": "in this table|in the table below|in the table|in the tables below|on this page|in the second table"
    "|in the first table|listed in|are listed|list|see|shown in|table|to be found in|follow|follows|published",
    "newer price": "according to the new price list|according to the new prices|as per the new price list"
    "|under the new price list|revised list|new list|updated list|revised price list|in line with the new price list",
    "period": "period|trial|phase|trial period|offer|offering",
    "the_end": "end date|end|end of the free period",
    "token": "token|tokens|million tokens|per million tokens|all token",
    "again": "again|once more|once again|another time",
    "forever": "permanent|permanently|for good|forever|indefinitely|for ever|lasting price|permanently become"
    "|become permanently|become permanent|becomes permanent|made permanent|here to stay|on a permanent basis",
    "moved": "moved|pushed back|postponed|shifted|changed|moved back|put back|rescheduled|prolonged",
    "": "do|does|on all other days|on other days|on any other day|on every other day",
    "billed": "charges|charging|to be paid|paid for|fees are charged|fees apply|charges apply|fee|fees|payable|billed"
    "|charged|bill|charge|priced|billing|at no extra|at the same price|with the same|with its"
    "|with unchanged|with no change|with billing|the billing|its billing|how it is billed|billing method|paid"
    "|chargeable|metered|cost|subject to billing|subject to charges|costs|billed per request|charged per request"
    "|billed by the request|charged per call|billed per call|charged by the request|paid per request",
    "free": "free period|free trial|free phase|free trial period|free use|free usage|free access|free phase"
    "|free of cost|cost nothing|costs nothing|no fee|no fees"
    "|without cost|at zero cost|gratis|waived|no charge is made|no charges apply|no charges|no fees are charged"
    "|without any charge|without fees|nothing is charged|no fees apply|no charges are made|no cost"
    "|without being charged|without being billed|free|free of charge|not billed|not charged|not yet billed"
    "|not yet charged|not currently billed"
    "|at no charge|at no cost|for free|not currently charged|unbilled|without charge|not chargeable|complimentary"
    "|are not billed yet|not billed yet|not charged yet|without billing|no charge",
    "search": "search|web search|search api|search calls|search requests|web search api",
    "fetch": "fetch|web fetch|fetch api|fetch calls|page fetch|fetch requests",
    "price": "api price list|api price lists|api tariff|api rates|token price list|tariff table|price sheet"
    "|list of prices|rate card|price schedule|pricing table|pricing list|price|prices|pricing|rate|rates|price list"
    "|price lists|api prices|api pricing|api price|tariff|tariffs"
    "|price table|token prices|prices below|pricing below|price list below|fees|fee|price adjustment|price change"
    "|price reduction|price cut|price changes|price adjustments|price increase|pricing adjustment|pricing change",
    "newer": "new|following|updated|revised|adjusted|below|listed below|adjusted api|next",
    "present": "present|today's|of today|listed|existing|shown|printed|above",
    "adopt": "apply|adopt|use|introduce|switch to|adjust|implement|adopting|applying|change|raise|roll out|adjusting"
    "|changing|updating|raising|lowering|introducing|update|revise|revising|switching to|launch|adapt|lower|reduce",
    "effect": "enters force|becomes valid|become valid|becomes applicable|is introduced|be introduced|introduced"
    "|is adopted|applicable|come online|take effect|takes effect|took effect|come into effect|comes into effect"
    "|come into force"
    "|comes into force|apply|applies|go into effect|goes into effect|in effect|in force|valid|effective"
    "|become effective|becomes effective|enter into force|enters into force|start|starts|begin|begins|hold|holds"
    "|adjusted|change|changes|updated|applied|kick in|kicks in|be in force|be in effect|stay in effect|stay in force"
    "|stay valid|go live|goes live|start to apply|starts to apply|begin to apply|come in|remain valid",
    "offer": "offer|offers|limited time|limited time offer|promotion|promotional|special|temporary|special offer|promo"
    "|deal|sale|limited|launch offer|time limited|campaign|limited period|for a limited time|introductory"
    "|introductory offer|api promotion|launch promotion|event|limited time promotion|promotion period|offer period"
    "|discount period",
    "off": "promotional price|special price|promotional pricing|promotional rate|price reductions|price drop|save"
    "|saving|savings of|launch discount|introductory discount|special discount|off|discount|discounts"
    "|price cut|reduction|price reduction|discounted|reduced|rebate|savings|cheaper|cut|markdown|lower|less"
    "|reduced price|discounted price|discounted prices|discounted pricing|discounted rate|discount rate|lower price"
    "|price discount|api discount|discount offer|discount promotion|promotional discount|below|discount period",
    "percent": "percent|per cent",
    "extended": "extended|extend|extends|prolonged|prolong|extending|renewed|lengthened|extension",
    "runs": "runs|run|last|lasts|valid|lasting|running|holds|hold|applies|apply|good|stays valid|remains valid"
    "|effective|in effect|in force|active|available|extends|continue|continues|remain|remains|in place|stays in effect"
    "|remains in effect|goes on|go on|on|live|open|stand|stands",
    "enjoy": "pay|pays|you pay|charge|place|costs|cost|enjoy|get|have|receive|benefit from|offer|offering|provide|take"
    "|grant|give|gives|benefits from|enjoys"
    "|gets|receives|has|sell|sold|purchase|comes|come|carries|carry|see|runs a|run a|are offering|is offering|applying"
    "|put",
    "list": "regular rate|standard rate|standard rates|regular rates|normal rate|normal rates|list rates|base price"
    "|full list price|normal pricing|usual price|usual prices|regular list price|regular list prices|ordinary price"
    "|list|original|full|standard|launch|regular|normal|list price|original price|full price|standard price"
    "|usual|regular price|launch price|normal price|original prices|list prices|undiscounted|full prices"
    "|original list price|standard prices|regular prices|standard pricing|original pricing|list pricing"
    "|regular pricing|normal prices",
    "adjusted": "adjusted|changed|set|reduced|lowered|fixed",
    "return": "resume|resumes|back to|back at|reinstated|comes back|come back|back|restores|rise back to|rises back to"
    "|reapply|reapplies|switch back|switches back|going back|move back|moves back|return|returns|recover|recovers"
    "|go back|goes back|revert|reverts|restored|reset|restore|reverting"
    "|returning",
    "becomes": "becomes|become|settles at|turns into|turn into",
    "peak": "peak day|peak days|peak hours pricing|peak period pricing|peak|peak hours|peak time|peak times"
    "|peak period|peak periods|peak pricing hours|peak hour|peak pricing"
    "|peak rates|peak rate|peak prices|peak price|peak hour pricing|peak hour prices|peak hour rates|peak time pricing"
    "|peak window|peak windows|peak usage hours|peak slots|peak billing hours|peak hour period|busy hours"
    "|peak time rates|peak demand hours|peak price hours|peak hour periods",
    "offpeak": "off peak|off peak hours|off peak time|off peak times|off peak period|off peak periods|off peak rates"
    "|valley|off peak pricing|off peak prices|off peak price|off peak rate|idle|off peak billing|nighttime|night",
    "other": "all other hours|other hours|all other times|other times|the rest|all remaining hours|remaining hours"
    "|rest|the remaining hours|everything else|all remaining times|outside these hours|outside of these hours"
    "|any other time|all the other hours|outside those hours|the remaining time|at all other times|at other times"
    "|other periods|all other periods|outside this window|outside these windows|remaining times|any other hours"
    "|all other time|other window|other windows|other time|other hour|further|all else|all the other times"
    "|outside of those hours|the other hours|every other hour|outside peak hours"
    "|the rest of the day|outside of peak hours|outside them|hours outside",
    "hours": "hours|time|times|period|periods|window|windows|between|during|daytime|in the period|hour|span|slots|slot"
    "|run|runs|fall|falls|cover|covers|count as|counts as|defined as|are defined as|considered|treated as|regarded as"
    "|last|lasts|in effect|daily from|apply|applies|the following hours|following hours|these hours|hours between"
    "|morning|evening|afternoon|hours of|each of|the following times"
    "|charged|billed|priced|in|within|consist of|we charge|we apply"
    "|we bill|considered to be|consist|comprise|comprises|take place|as|set|designated|designated as|following"
    "|as follows|set as|namely|occur|occurs|take|extend|extends|new|what|we define|we consider|we treat|namely from"
    "|charged between|and again|again|we count|schedule|counted as|classed as|classified as|local|at|are set at|stand"
    "|are in force|in force",
    "it": "the model itself",
    "be not": "there are no|there is no",
    "twice": "twice|double|doubled|two times|higher|doubles",
    "usage": "usage|token usage|api usage|consumption|token consumption|tokens used|tokens consumed|use of tokens",
    "made": "made|submitted|completed|issued|placed|received|arriving|started|sent|processed|handled",
    "any_holiday": "spring festival|national day|golden week|labour day|labor day|new year|holiday|public holiday"
    "|make up workdays|holidays|public holidays|statutory holidays|national holidays|legal holidays|official holidays",
    "holiday": "the public holidays of mainland china|public holidays of mainland china|holidays of mainland china"
    "|statutory holidays of china|national holidays of china|holidays of china|statutory holidays in mainland china"
    "|national holidays in mainland china|statutory holidays of mainland china|china's statutory holidays"
    "|chinese public holidays|chinese statutory holidays|chinese national holidays|china's public holidays"
    "|china's statutory holidays|china's national holidays|public holidays in china|statutory holidays in china"
    "|national holidays in china|chinese holidays|china's legal holidays|chinese legal holidays|china public holidays"
    "|public holidays in mainland china|chinese official holidays|public holidays of china|official chinese holidays"
    "|mainland china public holidays|chinese public holiday|china holidays|holidays in china|china's holidays"
    "|official holidays in china|mainland chinese public holidays|chinese statutory public holidays"
    "|china's official holidays|china's statutory public holidays|statutory chinese holidays|prc public holidays"
    "|legal holidays in china",
    "but_for": "excluding|except|except for|except on|other than|not including|with the exception of|exclusive of"
    "|but not on|apart from|save for|save on|excludes|exclude|not on|but for|minus|outside|barring|not counting"
    "|without|unless on|but not|that are not|which are not|that are no|if not on|unless they are",
    "left_out": "excluded|excepted|not included|aside|exempt|exempted|do not count|don't count|exception|exceptions",
    "with_them": "also|too|like any other day|as usual|including|inclusive of|included|as well as on|even on",
    "weekend": "weekends|weekend|saturdays and sundays|saturday and sunday|sundays and saturdays|on weekends"
    "|weekend days",
    "sat": "saturday|saturdays",
    "sun": "sunday|sundays",
    "all_day": "all day|throughout the day|all day long|around the clock|the whole day|whole day|entire day|in full"
    "|24 hours|day and night|for the whole day|all through the day",
}
"""Phrases by grammar word."""
