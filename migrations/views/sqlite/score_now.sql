create view score_now as
select
    series.source, (select vendor from source where name = series.source) as vendor, board, category, series.contender_key,
    called.name as contender_name, called.organization, called.model,
    score, ci_low, ci_high, votes, methodology,
    iso(span.effective_from) as effective_from, iso(span.recorded_from) as recorded_from, span.snapshot_id,
    cast(score as real) as score_number, cast(ci_low as real) as ci_low_number, cast(ci_high as real) as ci_high_number
from score_series as series
cross join score_span as span on not span.gone
    -- By its row: by its start it would be looked up twice.
    and span.rowid = (
        select last.rowid from score_span as last
        where last.series_id = series.id and believed(last) and last.effective_from <= number(:effective_at)
        order by last.effective_from desc
        limit 1
    )
left join contender_series as contender
    on contender.source = series.source and contender.contender_key = series.contender_key
left join contender_span as called on not called.gone
    and called.rowid = (
        select last.rowid from contender_span as last
        where last.series_id = contender.id and believed(last) and last.effective_from <= number(:effective_at)
        order by last.effective_from desc
        limit 1
    )
where (series.source, series.category) not in (
    -- Another source of the family is trusted more, and had been read by then.
    select ours.name, other.division
    from watermark as other
    join source as theirs on theirs.name = other.source
    join source as ours on ours.family = theirs.family and ours.trust > theirs.trust
    where other.fact = 'score' and other.first_at <= :effective_at and other.first_at <= :believed_at
)
    and (series.source, series.category) not in (
        -- It dates back to before its first reading, when another source of the family had been read.
        select own.source, own.division
        from watermark as own
        join source as ours on ours.name = own.source
        join source as theirs on theirs.family = ours.family and theirs.name <> ours.name
        join watermark as other
            on other.source = theirs.name and other.fact = own.fact and other.division = own.division
        where own.fact = 'score' and (own.first_at > :effective_at or own.first_at > :believed_at)
            and other.first_at <= :effective_at and other.first_at <= :believed_at
    )
