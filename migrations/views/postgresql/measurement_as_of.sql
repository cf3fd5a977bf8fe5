create function measurement_as_of(t timestamptz, r timestamptz) returns setof measurement_now language sql stable as $$
    {measurement_now}
$$
