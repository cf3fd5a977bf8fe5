create view notice_now as
select
    series.source, (select vendor from source where name = series.source) as vendor, sha256,
    text, unread,
    iso(span.effective_from) as effective_from, iso(span.recorded_from) as recorded_from, snapshot_id, locator
from notice_series as series
cross join notice_span as span on span.series_id = series.id and believed(span) and not span.gone
    and span.effective_from = (
        select max(effective_from) from notice_span as last
        where last.series_id = series.id and believed(last) and last.effective_from <= number(:effective_at)
    )
