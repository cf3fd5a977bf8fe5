create view model_version as
select
    source, model,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    version, context_length, max_output,
    snapshot_id, locator
from model_version_series as series
join model_version_span as span on span.series_id = series.id
