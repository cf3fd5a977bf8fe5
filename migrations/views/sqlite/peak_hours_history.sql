create view peak_hours_history as
select
    series.source, (select vendor from source where name = series.source) as vendor,
    time_zone, weekdays, windows, holidays, text,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    snapshot_id, locator
from peak_hours_series as series
cross join peak_hours_span as span on span.series_id = series.id
