create view deadline as
with read_scope as (
    -- The scopes of all sources that had been read by both instants.
    select watermark.source, family, trust, fact, division
    from watermark
    join source on source.name = watermark.source
    where fact in ('price', 'promotion', 'retirement', 'peak_hours')
        and first_at <= :effective_at and first_at <= :believed_at
),
hidden_scope as (
    -- A scope of a source is hidden by another source of its family that had been read, if that one is trusted more or
    -- this one had not been read yet. Sources that only check others are hidden below.
    select source.name as source, read_scope.fact, read_scope.division
    from source
    join read_scope on read_scope.family = source.family and read_scope.source <> source.name
    where read_scope.trust < source.trust
        or exists (
            select 1
            from watermark as own
            where own.source = source.name and own.fact = read_scope.fact and own.division = read_scope.division
                and (own.first_at > :effective_at or own.first_at > :believed_at)
        )
),
announced as (
    -- The prices of a model from one instant on are one deadline: the row that was recorded last speaks for it.
    select
        series.source, vendor, model, currency, effective_from, recorded_from, snapshot_id,
        row_number() over (
            partition by vendor, model, effective_from order by recorded_from desc, series.source, snapshot_id
        ) as place
    from price_span as span
    join price_series as series on series.id = span.series_id
    join source on source.name = series.source
    where effective_from > number(:effective_at) and not gone
        and recorded_from <= number(:believed_at) and (recorded_to is null or recorded_to > number(:believed_at))
        and source.checks is null
        and (series.source, 'price', currency) not in (select source, fact, division from hidden_scope)
)
select
    case when cast(percent_off as numeric) = 100 then 'free window end' else 'promotion end' end as kind,
    source.name as source, vendor, model as subject, iso(ends_at) as due_at, iso(recorded_from) as recorded_from,
    coalesce('then ' || replace(after_end, '_', ' '), 'what follows is not said') as says, snapshot_id
from promotion_span as span
join promotion_series as series on series.id = span.series_id
join source on source.name = series.source
where ends_at > number(:effective_at) and effective_from <= number(:effective_at) and not gone
    and recorded_from <= number(:believed_at) and (recorded_to is null or recorded_to > number(:believed_at))
    and not exists (
        -- A later statement for the same name is in effect.
        select 1
        from promotion_span as later
        where later.series_id = span.series_id and later.effective_from > span.effective_from
            and later.effective_from <= number(:effective_at)
            and later.recorded_from <= number(:believed_at)
            and (later.recorded_to is null or later.recorded_to > number(:believed_at))
    )
    and source.checks is null
    and (source.name, 'promotion', '') not in (select source, fact, division from hidden_scope)
union all
select
    'retirement', source.name, vendor, model, iso(retires_at), iso(recorded_from),
    coalesce('replacement: ' || replacement, 'no replacement is named'), snapshot_id
from retirement_span as span
join retirement_series as series on series.id = span.series_id
join source on source.name = series.source
where (state = 'announced' or (state = 'dated' and retires_at > number(:effective_at)))
    and effective_from <= number(:effective_at) and not gone
    and recorded_from <= number(:believed_at) and (recorded_to is null or recorded_to > number(:believed_at))
    and not exists (
        -- A later statement for the same name is in effect.
        select 1
        from retirement_span as later
        where later.series_id = span.series_id and later.effective_from > span.effective_from
            and later.effective_from <= number(:effective_at)
            and later.recorded_from <= number(:believed_at)
            and (later.recorded_to is null or later.recorded_to > number(:believed_at))
    )
    and source.checks is null
    and (source.name, 'retirement', '') not in (select source, fact, division from hidden_scope)
union all
select
    'price change', source, vendor, model, iso(effective_from), iso(recorded_from),
    (
        select sum(prices) || ' prices in ' || group_concat(currency, ', ')
        from (
            select currency, count(*) as prices
            from announced as one
            where one.vendor = announced.vendor and one.model = announced.model
                and one.effective_from = announced.effective_from
            group by currency
            order by currency
        ) as by_currency
    ), snapshot_id
from announced
where place = 1
union all
select
    'peak hours change', source.name, vendor, source.name, iso(effective_from), iso(recorded_from), text, snapshot_id
from peak_hours_span as span
join peak_hours_series as series on series.id = span.series_id
join source on source.name = series.source
where effective_from > number(:effective_at) and not gone
    and recorded_from <= number(:believed_at) and (recorded_to is null or recorded_to > number(:believed_at))
    and source.checks is null
    and (source.name, 'peak_hours', '') not in (select source, fact, division from hidden_scope)
