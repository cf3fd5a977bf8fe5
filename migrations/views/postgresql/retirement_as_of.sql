create function retirement_as_of(t timestamptz, r timestamptz) returns setof retirement_now language sql stable as $$
    {retirement_now}
$$
