create function deadline_as_of(t timestamptz, r timestamptz) returns setof deadline language sql stable as $$
    {deadline}
$$
