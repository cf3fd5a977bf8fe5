create view score as
select
    source, category, board, contender_key,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    score, ci_low, ci_high, votes, methodology,
    snapshot_id, locator
from score_series as series
cross join score_span as span on span.series_id = series.id
