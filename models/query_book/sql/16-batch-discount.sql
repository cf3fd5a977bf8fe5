-- What do other modes cost, compared with the standard mode?
--
-- :vendor = openai
-- :meter = output
select standard.model, other.mode, standard.amount as standard, other.amount, standard.currency,
    round(1000 * other.amount_number / standard.amount_number) / 10 as percent
from price_now as standard
join price_now as other on other.source = standard.source and other.model = standard.model and other.meter = standard.meter
    and other.band = standard.band and other.currency = standard.currency and other.above = standard.above
where standard.vendor = :vendor and standard.mode = 'standard' and other.mode <> 'standard' and standard.meter = :meter
    and standard.amount_number > 0 and standard.above = 0
order by standard.model, other.mode
limit 10
