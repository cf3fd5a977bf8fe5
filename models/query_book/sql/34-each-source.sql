-- What does each source say a model costs?
--
-- Sources are never merged: the query shows what each of them states, whether trusted or not.
--
-- :model = deepseek-v4-pro
-- :meter = output
-- :at = 2026-07-15T02:00Z
select source, amount, currency, band, effective_from, recorded_from, snapshot_id
from price_history
where model = :model and meter = :meter and effective_from <= :at and (effective_to is null or :at < effective_to)
    and recorded_to is null and not gone
order by currency, source
