-- Which models are cheapest, for a mix of three tokens of input to one of output?
--
-- It compares the prices in dollars for prompts of any length, in mode standard. Each band has a row of its own.
--
-- :vendor = %
-- :currency = USD
select input.vendor, input.model, input.band, input.amount as input, output.amount as output,
    round(2500 * (3 * input.amount_number + output.amount_number)) / 10000 as mix
from price_resolved as input
join price_resolved as output on output.source = input.source and output.model = input.model and output.band = input.band
    and output.currency = input.currency and output.mode = input.mode and output.above = input.above
where input.meter = 'input_cache_miss' and output.meter = 'output' and input.mode = 'standard' and input.above = 0
    and input.currency = :currency and input.vendor like :vendor and input.model = input.billed_as
    and input.amount_number + output.amount_number > 0
order by mix, input.vendor, input.model, input.band
limit 10
