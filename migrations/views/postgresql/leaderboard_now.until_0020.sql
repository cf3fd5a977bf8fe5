create view leaderboard_now as
with standing as (
    -- The stated interval, or the score alone where one of its ends is not stated.
    select
        score_now.*, score as middle,
        case when ci_low is null or ci_high is null then score else ci_low end as low,
        case when ci_low is null or ci_high is null then score else ci_high end as high
    from score_now
), ends as (
    select source, category, board, contender_key, high as value, 0 as is_low from standing
    union all
    select source, category, board, contender_key, low, 1 from standing
), counted as (
    -- Places follow from how many intervals lie above: one sort counts them.
    select
        source, category, board, contender_key, is_low,
        coalesce(sum(is_low) over (
            partition by source, category, board order by value desc
            range between unbounded preceding and current row exclude group
        ), 0) as above,
        sum(1 - is_low) over (
            partition by source, category, board order by value desc
            range between unbounded preceding and current row
        ) as reached
    from ends
)
select
    standing.board, standing.category,
    rank() over (partition by standing.source, standing.category, standing.board order by middle desc) as place,
    best.above + 1 as best_place, worst.reached as worst_place, worst.reached - best.above - 1 as tied_with,
    standing.contender_key, contender_name, organization, model, score, ci_low, ci_high, votes, methodology,
    effective_from, standing.source, vendor, snapshot_id,
    cast(score as double precision) as score_number, cast(ci_low as double precision) as ci_low_number, cast(ci_high as double precision) as ci_high_number
from standing
join counted as best on best.is_low = 0
    and best.source = standing.source
    and best.category = standing.category
    and best.board = standing.board
    and best.contender_key = standing.contender_key
join counted as worst on worst.is_low = 1
    and worst.source = standing.source
    and worst.category = standing.category
    and worst.board = standing.board
    and worst.contender_key = standing.contender_key
