create function disagreement_as_of(t timestamptz, r timestamptz) returns setof disagreement_now language sql stable as $$
    {disagreement_now}
$$
