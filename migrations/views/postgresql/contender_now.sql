create view contender_now as
select
    series.source, (select vendor from source where name = series.source) as vendor, contender_key,
    name, slug, organization, license, span.model,
    span.effective_from, span.recorded_from, snapshot_id, locator
from contender_series as series
join contender_span as span on span.series_id = series.id and believed(span) and not span.gone
    and span.effective_from = (
        select max(effective_from) from contender_span as last
        where last.series_id = series.id and believed(last) and last.effective_from <= :effective_at
    )
