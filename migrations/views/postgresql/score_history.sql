create view score_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, board, category, series.contender_key,
    (
        select name from contender_span as called
        where called.series_id = contender.id and called.recorded_to is null and not called.gone
            and called.effective_from <= coalesce(span.effective_to, :effective_at)
        order by called.effective_from desc
        limit 1
    ) as contender_name,
    (
        select organization from contender_span as called
        where called.series_id = contender.id and called.recorded_to is null and not called.gone
            and called.effective_from <= coalesce(span.effective_to, :effective_at)
        order by called.effective_from desc
        limit 1
    ) as organization,
    (
        select model from contender_span as called
        where called.series_id = contender.id and called.recorded_to is null and not called.gone
            and called.effective_from <= coalesce(span.effective_to, :effective_at)
        order by called.effective_from desc
        limit 1
    ) as model,
    score, ci_low, ci_high, votes, methodology,
    span.effective_from, span.recorded_from, span.snapshot_id,
    span.effective_to, gone, span.recorded_to,
    cast(score as double precision) as score_number, cast(ci_low as double precision) as ci_low_number, cast(ci_high as double precision) as ci_high_number
from score_series as series
join score_span as span on span.series_id = series.id
left join contender_series as contender
    on contender.source = series.source and contender.contender_key = series.contender_key
