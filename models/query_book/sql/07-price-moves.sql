-- How did one price move?
--
-- As it is believed now, with the list price that was struck through next to it.
--
-- :source = deepseek_pricing
-- :model = deepseek-v4-pro
-- :meter = output
select band, amount, list_amount, currency, effective_from, effective_to
from price_history
where source = :source and model = :model and meter = :meter and recorded_to is null and not gone
order by effective_from, band
