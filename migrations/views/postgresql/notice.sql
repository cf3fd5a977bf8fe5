create view notice as
select
    source, sha256,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    text,
    snapshot_id, locator, unread
from notice_series as series
join notice_span as span on span.series_id = series.id
