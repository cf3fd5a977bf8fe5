"""English words of the tariff by their role, for readings that do not ask for an order (`roles`).

Each phrase has one role. A word that stands nowhere here may stand only in a sentence that says nothing of a tariff.
Base forms stand for their inflections (`inflections.stem`); "=" before a phrase is this form alone.
"""

WORDS: dict[str, str] = {
    "be": "be|is|are|am|being|been|will|shall|'ll|gets|getting|is going to|are going to|be going to|due to|set to"
    "|scheduled to|is scheduled to|are scheduled to|planned",
    "and": "and|&|plus|as well as|along with|together with|and also|then again from",
    "or": "or|nor|/",
    "but": "but|while|whereas|though|although|however|yet|and while|whilst",
    "on": "on|upon",
    "to": "to",
    "by": "by",
    "neg": "not|no|never|none|don't|doesn't|isn't|aren't|won't|cannot|can't|will not|without|neither|no longer"
    "|not any more|nowhere|hardly|not be|shan't|didn't",
    "from": "from|since|starting|starting from|starting on|starting at|beginning|beginning on|beginning at"
    "|effective|effective from|effective on|effective as of|as of|as from|with effect from|with effect on"
    "|commencing|commencing on|onward|onwards|on and after|and thereafter|and later|and after|from the start of"
    "|in effect since|in effect from|in force from|in force since|valid from|valid as of|applicable from"
    "|in place since|wef|not before|no earlier than|on or after|from and including|first effective|effective date"
    "|start date|takes effect on|date of effect",
    "until": "=ending on|=ending at|=ending|until|till|'til|til|through|thru|through to|throughout until|up until"
    "|up till|until the end of|until end of|through the end of|through end of|no later than|not later than"
    "|valid through|valid until|valid till|=expiring on|good through|good until|as late as|right until"
    "|all the way to|all the way through|all the way until|till the end of|to the end of|by the end of"
    "|before the end of|at the end of|at the close of|through the close of|until the close of|right up until"
    "|right up to the end of|until midnight at the end of|till end of|up to and including|through to the end of"
    "|until the very end of|as far as|to and including|right through|right through to|up through"
    "|right through until|until and including|until midnight on|lasts until|last until|running until"
    "|which ends on|=which ends|until the close of business on",
    "upto": "up to|right up to|all the way up to|as much as|as many as",
    "before": "before|prior to|ahead of|until just before|earlier than",
    "after": "after|past|beyond|following the end of|once|as soon as|upon expiry of|upon the end of|after the end of",
    "then": "then|thereafter|afterwards|afterward|after that|after this|after then|after which|subsequently"
    "|from then on|from then|from that point|from that point on|from that moment|from that moment on"
    "|after that date|after this date|after that time|after that point|after that moment|after the promotion"
    "|after the offer|after the promotion ends|after the offer ends|once the promotion ends|once the offer ends"
    "|once it ends|when the promotion ends|when the offer ends|when it ends|once it is over|when it is over"
    "|once that is over|following that|following this|past that date|past that point|beyond that date|beyond that"
    "|beyond that point|after it ends|after expiry|upon expiry|after that deadline|from that date|as of then"
    "|from that time|once the promotion is over|once the offer is over|once the promotion expires"
    "|once the offer expires|once it expires|once the campaign ends|after the campaign|once this expires"
    "|when the discount ends|once the discount ends|after the discount ends|when the discount expires"
    "|once the discount expires|after the discount expires|once the deal ends|after the deal ends|from that day"
    "|from that day on|the next day|the day after|from the next day|the minute it ends|the moment it ends"
    "|the day after that",
    "till_then": "until then|up to then|till then|before then|up until then|up to that point|until that date"
    "|until that time|until that point|before that|before that date|until that moment|till that date"
    "|up to that date|until that day|in the meantime|to that point|prior to that",
    "end": "end|expire|expiring|run out|close|conclude|stop|cease|come to an end|draw to a close|wrap up|lapse"
    "|terminate|=over|end date|expiry|expiry date|expiration|expiration date|closing date|deadline|cut off|cutoff"
    "|cut off date|wind up|wind down|final end|go away|disappear|bow out|come to a close|sunset|=finishes|=finish"
    "|=finishing|is finished|elapse|elapses|runs its course|cease to apply|ceases to apply|stop applying"
    "|stops applying|no longer apply|no longer applies|no longer be available|comes to its end|ends its run"
    "|discontinue|discontinued|is withdrawn",
    "last": "last day|final day|last date|final date|last chance|last call|final hours|last moment|last minute",
    "start": "start|begin|commence|take effect|come into effect|come into force|go into effect|enter into force"
    "|enter into effect|kick in|apply|applies|applicable|in effect|in force|go live|effective date is"
    "|become effective|become valid|land|arrive|roll out|roll in|introduce|introduced|adopt|switch on|be live"
    "|goes live|in place|come in|valid|run|active|operate|operative|operational|in operation|enforce|take hold"
    "|set in|become applicable|phase in|bring in|bring into force|put into effect|put into force|implement"
    "|switch over to|move to|move over to|switch to|turn on|trigger|available|on offer|open|unveil|live|in use"
    "|observe|observed|=hits",
    "peak": "peak|=peaks|peak hour|peak hours|peak time|peak times|peak period|peak periods|peak window"
    "|peak windows|peak rate|peak rates|peak price|peak prices|peak pricing|peak tariff|peak tariffs|peak billing"
    "|peak hour pricing|peak hours pricing|peak hour rate|peak hour rates|peak hour price|peak hour prices"
    "|peak time pricing|peak charges|peak time rate|peak time rates|peak rate hours|peak price hours"
    "|peak tariff hours|peak band|peak bands|peak rate window|peak rate windows|peak price window"
    "|peak pricing window|peak pricing windows|peak pricing hours|peak slot|peak slots|peak zone"
    "|peak usage pricing|peak usage hours|peak usage rates|peak segment|peak hour tariff|peak fee|peak fees"
    "|peak charge|peak surcharge|peak hour surcharge|on peak|on peak hours|on peak rate|busy hours|on peak rates"
    "|on peak pricing|on peak period|on peak window|on peak windows|on peak times|high rate hours|busy hour"
    "|busy period|busy periods|busy time|busy times|busy hour rate|busy hour rates|busy hour pricing|busy rate"
    "|busy hours pricing|high demand hours|high demand period|high demand periods|high demand rate"
    "|high demand window|high demand windows|rush hour|rush hours|rush hour pricing|rush hour rate|prime hours"
    "|prime time|prime time rate|prime time pricing|higher rate|higher price|higher prices|higher rates|high rate"
    "|high tariff|premium rate|premium hours|surcharge|surcharge applies|peak demand pricing|peak demand hours"
    "|peak demand rate|peak demand rates|peak demand period|peak load pricing|peak load hours|peak load rates"
    "|peak period pricing|peak period rates|peak period prices|peak period rate|peak hour billing|the peak"
    "|peak time hours|peak calls|peak call|peak days|peak day|the peak tariff|higher tariff|the higher rate"
    "|dearer rate|expensive hours|the expensive hours|the busy hours|top rate|top tariff|peak level|peak class"
    "|peak category|peak regime|peak status|peak traffic pricing|peak traffic hours pricing|peak bracket"
    "|upper rate|upper tariff|elevated rate|elevated pricing|elevated price|surge|surge pricing|surge price"
    "|surge rate|surge hours|surge window|surge windows|surge period|surge periods|surge time",
    "offpeak": "off peak|off peak hours|off peak hour|off peak time|off peak times|off peak period|off peak periods"
    "|off peak rate|off peak rates|off peak price|off peak prices|off peak pricing|off peak billing"
    "|off peak window|off peak windows|offpeak|offpeak hours|offpeak rate|offpeak rates|offpeak pricing"
    "|off peak all day|non peak|non peak hours|non peak rate|non peak rates|non peak pricing|nonpeak"
    "|low rate hours|quiet hours|quiet period|quiet periods|idle hours|idle time|idle period|valley|valley hours"
    "|valley rate|valley price|valley pricing|trough|low demand hours|low tariff|lower rate|lower rates"
    "|lower price|low rate|low price|off peak band|outside peak|outside peak hours|outside of peak hours"
    "|off hours|base rate hours|off peak charges|off peak tariff|off peak class|off peak category|off peak days"
    "|off peak day|the off peak|cheaper rate|cheaper hours|the cheaper rate|the lower rate|off peak level"
    "|off peak status|off surge|outside of peak|outside peak times|out of peak|reduced off peak rate|cheap hours"
    "|cheap rate|off peak all the time|off peak in full|off peak throughout|off peak around the clock",
    "holiday": "holiday|public holiday|national holiday|statutory holiday|chinese holiday|bank holiday"
    "|official holiday|legal holiday|chinese public holiday|chinese national holiday|chinese statutory holiday"
    "|china's public holiday|china's national holiday|china's statutory holiday|china's official holiday"
    "|china's legal holiday|prc holiday|chinese official holiday|chinese legal holiday|prc public holiday"
    "|prc statutory holiday|prc national holiday|public holiday in china|national holiday in china"
    "|statutory holiday in china|official holiday in china|official holiday in mainland china"
    "|public holiday in mainland china|holiday in china|holiday in mainland china"
    "|statutory holiday in mainland china|national holiday in mainland china|mainland china public holiday"
    "|mainland chinese public holiday|mainland chinese holiday|china public holiday|holiday of china"
    "|public holiday of china|statutory holiday of china|national holiday of china|official chinese holiday"
    "|official chinese public holiday|statutory public holiday|chinese statutory public holiday|gazetted holiday"
    "|official public holiday|holiday period|holiday dates|public holidays in the prc|mainland holiday"
    "|red letter day|statutory days off|mainland public holiday|mainland statutory holiday|china's holiday"
    "|china holiday|chinese mainland public holiday|public holidays in the chinese mainland|legal public holiday"
    "|prc's public holiday|public holidays of mainland china|public holidays of the prc"
    "|public holiday observed in china|public holidays observed in mainland china|china's gazetted holiday"
    "|china's statutory public holiday|official holidays of mainland china|mainland china's public holiday"
    "|mainland china's statutory holiday",
    "weekend": "weekend|saturday and sunday|saturdays and sundays|saturday or sunday|saturdays or sundays"
    "|sat and sun|sat sun|sat & sun|sundays and saturdays|sunday and saturday|weekend days|sat/sun",
    "other": "other|others|all other|any other|every other|other hours|other times|remaining|remainder|rest"
    "|the rest|outside these hours|outside those hours|outside these windows|outside those windows"
    "|outside this window|outside that window|outside them|otherwise|all else|everything else|anything else"
    "|any time else|at any other time|outside of these hours|outside of those hours|outside these times"
    "|outside those times|outside the window|outside of these windows|outside of those windows"
    "|outside these periods|outside those periods|elsewhere|every other hour|all other hours|all other times"
    "|all remaining hours|the remaining hours|the other hours|outside the hours above|outside these slots"
    "|outside those slots|the rest of the day|the rest of the time|the rest of the week|all other periods"
    "|any other hour|any other time|in between them|outside this period|outside that period|outside the above"
    "|else",
    "allday": "all day|all day long|around the clock|round the clock|the whole day|whole day|24 hours"
    "|24 hours a day|day and night|from start to finish|all 24 hours|entire day|the entire day|the full day"
    "|full day|all hours|the clock round|from midnight to midnight|start to finish|at all hours|at all times"
    "|at any hour|all night|twenty four hours|all the time",
    "except": "except|excluding|except for|except on|other than on|not including|with the exception of|exclusive of"
    "|excl|but not on|apart from|save for|save on|exclude|but for|minus|barring|not counting|unless it is"
    "|aside from|are excluded|excluded|is excluded|exempt|exempted|are exempt|is exempt|are exempted"
    "|except during|omitting|leaving out|left out|skip|skips|skipped|bar|but not|but never on|do not count"
    "|does not count|other than|not on|take a break on|takes a break on|take a holiday on|pause on|pauses on"
    "|are spared|is spared|waived on|is waived on|are waived on|off on|suspended on|is suspended on"
    "|are suspended on|stay out of it|stays out of it|not charged on|is not charged on|does not apply on"
    "|do not apply on|does not apply to|never applies on|never apply on|never charged on|is lifted on"
    "|are lifted on|lifted on|is switched off on|switched off on|is dropped on|dropped on|no peak on|rests on"
    "|ceases on|does not run on|do not run on|does not operate on|is not in force on|is not in effect on"
    "|not in effect on|not in force on|does not exist on|is not applied on|not applied on|save during"
    "|except when it is|except when|other than during|leaving aside|set aside|disregarding|besides",
    "incl": "including|include|included|inclusive of|incl|also on|even on|as well as on|regardless of"
    "|irrespective of|no exception|no exceptions|no exemption|no exemption for|no exception for|without exception"
    "|holiday or not|no exceptions for|not exempt|no different|not excluded|even|without exception for"
    "|like any other|like any other day|as on any other day|as normal|make no exception|make no difference"
    "|makes no difference|make no difference to|make no exception for|just like any other day"
    "|the same as any other day|no special treatment|as on other days|same as any other day|not an exception"
    "|never excluded|neither excluded nor exempt|same as weekdays|as on ordinary days|as on normal days"
    "|on holidays too|no relief|no break|no break for|no carve out|no carve out for|no matter whether it is"
    "|no holiday exemption|no holiday exception|get no exemption|treated like any other day|are no exception"
    "|is no exception|counts too|whether or not it is|whether or not|not excepted|not interrupted by"
    "|is not interrupted by|are not interrupted by|not suspended on|no pause on|no pause for|does not pause on"
    "|does not stop on|does not stop for|not spared|just as on|as they are on any other day|no relief on"
    "|make none for|no distinction|make no distinction|no difference|make no difference between|no break on"
    "|does not rest on|does not take|do not bring any|not waived on|is not waived on|are not waived on"
    "|not lifted on|is not lifted on|not dropped on|not switched off on|continues on|continue on|carry on through"
    "|carries on through|even when it is|even if it is|even when they are|even if they are|also when it is"
    "|irrespective of whether it is|no matter whether|as well on",
    "price": "price|prices|pricing|rate|rates|tariff|tariffs|fee|fees|charge|charges|price list|price sheet"
    "|price table|rate card|price schedule|cost|costs|api price|api prices|api pricing|token price|token prices"
    "|token pricing|token rate|token rates|api rate|api rates|api fees|api tariff|pricing table|list|table"
    "|price lists|price point|unit price|unit prices|what you pay|our price list|fee schedule|tariff table"
    "|tariff sheet|schedule of prices|schedule of fees|price plan|pricing plan|per token price|per token prices"
    "|usage fee|usage fees|numbers|figures|price card|price levels|pricing structure|price structure|price tag"
    "|price tags|pricing page|price catalogue|the tariff|api list prices|price terms|our prices|our pricing"
    "|our rates|our tariff|our fees|this price list|the prices|pricing terms|charge rates|billing rates"
    "|unit rates|pricing sheet|costings|commercial terms",
    "newer": "new|fresh|revised|updated|adjusted|next|newly|renewed|the new|amended|upcoming|forthcoming|new set of"
    "|different|successor",
    "present": "present|current|existing|today's|of today|as they are|as is|in their current form"
    "|in its current form|these same|as shown|as printed|as listed|printed|old|outgoing|where they are"
    "|at today's level|at current levels|at their current level|at the current level|at today's levels"
    "|at their present level|of record",
    "list": "list price|list prices|regular price|regular prices|regular pricing|normal price|normal prices"
    "|full price|full prices|standard price|standard prices|standard pricing|standard rate|standard rates"
    "|regular rate|normal rate|regular rates|normal rates|usual price|usual prices|usual rate|usual rates"
    "|original price|original prices|list rate|list rates|base price|base prices|base rate|base rates|full rate"
    "|full rates|undiscounted price|undiscounted prices|undiscounted rate|undiscounted rates|ordinary price"
    "|ordinary prices|ordinary rate|ordinary rates|list pricing|original pricing|normal pricing|full pricing"
    "|usual pricing|full list price|full list prices|regular list price|regular list prices|sticker price"
    "|sticker prices|catalogue price|catalog price|normal|standard|regular|usual|undiscounted|original"
    "|normal level|normal levels|list level|usual level|full tariff|standard tariff|regular tariff|normal tariff"
    "|list tariff|usual tariff|usual token price|usual token prices|regular token price|regular token prices"
    "|normal token price|normal token prices|standard token price|standard token prices|list token price"
    "|list token prices|non discounted price|pre promotion price|pre promotion prices|pre sale price"
    "|regular api price|regular api prices|standard api price|standard api prices|normal api price"
    "|standard api rates|regular api rates|published price|published prices|published rate|published rates"
    "|standard list price|standard list prices|listed price|listed prices|original list price|ordinary|basic rate"
    "|default rate|default price|default rates",
    "return": "return|revert|go back|come back|back|back to|back at|resume|restore|bounce back|snap back|rise back"
    "|climb back|jump back|fall back|spring back|move back|switch back|settle back|reinstate|reset|be back"
    "|step back up|are back|take over again|again|apply again|once again|once more|roll back|=returning"
    "|drift back|restored|restoring|apply once more|charged again|again be|again pay|again be paying"
    "|back in force|reintroduce|reintroduced|reapply|reapplies|return to normal|go back up|up again|resumed",
    "forever": "permanent|permanently|for good|forever|indefinitely|for ever|here to stay|for keeps|=lasting"
    "|=lasting price",
    "change": "change|adjust|revise|update|move|shift|amend|budge|modify|rise|raise|increase|go up|hike|adjustment"
    "|revision|price change|price adjustment|price increase|price update|pricing update|pricing change"
    "|price revision|pricing adjustment|price rise|price hike|pricing revision|rate change|rate adjustment"
    "|tariff change|replace|supersede|superseded by|replaced by|supersede by|switch|take the place of|restructure"
    "|overhaul|price switch|fluctuate|vary|tariff revision|rate revision|go down|repriced|reprice|succeed"
    "|make way for|give way to|changeover|price review|touch|retire|modification|alteration|altered|alter"
    "|revisions|overhauled|swap|swapped|shake up|move up|move down|upward|downward|uplift|readjust|readjustment"
    "|re price|repricing",
    "stay": "stay|remain|fixed|fix|frozen|freeze|locked|lock|lock in|unchanged|hold|hold steady|guarantee"
    "|guaranteed|steady|stable|keep|kept|continue|continue to apply|remain in effect|remain in force"
    "|stay in effect|stay in force|remain valid|stay valid|stay put|stay the same|remain the same|price lock"
    "|price freeze|price guarantee|rate lock|stand|constant|firm|intact|untouched|persist|last|good"
    "|remain unchanged|stays unchanged|flat|level off|honor|maintain|retain|continue unchanged|binding|committed"
    "|prevail|hold firm|pinned|rate freeze|keep on using|remains in place|stays in place|remains available"
    "|stays available|remain as they are|stay as they are|stay exactly as they are|unaltered|unaffected"
    "|undertake to keep|commit to|hold on to|preserve|preserved|hold fast|will not move|nothing changes"
    "|nothing will change|nothing changes until|no change|no changes|do not change|will not change"
    "|does not change",
    "off": "off|discount|reduction|reduced|=cut|=cuts|=cutting|save|saving|savings|less|cheaper|lower|discounted"
    "|price cut|price reduction|price drop|slash|knock off|take off|taken off|markdown|mark down|discounted price"
    "|reduced price|discount price|discounted rate|reduced rate|discounted prices|reduced prices|discount rate"
    "|discounted pricing|shave off|trim|drop|rebated|price discount|reduced rates|discounted rates|below list"
    "|below list price|below the list price|below the regular price|below standard|below the usual price"
    "|off the list price|down|under list price|reduced pricing|reduce|lower than usual|less than usual"
    "|lower than the list price|dropped|cut down|less than list|less than the list price"
    "|less than the regular price|cut price|price cuts|off list|off list price|lowered|reduction of|discount of"
    "|decrease|decreased|concession|price concession|cut back|cuts back|knocks|knocked off|knocks off|shaves"
    "|shaved off|deducted|deduct|deduction",
    "offer": "offer|promotion|promo|deal|sale|campaign|special|special offer|limited time|limited time offer"
    "|promotional|limited time promotion|introductory|launch|launch offer|introductory offer|time limited"
    "|limited period|special price|for a limited time|temporary|promotional price|promotional prices"
    "|promotional pricing|promo price|promo pricing|promotional rate|promotional rates|promo rate"
    "|launch promotion|launch price|launch pricing|seasonal|introductory price|introductory pricing"
    "|introductory rate|special pricing|special rate|promotional period|promotion period|promo period"
    "|offer period|discount period|discount window|sale price|sale period|event|festival|anniversary|birthday"
    "|spring|summer|autumn|winter|new year sale|celebration|thank you|gift|special deal|launch discount"
    "|introductory discount|special discount|promotional discount|limited offer|bargain|flash sale|launch week"
    "|for a while|for the time being|limited run|promotional offer|early bird|temporary one|activity period"
    "|special terms|special conditions|promotional terms|action|price action|jubilee|golden week|opening offer"
    "|opening|kick off|back to school|double eleven|singles day|black friday|cyber monday|christmas|new year"
    "|lunar new year|spring festival|mid autumn|birthday present|present to you|welcome offer|gesture",
    "pay": "pay|bill|sell|billing|payable|billed|charged|priced|charged at|billed at|priced at|carry|invoice at"
    "|attract|incur|enjoy|benefit from|offer at|invoiced at|settle|settled|metered|bill at|be billed|computed"
    "|calculate|calculated|account|accounted|levied|levy|debited|cost you|costs you|yours for|sold at"
    "|collect fees|start charging|start billing|begin billing|begin charging|charging|charging for|billing for"
    "|becomes payable|become payable|become chargeable|becomes chargeable|chargeable|be paid for|cost money"
    "|costs money|paid service|paid feature|subject to a fee|subject to charges|subject to billing|carry a fee"
    "|carries a fee|carry a charge|carries a charge|come at a price|levy a fee|fee becomes due|no longer free"
    "|free no longer|ceases to be free|cease to be free|stop being free|stops being free|paid for|asked to pay"
    "|asked to pay anything|be asked to pay|be asked to pay anything|pay anything|billed for",
    "extend": "extend|extended|prolong|lengthen|extension|keep running|push out|pushed|renew|run longer"
    "|prolongation|stretched|continued|another|longer|more time|hold over|=moved|=moved to",
    "was": "was|were|had|had been|originally|previously|initially|instead of|rather than|formerly|earlier|used to"
    "|would have|planned for|scheduled for|=previous|was due|was to|previously announced|first announced"
    "|would close on|had at first|at first|had meant to|had planned to|had intended to|had been going to|meant"
    "|intended|at the outset|in the first place|first set for|once set for|=would|initially set for|was set for"
    "|were set for|was planned for|were planned for",
    "only": "only|solely|exclusively|just only|alone|merely",
    "mult": "double|doubled|twice|triple|times as much|multiplied|multiplier|factor|x2|two times|times that"
    "|times the|2x|=x|×|fold|twofold|surplus|one and a half times|1.5x|3x|higher than|more expensive|dearer",
    "token": "token|all token|million token|input and output token|input and output|input as well as output token",
    "calls": "request|requests|calls|all requests|all calls|api requests|api calls|every request|every call"
    "|each request|each call|any request|any call|query|queries|request sent|requests made|calls made|invocation"
    "|invocations|lookup|lookups|=api call|=tool call|=tool calls|tool",
    "search": "search|web search|search api|web searching|search tool|search endpoint|search feature|search service"
    "|searching|search call|search request|search query|search function|web search tool|online search",
    "fetch": "fetch|web fetch|fetch api|page fetch|fetch tool|fetch endpoint|fetch feature|fetch service|fetching"
    "|url fetch|fetch call|fetch request|page fetching|web page fetch|web fetch tool|fetch function",
    "free": "free|free of charge|at no charge|at no cost|for free|no charge|no cost|no fee|no fees|without charge"
    "|gratis|complimentary|cost nothing|zero cost|zero|on us|on the house|without cost|at zero cost|without fees"
    "|without a fee|nothing to pay|no bill|at no extra cost|not billed|not charged|unbilled|not be billed"
    "|not be charged|waived|waive|free trial|free period|free beta|free phase|free preview|free usage|free use"
    "|free access|free of any charge|free of cost|uncharged|no charges|not chargeable|zero rated|not metered"
    "|charge free|free to use|costs you nothing|cost you nothing|charged nothing|pay nothing|no money|nothing"
    "|fee free|free service|free tier period|not a cent|not cost anything|no billing|free introductory period"
    "|free window|free ride|free introductory phase|without billing|no cost at all|without being billed"
    "|without being charged|trial|beta|free testing|free test period|won't be billed|won't be charged"
    "|not invoiced|free testing period|zero charge|zero rate|an amount of zero|amount of zero|not charging for"
    "|not charging|not billing|no fee whatsoever|no charge whatsoever|not be asked to pay anything"
    "|not asked to pay anything|pay nothing at all|not pay anything|do not pay|do not pay anything"
    "|nothing is charged|nothing is billed|nothing will be charged|no charge at all|without any charge"
    "|without any fee|without any cost|gratuitous|free of all charges|not cost you anything|cost you not a cent"
    "|trial stage|trial phase|trial run|introductory phase|not be invoiced|don't charge|don't bill|won't charge"
    "|won't bill|do not charge|do not bill|will not charge|will not bill|not be charging|not be billing"
    "|never charged",
    "part": "input|output|cache hit|cache miss|cached input|uncached input|cache|cached|cached token|input token"
    "|output token|cache hits|cache misses",
    "becomes": "become|=becoming|turn into",
    "been": "has been|have been|=already|has already been|has|have|has now been|has now|have already been",
    "daytime": "morning|afternoon|evening|night|overnight|daytime|in the morning|in the afternoon|in the evening"
    "|at night|mornings",
    "postpone": "postponed|postpone|put off|put back|pushed back|push back|moved back|rescheduled|reschedule"
    "|delayed|delay|deferred|defer|shifted back|pushed out|held over",
    "than": "than",
}
"""By role, the phrases that have it."""
