-- Which version answered to a name, and since when?
--
-- :source = deepseek_pricing
select model, version, context_length, max_output, effective_from, effective_to
from model_version_history where source = :source and recorded_to is null and not gone order by model, effective_from
