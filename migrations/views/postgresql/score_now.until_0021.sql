create view score_now as
select
    score.source, (select vendor from source where name = score.source) as vendor, board, category, score.contender_key,
    called.name as contender_name, called.organization as organization, called.model as model,
    score, ci_low, ci_high, votes, methodology, score.effective_from, score.recorded_from, score.snapshot_id,
    cast(score as double precision) as score_number, cast(ci_low as double precision) as ci_low_number, cast(ci_high as double precision) as ci_high_number
from score
left join (
    select source, contender_key, name, organization, model
    from contender
    where recorded_to is null and not gone
        and effective_from <= now() and (effective_to is null or now() < effective_to)
) as called on called.source = score.source and called.contender_key = score.contender_key
where recorded_to is null and not gone
    and effective_from <= now() and (effective_to is null or now() < effective_to)
    and not exists (
        -- Another source of the family is trusted more, and had been read by then.
        select 1
        from watermark as other
        join source as theirs on theirs.name = other.source
        join source as ours on ours.name = score.source
        where other.fact = 'score' and other.division = score.category and other.first_at <= now()
            and theirs.family = ours.family and theirs.trust < ours.trust
    )
