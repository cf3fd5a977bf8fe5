create function price_resolved_as_of(t timestamptz, r timestamptz) returns setof price_resolved language sql stable as $$
    with price_now as (select * from price_as_of(t, r)),
    retirement_now as ({retirement_now}),
    route_now as ({route_now})
    select * from ({price_resolved}) as resolved
$$
