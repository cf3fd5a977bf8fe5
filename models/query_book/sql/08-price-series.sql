-- The series of a chart
--
-- A line for each meter and band: draw a step at each start.
--
-- :source = deepseek_pricing
-- :model = deepseek-v4-pro
select meter || ' ' || band as line, effective_from as x, amount_number as y, currency, unit
from price_history
where source = :source and model = :model and mode = 'standard' and above = 0 and recorded_to is null and not gone
order by line, x
