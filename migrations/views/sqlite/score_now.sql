create view score_now as
select
    item.source, (select vendor from source where name = item.source) as vendor, board, category, item.contender_key,
    called.name as contender_name, called.organization, called.model,
    score, ci_low, ci_high, votes, methodology,
    iso(span.effective_from) as effective_from, iso(span.recorded_from) as recorded_from, span.snapshot_id,
    cast(score as real) as score_number, cast(ci_low as real) as ci_low_number, cast(ci_high as real) as ci_high_number
from score_item as item
cross join score_span as span on span.item_id = item.id and span.recorded_to is null and not span.gone
    and span.effective_from = (
        select max(effective_from) from score_span as last
        where last.item_id = item.id and last.recorded_to is null and last.effective_from <= number(:effective_at)
    )
left join contender_item as contender
    on contender.source = item.source and contender.contender_key = item.contender_key
left join contender_span as called on called.item_id = contender.id and called.recorded_to is null and not called.gone
    and called.effective_from = (
        select max(effective_from) from contender_span as last
        where last.item_id = contender.id and last.recorded_to is null and last.effective_from <= number(:effective_at)
    )
where (item.source, item.category) not in (
    -- Another source of the family is trusted more, and had been read by then.
    select ours.name, other.division
    from watermark as other
    join source as theirs on theirs.name = other.source
    join source as ours on ours.family = theirs.family and ours.trust > theirs.trust
    where other.fact = 'score' and other.first_at <= :effective_at
)
