create view peak_hours as
select
    source,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    time_zone, weekdays, windows, holidays,
    snapshot_id, locator, text
from peak_hours_series as series
join peak_hours_span as span on span.series_id = series.id
