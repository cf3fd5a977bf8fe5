create view measurement_now as
select
    measurement.source, (select vendor from source where name = measurement.source) as vendor, measurement.contender_key, called.name as contender_name, called.model,
    input_price, output_price, cache_hit_price, cache_write_price, output_tokens_per_second, seconds_to_first_token,
    measurement.effective_from, measurement.recorded_from, measurement.snapshot_id,
    cast(input_price as real) as input_price_number, cast(output_price as real) as output_price_number, cast(cache_hit_price as real) as cache_hit_price_number,
    cast(cache_write_price as real) as cache_write_price_number, cast(output_tokens_per_second as real) as output_tokens_per_second_number, cast(seconds_to_first_token as real) as seconds_to_first_token_number
from measurement
left join (
    select source, contender_key, name, model
    from contender
    where recorded_to is null and not gone
        and effective_from <= (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z') and (effective_to is null or (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z') < effective_to)
) as called on called.source = measurement.source and called.contender_key = measurement.contender_key
where recorded_to is null and not gone
    and effective_from <= (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z') and (effective_to is null or (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z') < effective_to)
