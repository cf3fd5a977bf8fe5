create function place_as_of(t timestamptz, r timestamptz) returns setof place_now language sql stable as $$
    with score_now as not materialized ({score_now})
    select * from ({place_now}) as places
$$
