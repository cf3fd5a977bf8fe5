create view promotion as
select
    source, model,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    percent_off, span.starts_at, span.ends_at, after_end,
    snapshot_id, locator
from promotion_series as series
join promotion_span as span on span.series_id = series.id
