-- What did a model cost at an instant?
--
-- The view of the present, asked for another instant. A price with bands has a row for each band; `almanac prices MODEL --at T`
-- says which band is in force.
--
-- @at = 2026-07-15T02:00Z
-- :model = deepseek-v4-pro
select meter, band, amount, list_amount, currency, unit, billed_as, effective_from, effective_to
from price_resolved where model = :model order by currency, mode, above, meter, band
