create view measurement as
select
    source, contender_key,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    input_price, output_price, cache_hit_price, cache_write_price, output_tokens_per_second, seconds_to_first_token,
    snapshot_id, locator
from measurement_series as series
join measurement_span as span on span.series_id = series.id
