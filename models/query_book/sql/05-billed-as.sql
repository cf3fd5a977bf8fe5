-- What is a name billed at, if another model answers?
--
-- :model = deepseek-v4-flash
select model, billed_as, meter, band, amount, currency, routed_from, route_source, route_locator
from price_resolved where model = :model order by currency, meter, band
