-- What was ever said about the end of a model?
--
-- :source = deepseek_pricing
-- :model = deepseek-chat
select state, retires_at, replacement, effective_from, effective_to, recorded_from, recorded_to, gone
from retirement_history where source = :source and model = :model order by recorded_from, effective_from
