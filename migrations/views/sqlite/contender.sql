create view contender as
select
    source, contender_key,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    name, slug, organization, license, model,
    snapshot_id, locator
from contender_series as series
cross join contender_span as span on span.series_id = series.id
