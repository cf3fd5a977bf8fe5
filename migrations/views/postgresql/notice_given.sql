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
-- What the first reading of the source stated already may have been announced long before.
where not exists (
    select 1 from retirement_series as series join retirement_span as span on span.series_id = series.id
    where series.source = stated.source and series.model = stated.subject and stated.kind = 'retirement'
        and span.retires_at = stated.effective_at and span.recorded_from < stated.stated_at and not span.gone
)
    and not exists (
        select 1 from price_series as series join price_span as span on span.series_id = series.id
        where series.source = stated.source and series.model = stated.subject and stated.kind = 'price change'
            and span.effective_from = stated.effective_at and span.recorded_from < stated.stated_at and not span.gone
    )
    and not exists (
        select 1 from peak_hours_series as series join peak_hours_span as span on span.series_id = series.id
        where series.source = stated.source and stated.kind = 'peak hours change'
            and span.effective_from = stated.effective_at and span.recorded_from < stated.stated_at and not span.gone
    )
