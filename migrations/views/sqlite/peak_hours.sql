create view peak_hours as
select
    source,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    time_zone, weekdays, windows, holidays,
    snapshot_id, locator, text
from peak_hours_series as series
cross join peak_hours_span as span on span.series_id = series.id
