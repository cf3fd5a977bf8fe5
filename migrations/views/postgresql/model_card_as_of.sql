create function model_card_as_of(t timestamptz, r timestamptz) returns setof model_card_now language sql stable as $$
    {model_card_now}
$$
