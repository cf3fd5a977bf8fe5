"""English words of the tariff by their role, for readings that ignore word order (`relevant_words`).

Each phrase has one role. A word that is not listed may stand only in a sentence that states nothing about a tariff.
Base forms stand for their inflections (`inflections.stem`); "=" before a phrase means this form alone.
"""

WORDS: dict[str, str] = {
    "be": "be|is|are|am|being|been|will|shall|'ll|gets|getting|is going to|are going to|be going to|set to"
    "|scheduled to|is scheduled to|are scheduled to|planned",
    "and": "and|&|plus|as well as|along with|together with|and also|then again from",
    "or": "or|/",
    "but": "but|while|whereas|though|although|however|yet|and while|whilst",
    "on": "on|upon",
    "to": "to",
    "by": "by",
    "neg": "not|no|never|none|don't|doesn't|isn't|aren't|won't|cannot|can't|will not|without|neither|no longer"
    "|not any more|nowhere|hardly|not be|shan't|didn't|nor",
    "from": "from|since|starting|starting from|starting on|starting at|beginning|beginning on|beginning at"
    "|effective|effective from|effective on|effective as of|as of|as from|with effect from|with effect on"
    "|commencing|commencing on|onward|onwards|on and after|and thereafter|and later|and after|from the start of"
    "|in effect since|in effect from|in force from|in force since|valid from|valid as of|applicable from"
    "|in place since|wef|on or after|from and including|first effective|effective date"
    "|start date|takes effect on|date of effect",
    "until": "=ending on|=ending at|=ending|until|till|'til|til|through|thru|through to|throughout until|up until"
    "|up till|until the end of|until end of|through the end of|through end of|no later than|not later than"
    "|valid through|valid until|valid till|valid to|good to|runs to|lasts to|to the close of|to close of"
    "|=expiring on|good through|good until|as late as|right until|all the way to|all the way through"
    "|all the way until|till the end of|to the end of|by the end of|before the end of|at the end of"
    "|at the close of|through the close of|until the close of|right up until|right up to the end of"
    "|until midnight at the end of|till end of|up to and including|through to the end of|until the very end of"
    "|as far as|to and including|right through|right through to|up through|right through until"
    "|until and including|until midnight on|lasts until|last until|running until|which ends on|=which ends"
    "|until the close of business on|run through|runs through|running through|go through|goes through"
    "|last through|lasts through",
    "upto": "up to|right up to|all the way up to|as much as|as many as",
    "before": "before|prior to|ahead of|until just before|earlier than",
    "after": "after|past|beyond|following the end of|once|as soon as|upon expiry of|upon the end of|after the end of",
    "then": "whereafter|thenceforth|then|thereafter|afterwards|afterward|after that|after this|after then"
    "|after which|subsequently|from then on|from then|from that point|from that point on|from that moment"
    "|from that moment on|after that date|after that time|after that point|after that moment|after the promotion"
    "|after the offer|after the promotion ends|after the offer ends|once the promotion ends|once the offer ends"
    "|once it ends|when the promotion ends|when the offer ends|when it ends|once it is over|when it is over"
    "|once that is over|following that|following this|past that date|past that point|beyond that date|beyond that"
    "|beyond that point|after it ends|after expiry|upon expiry|after that deadline|from that date|as of then"
    "|from that time|once the promotion is over|once the offer is over|once the promotion expires"
    "|once the offer expires|once it expires|once the campaign ends|after the campaign|once this expires"
    "|when the discount ends|once the discount ends|after the discount ends|when the discount expires"
    "|once the discount expires|after the discount expires|once the deal ends|after the deal ends|from that day"
    "|from that day on|the next day|the day after|from the next day|the minute it ends|the moment it ends"
    "|the day after that|from which moment|from which moment on|from which point|from which point on"
    "|from which date|from which date on|from which time|from which day|after which date|after which time"
    "|after which point|after which moment|whereupon|immediately thereafter|henceforth the|after this date"
    "|on the following day|from the following day|from the following day on|the following day"
    "|as of the following day",
    "till_then": "until then|up to then|till then|before then|up until then|up to that point|until that date"
    "|until that time|until that point|before that|before that date|until that moment|till that date"
    "|up to that date|until that day|in the meantime|to that point|prior to that",
    "end": "end|expire|expiring|run out|close|conclude|stop|cease|come to an end|draw to a close|wrap up|lapse"
    "|terminate|=over|end date|expiry|expiry date|expiration|expiration date|closing date|deadline|cut off|cutoff"
    "|cut off date|wind up|wind down|final end|go away|disappear|bow out|come to a close|=finishes|=finish"
    "|=finishing|is finished|elapse|elapses|runs its course|cease to apply|ceases to apply|stop applying"
    "|stops applying|no longer be available|comes to its end|ends its run",
    "last": "last day|final day|last date|final date|last chance|last call|final hours|last moment|last minute",
    "start": "start|begin|commence|take effect|come into effect|come into force|go into effect|enter into force"
    "|enter into effect|kick in|apply|applies|applicable|in effect|in force|go live|effective date is"
    "|become effective|become valid|land|arrive|roll out|roll in|introduce|introduced|adopt|switch on|be live"
    "|goes live|in place|come in|valid|run|active|operate|operative|operational|in operation|enforce|take hold"
    "|set in|become applicable|phase in|bring in|bring into force|put into effect|put into force|implement"
    "|switch over to|move to|move over to|switch to|turn on|trigger|available|on offer|open|unveil|live|in use"
    "|observe|observed|=hits|entry into force|coming into force|coming into effect|entry into effect"
    "|implementation|introduction|go live date|activation|commencement|in effect as|effective time|rollout",
    "price": "price|prices|pricing|rate|rates|tariff|tariffs|fee|fees|charge|charges|price list|price sheet"
    "|price table|rate card|price schedule|cost|costs|api price|api prices|api pricing|token price|token prices"
    "|token pricing|token rate|token rates|api rate|api rates|api fees|api tariff|pricing table|list|table"
    "|price lists|price point|unit price|unit prices|what you pay|our price list|fee schedule|tariff table"
    "|tariff sheet|schedule of prices|schedule of fees|price plan|pricing plan|per token price|per token prices"
    "|usage fee|usage fees|price card|price levels|pricing structure|price structure|price catalogue|the tariff"
    "|api list prices|price terms|our prices|our pricing|our rates|our tariff|our fees|this price list|the prices"
    "|pricing terms|charge rates|billing rates|unit rates|pricing sheet|costings|commercial terms",
    "newer": "new|fresh|revised|updated|adjusted|next|newly|renewed|the new|amended|upcoming|forthcoming"
    "|new set of|different|successor",
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
    "return": "return|revert|go back|come back|back|back to|back at|resume|restore|bounce back|snap back"
    "|rise back|climb back|jump back|fall back|spring back|move back|switch back|settle back|reinstate|reset"
    "|be back|step back up|are back|take over again|again|apply again|once again|once more|roll back|=returning"
    "|drift back|restored|restoring|apply once more|charged again|again be|again pay|again be paying"
    "|back in force|reintroduce|reintroduced|reapply|reapplies|return to normal|go back up|up again|resumed",
    "forever": "permanent|permanently|for good|forever|indefinitely|for ever|here to stay|for keeps|=lasting"
    "|=lasting price",
    "change": "change|adjust|revise|update|move|shift|amend|budge|modify|rise|raise|increase|go up|hike"
    "|adjustment|revision|price change|price adjustment|price increase|price update|pricing update|pricing change"
    "|price revision|pricing adjustment|price rise|price hike|pricing revision|rate change|rate adjustment"
    "|tariff change|replace|supersede|superseded by|replaced by|supersede by|switch|take the place of|restructure"
    "|overhaul|price switch|fluctuate|vary|tariff revision|rate revision|go down|repriced|reprice|succeed"
    "|make way for|give way to|price review|touch|modification|alteration|altered|alter|revisions|overhauled|swap"
    "|swapped|shake up|move up|move down|upward|downward|uplift|readjust|readjustment|re price|repricing"
    "|switchover|switch over|changeover|cutover|cut over|price change notice|notice of price change"
    "|new price date|shortened|shorten|narrow|narrowed|widen|widened|expand|expanded|trimmed back|shift to"
    "|shifts to|moves to|become instead",
    "stay": "stay|remain|fixed|fix|frozen|freeze|locked|lock|lock in|unchanged|hold|hold steady|guarantee"
    "|guaranteed|steady|stable|keep|kept|continue|continue to apply|remain in effect|remain in force"
    "|stay in effect|stay in force|remain valid|stay valid|stay put|stay the same|remain the same|price lock"
    "|price freeze|rate lock|stand|constant|firm|intact|untouched|persist|last|good|remain unchanged"
    "|stays unchanged|flat|level off|honor|maintain|retain|continue unchanged|binding|committed|prevail|hold firm"
    "|pinned|rate freeze|keep on using|remains in place|stays in place|remains available|stays available"
    "|remain as they are|stay as they are|stay exactly as they are|unaltered|unaffected|undertake to keep"
    "|commit to|hold on to|preserve|preserved|hold fast|will not move|nothing changes|nothing will change"
    "|nothing changes until|no change|no changes|do not change|will not change|does not change|stability"
    "|price stability|no increase|no decrease|no increases|no rise|no raise|no price increase|no price increases"
    "|no price change|no price changes|price guarantee|guarantee period|moratorium|standstill|price moratorium"
    "|no adjustment|no adjustments|no revision",
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
    "pay": "pay|bill|sell|payable|billed|charged|priced|charged at|billed at|priced at|carry|invoice at|attract"
    "|incur|enjoy|benefit from|offer at|invoiced at|settle|settled|metered|bill at|be billed|computed|calculate"
    "|calculated|account|accounted|levied|levy|debited|cost you|costs you|yours for|sold at|collect fees"
    "|start charging|start billing|begin billing|begin charging|charging|charging for|billing for|becomes payable"
    "|become payable|become chargeable|becomes chargeable|chargeable|be paid for|cost money|costs money"
    "|paid service|paid feature|subject to a fee|subject to charges|subject to billing|carry a fee|carries a fee"
    "|carry a charge|carries a charge|come at a price|levy a fee|fee becomes due|no longer free|free no longer"
    "|ceases to be free|cease to be free|stop being free|stops being free|paid for|asked to pay"
    "|asked to pay anything|be asked to pay|be asked to pay anything|pay anything|billed for",
    "extend": "extend|extended|prolong|lengthen|extension|keep running|push out|pushed|renew|run longer|stretched"
    "|continued|another|longer|more time|hold over|=moved|=moved to|prolongation|renewal",
    "was": "was|were|had|had been|originally|previously|initially|instead of|rather than|formerly|earlier|used to"
    "|would have|planned for|scheduled for|=previous|was due|was to|previously announced|first announced"
    "|would close on|had at first|at first|had meant to|had planned to|had intended to|had been going to|meant"
    "|intended|at the outset|in the first place|first set for|once set for|=would|initially set for|was set for"
    "|were set for|was planned for|were planned for",
    "only": "only|solely|exclusively|just only|alone|merely",
    "token": "token|all token|million token|input and output token|input and output|input as well as output token",
    "calls": "request|requests|calls|all requests|all calls|api requests|api calls|every request|every call"
    "|each request|each call|any request|any call|query|queries|request sent|requests made|calls made|invocation"
    "|invocations|lookup|lookups|=api call|=tool call|=tool calls|tool",
    "search": "search|web search|search api|web searching|search tool|search endpoint|search feature"
    "|search service|searching|search call|search request|search query|search function|web search tool"
    "|online search",
    "fetch": "fetch|web fetch|fetch api|page fetch|fetch tool|fetch endpoint|fetch feature|fetch service|fetching"
    "|url fetch|fetch call|fetch request|page fetching|web page fetch|web fetch tool|fetch function",
    "free": "free|free of charge|at no charge|at no cost|for free|no charge|no cost|no fee|no fees|without charge"
    "|gratis|complimentary|cost nothing|zero cost|zero|on us|on the house|without cost|at zero cost|without fees"
    "|without a fee|nothing to pay|no bill|at no extra cost|not billed|not charged|unbilled|not be billed"
    "|not be charged|waived|waive|free trial|free period|free beta|free phase|free preview|free usage|free use"
    "|free access|free of any charge|free of cost|uncharged|no charges|not chargeable|zero rated|not metered"
    "|charge free|carry no fee|carry no charge|carry no fees|bear no fee|incur no fee|incur no charge"
    "|attract no fee|attract no charge|come at no cost|come at no charge|come without charge|free to use"
    "|costs you nothing|cost you nothing|charged nothing|pay nothing|no money|nothing|fee free|free service"
    "|free tier period|not a cent|not cost anything|no billing|free introductory period|free window|free ride"
    "|free introductory phase|without billing|no cost at all|without being billed|without being charged|trial"
    "|beta|free testing|free test period|won't be billed|won't be charged|not invoiced|free testing period"
    "|zero charge|zero rate|an amount of zero|amount of zero|not charging for|not charging|not billing"
    "|no fee whatsoever|no charge whatsoever|not be asked to pay anything|not asked to pay anything"
    "|pay nothing at all|not pay anything|do not pay|do not pay anything|nothing is charged|nothing is billed"
    "|nothing will be charged|no charge at all|without any charge|without any fee|without any cost|gratuitous"
    "|free of all charges|not cost you anything|cost you not a cent|trial stage|trial phase|trial run"
    "|introductory phase|not be invoiced|don't charge|don't bill|won't charge|won't bill|do not charge"
    "|do not bill|will not charge|will not bill|not be charging|not be billing|never charged|fee waiver|waiver"
    "|waiver of fees|fee holiday|at zero|usd zero|free introductory use|exempt from charges|exempt from fees"
    "|fee exemption|gratis use",
    "part": "input|output|cache hit|cache miss|cached input|uncached input|cache|cached|cached token|input token"
    "|output token|cache hits|cache misses",
    "becomes": "become|=becoming|turn into",
    "been": "has been|have been|=already|has already been|has|have|has now been|has now|have already been",
    "postpone": "postponed|postpone|put off|put back|pushed back|push back|moved back|rescheduled|reschedule"
    "|delayed|delay|deferred|defer|shifted back|pushed out|held over",
    "than": "than",
}
"""Phrases by role."""
