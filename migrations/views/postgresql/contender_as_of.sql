create function contender_as_of(t timestamptz, r timestamptz) returns setof contender_now language sql stable as $$
    {contender_now}
$$
