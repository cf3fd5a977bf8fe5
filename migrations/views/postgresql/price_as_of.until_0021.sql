create function price_as_of(t timestamptz, r timestamptz) returns setof price_now language sql stable as $$
    select
        source, (select vendor from source where name = price.source) as vendor,
        model, meter, band, currency, mode, above, amount, list_amount, unit,
        effective_from, next_from, recorded_from, snapshot_id, locator,
        cast(amount as double precision) as amount_number, cast(list_amount as double precision) as list_amount_number
    from (
        select price.*, lead(effective_from) over same_key as next_from
        from price
        where recorded_from <= r and (recorded_to is null or r < recorded_to)
        window same_key as (partition by source, model, meter, band, currency, mode, above order by effective_from)
    ) as price
    where not gone and effective_from <= t and (next_from is null or t < next_from)
        and not exists (
            -- Another source of the family is trusted more, and had been read by then.
            select 1
            from watermark as other
            join source as theirs on theirs.name = other.source
            join source as ours on ours.name = price.source
            where other.fact = 'price' and other.division = price.currency and other.first_at <= least(t, r)
                and theirs.family = ours.family and theirs.trust < ours.trust
        )
        and not exists (
            -- It dates back to before its first reading, when another source of the family had been read.
            select 1
            from watermark as own
            join source as ours on ours.name = own.source
            join source as theirs on theirs.family = ours.family and theirs.name <> ours.name
            join watermark as other
                on other.source = theirs.name and other.fact = 'price' and other.division = price.currency
            where own.source = price.source and own.fact = 'price' and own.division = price.currency
                and own.first_at > least(t, r) and other.first_at <= least(t, r)
        )
        and price.source not in (select name from source where checks is not null)
$$
