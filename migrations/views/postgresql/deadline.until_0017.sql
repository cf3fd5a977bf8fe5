create view deadline as
select
    case when percent_off = 100 then 'free window end' else 'promotion end' end as kind,
    source, (select vendor from source where name = promotion.source) as vendor, model as subject, ends_at as due_at, recorded_from,
    coalesce('then ' || replace(after_end, '_', ' '), 'what follows is not said') as says, snapshot_id
from promotion
where recorded_to is null and not gone
    and effective_from <= now() and (effective_to is null or now() < effective_to)
    and not exists (
        -- Another source of the family is trusted more, and had been read by then.
        select 1
        from watermark as other
        join source as theirs on theirs.name = other.source
        join source as ours on ours.name = promotion.source
        where other.fact = 'promotion' and other.division = '' and other.first_at <= now()
            and theirs.family = ours.family and theirs.trust < ours.trust
    )
    and promotion.source not in (select name from source where checks is not null)
    and ends_at > now()
union all
select
    'retirement', source, (select vendor from source where name = retirement.source), model, retires_at, recorded_from,
    coalesce('replacement: ' || replacement, 'no replacement is named'), snapshot_id
from retirement
where recorded_to is null and not gone
    and effective_from <= now() and (effective_to is null or now() < effective_to)
    and not exists (
        -- Another source of the family is trusted more, and had been read by then.
        select 1
        from watermark as other
        join source as theirs on theirs.name = other.source
        join source as ours on ours.name = retirement.source
        where other.fact = 'retirement' and other.division = '' and other.first_at <= now()
            and theirs.family = ours.family and theirs.trust < ours.trust
    )
    and retirement.source not in (select name from source where checks is not null)
    and state = 'dated' and retires_at > now()
union all
select
    'price change', source, (select vendor from source where name = price.source), model, effective_from, min(recorded_from),
    count(*) || ' prices in ' || currency, max(snapshot_id)
from price
where recorded_to is null and not gone and effective_from > now()
    and not exists (
        -- Another source of the family is trusted more, and had been read by then.
        select 1
        from watermark as other
        join source as theirs on theirs.name = other.source
        join source as ours on ours.name = price.source
        where other.fact = 'price' and other.division = price.currency and other.first_at <= now()
            and theirs.family = ours.family and theirs.trust < ours.trust
    )
    and price.source not in (select name from source where checks is not null)
group by source, model, currency, effective_from
union all
select
    'peak hours change', source, (select vendor from source where name = peak_hours.source), source, effective_from, recorded_from, text, snapshot_id
from peak_hours
where recorded_to is null and not gone and effective_from > now()
    and not exists (
        -- Another source of the family is trusted more, and had been read by then.
        select 1
        from watermark as other
        join source as theirs on theirs.name = other.source
        join source as ours on ours.name = peak_hours.source
        where other.fact = 'peak_hours' and other.division = '' and other.first_at <= now()
            and theirs.family = ours.family and theirs.trust < ours.trust
    )
    and peak_hours.source not in (select name from source where checks is not null)
