create view price_resolved as
with route as (
    select * from route_now
),
ahead as (
    -- A price of a name's own holds until a route begins that is announced.
    select vendor, model, min(answers_until) as until
    from retirement_now
    where answers_as is null and answers_until is not null
    group by vendor, model
),
retired as (
    -- A page that was not read since may still state a price of a name that has ended.
    select vendor, model, max(effective_from) as since
    from retirement_now
    where state = 'retired'
    group by vendor, model
)
select
    price.source, seller.vendor, price.model, price.model as billed_as, meter, band, currency, mode, above, amount,
    list_amount, unit, price.effective_from,
    case
        when ahead.until is null or price.effective_to <= ahead.until then price.effective_to else ahead.until
    end as effective_to,
    price.recorded_from, price.snapshot_id, price.locator, null as routed_from,
    null as via, null as route_source, null as route_snapshot_id,
    null as route_locator, amount_number, list_amount_number
from price_now as price
cross join source as seller on seller.name = price.source
left join ahead on ahead.vendor = seller.vendor and ahead.model = price.model
left join route as away on away.vendor = seller.vendor and away.model = price.model
left join retired on retired.vendor = seller.vendor and retired.model = price.model
where away.model is null and (retired.since is null or price.effective_from > retired.since)
union all
select
    price.source, seller.vendor, route.model, route.billed_as, meter, band, currency, mode, above, amount,
    list_amount, unit, max(price.effective_from, route.effective_from),
    (
        select min(until)
        from (
            select price.effective_to as until
            union all
            select route.effective_to
            union all
            select ahead.until
        ) as ends
    ),
    price.recorded_from, price.snapshot_id, price.locator, route.effective_from,
    via, route.source, route.snapshot_id,
    route.locator, amount_number, list_amount_number
from route
cross join source as seller on seller.vendor = route.vendor
cross join price_now as price on price.source = seller.name and price.model = route.billed_as
left join ahead on ahead.vendor = seller.vendor and ahead.model = price.model
