create function notice_as_of(t timestamptz, r timestamptz) returns setof notice_now language sql stable as $$
    {notice_now}
$$
