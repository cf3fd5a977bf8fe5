create view price_now as
select
    source, (select vendor from source where name = price.source) as vendor,
    model, meter, band, currency, mode, above, amount, list_amount, unit,
    effective_from, effective_to, recorded_from, snapshot_id, locator,
    cast(amount as double precision) as amount_number, cast(list_amount as double precision) as list_amount_number
from price
where recorded_to is null and not gone
    and effective_from <= now() and (effective_to is null or now() < effective_to)
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
