-- What did the page say on 10 September about 20 September?
--
-- Two clocks: the state of one day, as it was believed on another. An end of the model on the 14th was announced, so from then on
-- its name was to be billed as another model.
--
-- @at = 2026-09-20T00:00Z
-- @believed = 2026-09-10T12:00Z
-- :model = deepseek-v4-pro
-- :currency = USD
select meter, band, amount, currency, billed_as, routed_from, route_source, route_locator
from price_resolved where model = :model and currency = :currency order by mode, above, meter, band
