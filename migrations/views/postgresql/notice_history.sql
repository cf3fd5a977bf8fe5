create view notice_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, sha256,
    text, unread,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    snapshot_id, locator
from notice_series as series
join notice_span as span on span.series_id = series.id
