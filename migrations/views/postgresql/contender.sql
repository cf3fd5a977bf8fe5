create view contender as
select
    source, contender_key,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    name, slug, organization, license, model,
    snapshot_id, locator
from contender_series as series
join contender_span as span on span.series_id = series.id
