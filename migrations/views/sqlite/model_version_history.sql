create view model_version_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, model,
    version, context_length, max_output,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    snapshot_id, locator
from model_version_series as series
cross join model_version_span as span on span.series_id = series.id
