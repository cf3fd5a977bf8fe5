create view score as
select
    source, category, board, contender_key,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    score, ci_low, ci_high, votes, methodology,
    snapshot_id, locator
from score_series as series
join score_span as span on span.series_id = series.id
