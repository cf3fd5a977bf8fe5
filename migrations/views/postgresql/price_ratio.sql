create view price_ratio as
with priced as (
    -- The prices of input without a cache hit and of output in one row.
    select
        vendor, model, source, mode, above, band, currency, unit,
        max(case when meter = 'input_cache_miss' then amount end) as input,
        max(case when meter = 'output' then amount end) as output,
        max(case when meter = 'input_cache_miss' then coalesce(list_amount, amount) end) as list_input,
        max(case when meter = 'output' then coalesce(list_amount, amount) end) as list_output,
        max(case when meter = 'input_cache_miss' then amount_number end) as input_number,
        max(case when meter = 'output' then amount_number end) as output_number,
        max(case when meter = 'input_cache_miss' then coalesce(list_amount_number, amount_number) end)
            as list_input_number,
        max(case when meter = 'output' then coalesce(list_amount_number, amount_number) end) as list_output_number,
        max(effective_from) as effective_from,
        max(snapshot_id) as snapshot_id
    from price_resolved
    where meter in ('input_cache_miss', 'output')
    group by vendor, model, source, mode, above, band, currency, unit
)
select
    one.vendor, one.model, one.source, other.vendor as other_vendor, other.model as other_model,
    other.source as other_source, one.mode, one.currency,
    case when one.band = 'flat' then other.band else one.band end as band,
    one.above, other.above as other_above, one.unit,
    one.input, one.output, one.list_input, one.list_output,
    other.input as other_input, other.output as other_output,
    other.list_input as other_list_input, other.list_output as other_list_output,
    one.effective_from, other.effective_from as other_effective_from,
    one.snapshot_id, other.snapshot_id as other_snapshot_id,
    one.input_number / nullif(other.input_number, 0) as input_ratio,
    one.output_number / nullif(other.output_number, 0) as output_ratio,
    one.input_number, one.output_number, one.list_input_number, one.list_output_number,
    other.input_number as other_input_number, other.output_number as other_output_number,
    other.list_input_number as other_list_input_number, other.list_output_number as other_list_output_number
from priced as one
join priced as other on other.mode = one.mode and other.currency = one.currency and other.unit = one.unit
    and (other.band = one.band or one.band = 'flat' or other.band = 'flat')
where other.vendor <> one.vendor or other.model <> one.model
