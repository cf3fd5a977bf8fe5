create function score_as_of(t timestamptz, r timestamptz) returns setof score_now language sql stable as $$
    select
        score.source, (select vendor from source where name = score.source) as vendor, board, category, score.contender_key,
        (
            select name from contender
            where contender.source = score.source and contender.contender_key = score.contender_key
                and contender.recorded_from <= r and (contender.recorded_to is null or r < contender.recorded_to) and not contender.gone
                and contender.effective_from <= t
            order by contender.effective_from desc
            limit 1
        ) as contender_name,
        (
            select organization from contender
            where contender.source = score.source and contender.contender_key = score.contender_key
                and contender.recorded_from <= r and (contender.recorded_to is null or r < contender.recorded_to) and not contender.gone
                and contender.effective_from <= t
            order by contender.effective_from desc
            limit 1
        ) as organization,
        (
            select model from contender
            where contender.source = score.source and contender.contender_key = score.contender_key
                and contender.recorded_from <= r and (contender.recorded_to is null or r < contender.recorded_to) and not contender.gone
                and contender.effective_from <= t
            order by contender.effective_from desc
            limit 1
        ) as model,
        score, ci_low, ci_high, votes, methodology, score.effective_from, score.recorded_from, score.snapshot_id,
        cast(score as double precision) as score_number, cast(ci_low as double precision) as ci_low_number, cast(ci_high as double precision) as ci_high_number
    from (
        select score.*, lead(effective_from) over same_key as next_from
        from score
        where recorded_from <= r and (recorded_to is null or r < recorded_to)
        window same_key as (partition by source, category, board, contender_key order by effective_from)
    ) as score
    where not gone and effective_from <= t and (next_from is null or t < next_from)
        and not exists (
            -- Another source of the family is trusted more, and had been read by then.
            select 1
            from watermark as other
            join source as theirs on theirs.name = other.source
            join source as ours on ours.name = score.source
            where other.fact = 'score' and other.division = score.category and other.first_at <= least(t, r)
                and theirs.family = ours.family and theirs.trust < ours.trust
        )
$$
