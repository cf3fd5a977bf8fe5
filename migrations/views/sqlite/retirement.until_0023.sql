create view retirement as
select
    source, model,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    state, iso(span.retires_at) as retires_at, replacement,
    snapshot_id, locator
from retirement_series as series
cross join retirement_span as span on span.series_id = series.id
