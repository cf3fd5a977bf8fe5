create view retirement_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, model, state, span.retires_at, replacement, answers_as,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    snapshot_id, locator
from retirement_series as series
join retirement_span as span on span.series_id = series.id
