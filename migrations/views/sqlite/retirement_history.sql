create view retirement_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, model, state, iso(span.retires_at) as retires_at, replacement, answers_as,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    snapshot_id, locator
from retirement_series as series
cross join retirement_span as span on span.series_id = series.id
