create function price_as_of(t timestamptz, r timestamptz) returns setof price_now language sql stable as $$
    select
        series.source, (select vendor from source where name = series.source) as vendor,
        model, meter, band, currency, mode, above, amount, list_amount, unit,
        span.effective_from,
        (
            select min(effective_from) from price_span as next
            where next.series_id = series.id and next.effective_from > t
                and next.recorded_from <= r and (next.recorded_to is null or r < next.recorded_to)
        ),
        span.recorded_from, snapshot_id, locator,
        cast(amount as double precision) as amount_number, cast(list_amount as double precision) as list_amount_number
    from price_series as series
    join price_span as span on span.series_id = series.id and not span.gone
        and span.recorded_from <= r and (span.recorded_to is null or r < span.recorded_to)
        and span.effective_from = (
            select max(effective_from) from price_span as last
            where last.series_id = series.id and last.effective_from <= t
                and last.recorded_from <= r and (last.recorded_to is null or r < last.recorded_to)
        )
    where (series.source, series.currency) not in (
        -- Another source of the family is trusted more, and had been read by then.
        select ours.name, other.division
        from watermark as other
        join source as theirs on theirs.name = other.source
        join source as ours on ours.family = theirs.family and ours.trust > theirs.trust
        where other.fact = 'price' and other.first_at <= least(t, r)
    )
        and (series.source, series.currency) not in (
            -- It dates back to before its first reading, when another source of the family had been read.
            select own.source, own.division
            from watermark as own
            join source as ours on ours.name = own.source
            join source as theirs on theirs.family = ours.family and theirs.name <> ours.name
            join watermark as other
                on other.source = theirs.name and other.fact = own.fact and other.division = own.division
            where own.fact = 'price' and own.first_at > least(t, r) and other.first_at <= least(t, r)
        )
        and series.source not in (select name from source where checks is not null)
$$
