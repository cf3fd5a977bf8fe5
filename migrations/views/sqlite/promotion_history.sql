create view promotion_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, model,
    percent_off, iso(span.starts_at) as starts_at, iso(span.ends_at) as ends_at, after_end,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    snapshot_id, locator,
    cast(percent_off as real) as percent_off_number
from promotion_series as series
cross join promotion_span as span on span.series_id = series.id
