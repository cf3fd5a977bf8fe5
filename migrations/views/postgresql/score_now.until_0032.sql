create view score_now as
select
    series.source, (select vendor from source where name = series.source) as vendor, board, category, series.contender_key,
    called.name as contender_name, called.organization, called.model,
    score, ci_low, ci_high, votes, methodology,
    span.effective_from, span.recorded_from, span.snapshot_id,
    cast(score as double precision) as score_number, cast(ci_low as double precision) as ci_low_number, cast(ci_high as double precision) as ci_high_number
from score_series as series
join score_span as span on span.series_id = series.id and span.recorded_to is null and not span.gone
    and span.effective_from = (
        select max(effective_from) from score_span as last
        where last.series_id = series.id and last.recorded_to is null and last.effective_from <= :effective_at
    )
left join contender_series as contender
    on contender.source = series.source and contender.contender_key = series.contender_key
left join contender_span as called on called.series_id = contender.id and called.recorded_to is null and not called.gone
    and called.effective_from = (
        select max(effective_from) from contender_span as last
        where last.series_id = contender.id and last.recorded_to is null and last.effective_from <= :effective_at
    )
where (series.source, series.category) not in (
    -- Another source of the family is trusted more, and had been read by then.
    select ours.name, other.division
    from watermark as other
    join source as theirs on theirs.name = other.source
    join source as ours on ours.family = theirs.family and ours.trust > theirs.trust
    where other.fact = 'score' and other.first_at <= :effective_at
)
