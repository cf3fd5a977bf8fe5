create view deadline as
with announced as (
    -- The prices of a model from one instant on are one deadline: the row that was said last speaks for it.
    select
        price.source, vendor, model, currency, effective_from, recorded_from, snapshot_id,
        row_number() over (
            partition by vendor, model, effective_from order by recorded_from desc, price.source
        ) as place
    from price
    join source on source.name = price.source
    where recorded_to is null and not gone and effective_from > (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')
        and not exists (
            -- Another source of the family is trusted more, and had been read by then.
            select 1
            from watermark as other
            join source as theirs on theirs.name = other.source
            join source as ours on ours.name = price.source
            where other.fact = 'price' and other.division = price.currency and other.first_at <= (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')
                and theirs.family = ours.family and theirs.trust < ours.trust
        )
        and price.source not in (select name from source where checks is not null)
)
select
    case when percent_off = '100' then 'free window end' else 'promotion end' end as kind,
    source, (select vendor from source where name = promotion.source) as vendor, model as subject, ends_at as due_at, recorded_from,
    coalesce('then ' || replace(after_end, '_', ' '), 'what follows is not said') as says, snapshot_id
from promotion
where recorded_to is null and not gone
    and effective_from <= (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z') and (effective_to is null or (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z') < effective_to)
    and not exists (
        -- Another source of the family is trusted more, and had been read by then.
        select 1
        from watermark as other
        join source as theirs on theirs.name = other.source
        join source as ours on ours.name = promotion.source
        where other.fact = 'promotion' and other.division = '' and other.first_at <= (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')
            and theirs.family = ours.family and theirs.trust < ours.trust
    )
    and promotion.source not in (select name from source where checks is not null)
    and ends_at > (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')
union all
select
    'retirement', source, (select vendor from source where name = retirement.source), model, retires_at, recorded_from,
    coalesce('replacement: ' || replacement, 'no replacement is named'), snapshot_id
from retirement
where recorded_to is null and not gone
    and effective_from <= (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z') and (effective_to is null or (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z') < effective_to)
    and not exists (
        -- Another source of the family is trusted more, and had been read by then.
        select 1
        from watermark as other
        join source as theirs on theirs.name = other.source
        join source as ours on ours.name = retirement.source
        where other.fact = 'retirement' and other.division = '' and other.first_at <= (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')
            and theirs.family = ours.family and theirs.trust < ours.trust
    )
    and retirement.source not in (select name from source where checks is not null)
    and (state = 'announced' or (state = 'dated' and retires_at > (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')))
union all
select
    'price change', source, vendor, model, effective_from, recorded_from,
    (
        select sum(prices) || ' prices in ' || group_concat(currency, ', ')
        from (
            select currency, count(*) as prices
            from announced as one
            where one.vendor = announced.vendor and one.model = announced.model
                and one.effective_from = announced.effective_from
            group by currency
            order by currency
        ) as by_currency
    ), snapshot_id
from announced
where place = 1
union all
select
    'peak hours change', source, (select vendor from source where name = peak_hours.source), source, effective_from, recorded_from, text, snapshot_id
from peak_hours
where recorded_to is null and not gone and effective_from > (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')
    and not exists (
        -- Another source of the family is trusted more, and had been read by then.
        select 1
        from watermark as other
        join source as theirs on theirs.name = other.source
        join source as ours on ours.name = peak_hours.source
        where other.fact = 'peak_hours' and other.division = '' and other.first_at <= (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')
            and theirs.family = ours.family and theirs.trust < ours.trust
    )
    and peak_hours.source not in (select name from source where checks is not null)
