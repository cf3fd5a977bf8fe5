create view notice as
select
    source, sha256,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    text,
    snapshot_id, locator, unread
from notice_series as series
cross join notice_span as span on span.series_id = series.id
