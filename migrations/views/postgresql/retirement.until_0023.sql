create view retirement as
select
    source, model,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    state, span.retires_at, replacement,
    snapshot_id, locator
from retirement_series as series
join retirement_span as span on span.series_id = series.id
