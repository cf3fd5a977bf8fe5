create function peak_hours_as_of(t timestamptz, r timestamptz) returns setof peak_hours_now language sql stable as $$
    {peak_hours_now}
$$
