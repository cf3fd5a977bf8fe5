create view promotion_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, model,
    percent_off, span.starts_at, span.ends_at, after_end,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    snapshot_id, locator,
    cast(percent_off as double precision) as percent_off_number
from promotion_series as series
join promotion_span as span on span.series_id = series.id
