-- By how much did prices change, and when?
--
-- Each price next to the price that ended when it began. If peak and off-peak hours got prices of their own, each of them is next
-- to the former price for all hours.
--
-- :source = deepseek_pricing
-- :meter = output
select later.model, later.effective_from, earlier.band as band_before, earlier.amount as amount_before, later.band, later.amount,
    round(1000 * (later.amount_number / earlier.amount_number - 1)) / 10 as percent
from price_history as later
join price_history as earlier on earlier.source = later.source and earlier.model = later.model
    and earlier.meter = later.meter and earlier.currency = later.currency and earlier.mode = later.mode
    and earlier.above = later.above and earlier.effective_to = later.effective_from
    and (earlier.band = later.band or earlier.band = 'flat' or later.band = 'flat')
where later.source = :source and later.meter = :meter and later.mode = 'standard'
    and later.recorded_to is null and not later.gone and earlier.recorded_to is null and not earlier.gone
    and earlier.amount_number > 0 and earlier.amount_number <> later.amount_number
order by later.effective_from, later.model, later.band
