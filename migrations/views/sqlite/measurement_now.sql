create view measurement_now as
select
    series.source, (select vendor from source where name = series.source) as vendor, series.contender_key, called.name as contender_name, called.model,
    input_price, output_price, cache_hit_price, cache_write_price, output_tokens_per_second, seconds_to_first_token,
    iso(span.effective_from) as effective_from, iso(span.recorded_from) as recorded_from, span.snapshot_id,
    cast(input_price as real) as input_price_number, cast(output_price as real) as output_price_number,
    cast(cache_hit_price as real) as cache_hit_price_number, cast(cache_write_price as real) as cache_write_price_number,
    cast(output_tokens_per_second as real) as output_tokens_per_second_number,
    cast(seconds_to_first_token as real) as seconds_to_first_token_number
from measurement_series as series
cross join measurement_span as span on span.series_id = series.id and believed(span) and not span.gone
    and span.effective_from = (
        select max(effective_from) from measurement_span as last
        where last.series_id = series.id and believed(last) and last.effective_from <= number(:effective_at)
    )
left join contender_series as contender
    on contender.source = series.source and contender.contender_key = series.contender_key
left join contender_span as called on called.series_id = contender.id and believed(called) and not called.gone
    and called.effective_from = (
        select max(effective_from) from contender_span as last
        where last.series_id = contender.id and believed(last) and last.effective_from <= number(:effective_at)
    )
