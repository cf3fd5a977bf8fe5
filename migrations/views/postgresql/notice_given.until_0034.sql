create view notice_given as
with stated as (
    -- The first page that named this instant counts: an end may be dated, undated and dated again.
    select
        change.source, change.vendor, subject, effective_at, min(seen_at) as stated_at,
        case
            when change.kind in ('price change announced', 'price change moved') then 'price change'
            when change.kind in ('peak hours change announced', 'peak hours change moved') then 'peak hours change'
            else 'retirement'
        end as kind
    from source
    join change on change.source = source.name and change.kind in (
        'price change announced', 'price change moved', 'peak hours change announced', 'peak hours change moved',
        'retirement announced', 'retirement dated', 'retirement moved'
    )
    where effective_at > seen_at and not retracted
    group by 1, 2, 3, 4, 6
)
select
    source, vendor, kind, subject, stated_at, effective_at, cast(extract(epoch from effective_at - stated_at) as double precision) / 86400 as days,
    exists (
        select 1
        from change as later
        where later.source = stated.source and later.vendor = stated.vendor and later.subject = stated.subject
            and later.effective_at = stated.effective_at and not later.retracted
            and later.kind in (
                'price change now in effect', 'peak hours change now in effect', 'retirement happened',
                'name re-routed'
            )
    ) as took_effect
from stated
