create view peak_hours_history as
select
    series.source, (select vendor from source where name = series.source) as vendor,
    time_zone, weekdays, windows, holidays, text,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    snapshot_id, locator
from peak_hours_series as series
join peak_hours_span as span on span.series_id = series.id
