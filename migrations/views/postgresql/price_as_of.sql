create function price_as_of(t timestamptz, r timestamptz) returns setof price_now language sql stable as $$
    {price_now}
$$
