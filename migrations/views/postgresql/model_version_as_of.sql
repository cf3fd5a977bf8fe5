create function model_version_as_of(t timestamptz, r timestamptz) returns setof model_version_now language sql stable as $$
    {model_version_now}
$$
