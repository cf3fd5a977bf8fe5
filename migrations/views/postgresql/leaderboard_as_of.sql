create function leaderboard_as_of(t timestamptz, r timestamptz) returns setof leaderboard_now language sql stable as $$
    with score_now as not materialized ({score_now}),
    place_now as not materialized ({place_now})
    select * from ({leaderboard_now}) as standings
$$
