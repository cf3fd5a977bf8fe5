create function score_as_of(t timestamptz, r timestamptz) returns setof score_now language sql stable as $$
    {score_now}
$$
