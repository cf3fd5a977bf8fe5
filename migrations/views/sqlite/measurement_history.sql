create view measurement_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, contender_key,
    input_price, output_price, cache_hit_price, cache_write_price, output_tokens_per_second, seconds_to_first_token,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    snapshot_id, locator,
    cast(input_price as real) as input_price_number, cast(output_price as real) as output_price_number,
    cast(cache_hit_price as real) as cache_hit_price_number, cast(cache_write_price as real) as cache_write_price_number,
    cast(output_tokens_per_second as real) as output_tokens_per_second_number, cast(seconds_to_first_token as real) as seconds_to_first_token_number
from measurement_series as series
cross join measurement_span as span on span.series_id = series.id
