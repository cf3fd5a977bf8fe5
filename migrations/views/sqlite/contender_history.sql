create view contender_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, contender_key,
    name, slug, organization, license, span.model,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    snapshot_id, locator
from contender_series as series
cross join contender_span as span on span.series_id = series.id
