create function price_ratio_as_of(t timestamptz, r timestamptz) returns setof price_ratio language sql stable as $$
    with price_resolved as (select * from price_resolved_as_of(t, r))
    select * from ({price_ratio}) as ratio
$$
