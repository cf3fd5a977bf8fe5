-- The same two clocks on a history, without `--at`
--
-- From the rows that were believed on 1 September, this takes the latest row of each price that is effective by 12 September. The
-- views do nothing else.
--
-- :at = 2026-09-12T00:00Z
-- :believed = 2026-09-01T00:00Z
-- :source = deepseek_pricing
select model, meter, band, amount
from (
    select *, row_number() over (partition by source, model, meter, band, currency, mode, above order by effective_from desc) as place
    from price_history
    where source = :source and effective_from <= :at and recorded_from <= :believed
        and (recorded_to is null or :believed < recorded_to)
) as believed
where place = 1 and not gone
order by model, meter, band
