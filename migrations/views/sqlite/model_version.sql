create view model_version as
select
    source, model,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    version, context_length, max_output,
    snapshot_id, locator
from model_version_series as series
cross join model_version_span as span on span.series_id = series.id
