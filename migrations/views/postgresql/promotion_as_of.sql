create function promotion_as_of(t timestamptz, r timestamptz) returns setof promotion_now language sql stable as $$
    {promotion_now}
$$
