create view measurement_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, contender_key,
    input_price, output_price, cache_hit_price, cache_write_price, output_tokens_per_second, seconds_to_first_token,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    snapshot_id, locator,
    cast(input_price as double precision) as input_price_number, cast(output_price as double precision) as output_price_number,
    cast(cache_hit_price as double precision) as cache_hit_price_number, cast(cache_write_price as double precision) as cache_write_price_number,
    cast(output_tokens_per_second as double precision) as output_tokens_per_second_number, cast(seconds_to_first_token as double precision) as seconds_to_first_token_number
from measurement_series as series
join measurement_span as span on span.series_id = series.id
