create view place_now as
with standing as (
    -- The stated interval, or the score alone where one of its ends is not stated.
    select
        source, category, board, contender_key,
        rank() over (partition by source, category, board order by score desc) as place,
        case when ci_low is null or ci_high is null then score else ci_low end as low,
        case when ci_low is null or ci_high is null then score else ci_high end as high
    from score_now
), ends as (
    select
        source, category, board, contender_key, place, is_low,
        case when is_low = 1 then low else high end as value
    from standing
    cross join (select 0 as is_low union all select 1) as side
), counted as (
    -- From the highest end down; of equal ends the high ones come first, as intervals that touch overlap.
    select
        source, category, board, contender_key, place, is_low,
        sum(is_low) over passed as lows, sum(1 - is_low) over passed as highs
    from ends
    window passed as (partition by source, category, board order by value desc, is_low rows unbounded preceding)
), ranges as (
    -- An interval lies wholly above another if its low end comes before the other's high end.
    select
        source, category, board, contender_key, max(place) as place,
        max(case when is_low = 0 then lows end) + 1 as best_place,
        max(case when is_low = 1 then highs end) as worst_place
    from counted
    group by source, category, board, contender_key
)
select
    source, category, board, contender_key, place, best_place, worst_place, worst_place - best_place as tied_with
from ranges
