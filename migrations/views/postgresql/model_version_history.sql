create view model_version_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, model,
    version, context_length, max_output,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    snapshot_id, locator
from model_version_series as series
join model_version_span as span on span.series_id = series.id
