create view score_history as
select
    score.source, (select vendor from source where name = score.source) as vendor, board, category, score.contender_key,
    (
        select name from contender
        where contender.source = score.source and contender.contender_key = score.contender_key
            and contender.recorded_to is null and not contender.gone
            and contender.effective_from <= coalesce(score.effective_to, now())
        order by contender.effective_from desc
        limit 1
    ) as contender_name,
    (
        select organization from contender
        where contender.source = score.source and contender.contender_key = score.contender_key
            and contender.recorded_to is null and not contender.gone
            and contender.effective_from <= coalesce(score.effective_to, now())
        order by contender.effective_from desc
        limit 1
    ) as organization,
    (
        select model from contender
        where contender.source = score.source and contender.contender_key = score.contender_key
            and contender.recorded_to is null and not contender.gone
            and contender.effective_from <= coalesce(score.effective_to, now())
        order by contender.effective_from desc
        limit 1
    ) as model,
    score, ci_low, ci_high, votes, methodology, score.effective_from, score.recorded_from, score.snapshot_id,
    effective_to, gone, recorded_to,
    cast(score as double precision) as score_number, cast(ci_low as double precision) as ci_low_number, cast(ci_high as double precision) as ci_high_number
from score
