create view contender_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, contender_key,
    name, slug, organization, license, span.model,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    snapshot_id, locator
from contender_series as series
join contender_span as span on span.series_id = series.id
