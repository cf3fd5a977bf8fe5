-- What was ever said about a promotion?
--
-- Its end was postponed and withdrawn: each statement is a row, none was lost.
--
-- :source = deepseek_pricing
select model, percent_off, ends_at, after_end, effective_from, effective_to, recorded_from, recorded_to, gone
from promotion_history where source = :source order by model, recorded_from, effective_from
