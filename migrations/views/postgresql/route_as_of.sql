create function route_as_of(t timestamptz, r timestamptz) returns setof route_now language sql stable as $$
    with price_now as not materialized (select * from price_as_of(t, r)),
    retirement_now as ({retirement_now})
    select * from ({route_now}) as routes
$$
