create view price_now as
select
    source, (select vendor from source where name = price.source) as vendor,
    model, meter, band, currency, mode, above, amount, list_amount, unit,
    effective_from, effective_to, recorded_from, snapshot_id, locator
from price
where recorded_to is null and not gone
    and effective_from <= now() and (effective_to is null or now() < effective_to)
    and not exists (
        -- Another source of the family is trusted more, and had been read by then.
        select 1
        from recorded as other
        join source as theirs on theirs.name = other.source
        join source as ours on ours.name = price.source
        where other.fact = 'price' and other.part = price.currency and other.first <= now()
            and theirs.family = ours.family and theirs.trust < ours.trust
    )
    and price.source not in (select name from source where checks is not null)
