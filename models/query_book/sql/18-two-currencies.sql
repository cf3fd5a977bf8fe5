-- What is the same price in dollars and in yuan?
--
-- The two prices come from two pages: nothing is converted.
--
-- :vendor = deepseek
select dollars.model, dollars.meter, dollars.band, dollars.amount as usd, yuan.amount as cny,
    round(1000 * yuan.amount_number / dollars.amount_number) / 1000 as ratio
from price_now as dollars
join price_now as yuan on yuan.vendor = dollars.vendor and yuan.model = dollars.model and yuan.meter = dollars.meter
    and yuan.band = dollars.band and yuan.mode = dollars.mode and yuan.above = dollars.above
where dollars.currency = 'USD' and yuan.currency = 'CNY' and dollars.vendor = :vendor and dollars.amount_number > 0
order by dollars.model, dollars.meter, dollars.band
