create view disagreement_now as
select
    began.source, began.vendor, began.subject, began.fact, began.item, began.said_after as says,
    began.seen_at as since, began.id as change_id, began.snapshot_id
from source
join change as began on began.source = source.name and began.kind = 'sources disagree' and not began.retracted
    and began.seen_at <= :effective_at and began.seen_at <= :believed_at
where not exists (
    -- It was reported again, or is over: by whichever source of the family was read.
    select 1
    from source as other
    join change as later on later.source = other.name and later.id > began.id
        and later.kind in ('sources disagree', 'sources agree again') and not later.retracted
        and later.seen_at <= :effective_at and later.seen_at <= :believed_at
    where other.family = source.family and later.vendor = began.vendor and later.subject = began.subject
        and later.fact is not distinct from began.fact and coalesce(later.item, '{}') = coalesce(began.item, '{}')
)
