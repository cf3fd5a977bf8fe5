with price as (
    select price_history.*, source.trust
    from price_history join source on source.name = price_history.source
    where model = :model and currency = :currency and mode = 'standard' and above = 0 and meter like '%put%'
        and recorded_to is null and source.checks is null
),
best as (
    -- A source that is trusted less speaks of the time before the others began.
    select * from price
    where not exists (
        select 1 from price as other
        where other.trust < price.trust and other.meter = price.meter and other.effective_from <= price.effective_from
    )
), point as (
    -- A price draws a step from its start, and ends where the next row of its key begins, or now.
    select 'price' as what, meter || case band when 'flat' then '' else ' ' || band end as name, effective_from as at,
        null as until, case when gone then null else amount_number end as price, amount as says,
        effective_from > (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z') as announced, 1 as turn
    from best
    union all
    select 'price', meter || case band when 'flat' then '' else ' ' || band end,
        min(coalesce(effective_to, (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')), (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')), null, amount_number, amount, 0, 0
    from best where not gone and effective_from <= (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')
    union all
    select 'announced', kind, seen_at, null, null, subject || ': ' || coalesce(said_after, ''), 0, 1
    from change_log where subject = :model and kind like '%announced' and not retracted
    union all
    select 'promotion', 'promotion', effective_from,
        min(coalesce(effective_to, (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')), coalesce(ends_at, (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')), (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')), null, percent_off || ' % off', 0, 1
    from promotion where model = :model and recorded_to is null and not gone and effective_from <= (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')
        and source = (
            select source from promotion join source on source.name = promotion.source
            where model = :model and recorded_to is null and checks is null order by trust limit 1
        )
)
select *, row_number() over (order by at, turn) as place from point order by place
