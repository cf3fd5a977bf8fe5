create view price_resolved as
with route as (
    select * from route_now
),
name as (
    -- What is said of a name, in one row: each price looks for its name once.
    select vendor, model, min(until) as until, max(retired_at) as retired_at, max(routes) as routes
    from (
        select
            vendor, model,
            -- A price of a name's own holds until a route begins that is announced.
            case when answers_as is null then answers_until end as until,
            -- A page may still state a price of a name that has ended, also when it is read for the first time.
            case when state = 'retired' then effective_from end as retired_at,
            null as routes
        from retirement_now
        where (answers_as is null and answers_until is not null) or state = 'retired'
        union all
        select vendor, model, null, null, 1 from route
    )
    group by vendor, model
),
first_reading as (
    select source, min(first_at) as first_at
    from watermark
    where fact = 'price'
    group by source
)
select
    price.source, seller.vendor, price.model, price.model as billed_as, meter, band, currency, mode, above, amount,
    list_amount, unit, cast(price.effective_from as text) as effective_from,
    case
        when name.until is null or price.effective_to <= name.until then price.effective_to else name.until
    end as effective_to,
    price.recorded_from, price.snapshot_id, price.locator,
    -- With columns of the same types in both halves SQLite copies no row.
    cast(null as text) as routed_from, cast(null as text) as via, cast(null as text) as route_source,
    cast(null as integer) as route_snapshot_id, cast(null as text) as route_locator, amount_number, list_amount_number
from price_now as price
cross join source as seller on seller.name = price.source
left join name on name.vendor = seller.vendor and name.model = price.model
left join first_reading on first_reading.source = price.source
where name.routes is null and (
        name.retired_at is null
        or (price.effective_from > name.retired_at and price.effective_from <> first_reading.first_at)
    )
union all
select
    price.source, seller.vendor, route.model, cast(route.billed_as as text), meter, band, currency, mode, above, amount,
    list_amount, unit, cast(max(price.effective_from, route.effective_from) as text),
    (
        select min(until)
        from (
            select price.effective_to as until
            union all
            select route.effective_to
            union all
            select name.until
        ) as ends
    ),
    price.recorded_from, price.snapshot_id, price.locator, cast(route.effective_from as text),
    cast(via as text), route.source, route.snapshot_id,
    route.locator, amount_number, list_amount_number
from route
cross join source as seller on seller.vendor = route.vendor
cross join price_now as price on price.source = seller.name and price.model = route.billed_as
left join name on name.vendor = seller.vendor and name.model = price.model
