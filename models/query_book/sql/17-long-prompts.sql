-- Which models cost more for long prompts?
--
-- A price is for prompts of more than `above` tokens.
--
-- :meter = output
select vendor, model, above, amount, currency
from price_now
where meter = :meter and mode = 'standard'
    and model in (select model from price_now where above > 0 and mode = 'standard')
order by vendor, model, above
limit 12
