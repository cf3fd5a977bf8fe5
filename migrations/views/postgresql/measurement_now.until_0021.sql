create view measurement_now as
select
    measurement.source, (select vendor from source where name = measurement.source) as vendor, measurement.contender_key, called.name as contender_name, called.model,
    input_price, output_price, cache_hit_price, cache_write_price, output_tokens_per_second, seconds_to_first_token,
    measurement.effective_from, measurement.recorded_from, measurement.snapshot_id,
    cast(input_price as double precision) as input_price_number, cast(output_price as double precision) as output_price_number, cast(cache_hit_price as double precision) as cache_hit_price_number,
    cast(cache_write_price as double precision) as cache_write_price_number, cast(output_tokens_per_second as double precision) as output_tokens_per_second_number, cast(seconds_to_first_token as double precision) as seconds_to_first_token_number
from measurement
left join (
    select source, contender_key, name, model
    from contender
    where recorded_to is null and not gone
        and effective_from <= now() and (effective_to is null or now() < effective_to)
) as called on called.source = measurement.source and called.contender_key = measurement.contender_key
where recorded_to is null and not gone
    and effective_from <= now() and (effective_to is null or now() < effective_to)
