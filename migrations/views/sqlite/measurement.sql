create view measurement as
select
    source, contender_key,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    input_price, output_price, cache_hit_price, cache_write_price, output_tokens_per_second, seconds_to_first_token,
    snapshot_id, locator
from measurement_series as series
cross join measurement_span as span on span.series_id = series.id
