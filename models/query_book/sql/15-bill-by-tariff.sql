-- What would my month cost under each tariff since the launch?
--
-- The amounts are millions of tokens a month: read, read from the cache, written. For a tariff with bands there is one bill as if
-- all calls fell into each band; the true bill lies in between. `almanac cost WORKLOAD` weighs the bands by the hours of your calls.
--
-- :source = deepseek_pricing
-- :model = deepseek-v4-pro
-- :input = 900
-- :cached = 2000
-- :written = 300
select start.effective_from as tariff_since, price.band, price.currency,
    round(100 * sum(price.amount_number * case price.meter
        when 'input_cache_miss' then :input when 'input_cache_hit' then :cached when 'output' then :written
    end)) / 100 as bill
from (
    select distinct source, model, effective_from from price_history
    where source = :source and model = :model and mode = 'standard' and recorded_to is null and not gone
) as start
join price_history as price on price.source = start.source and price.model = start.model
    and price.effective_from <= start.effective_from
    and (price.effective_to is null or start.effective_from < price.effective_to)
where price.mode = 'standard' and price.above = 0 and price.recorded_to is null and not price.gone
    and price.meter in ('input_cache_miss', 'input_cache_hit', 'output')
group by start.effective_from, price.band, price.currency
order by tariff_since, price.band
