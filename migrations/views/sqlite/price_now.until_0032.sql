create view price_now as
select
    series.source, (select vendor from source where name = series.source) as vendor,
    model, meter, band, currency, mode, above, amount, list_amount, unit,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, snapshot_id, locator,
    cast(amount as real) as amount_number, cast(list_amount as real) as list_amount_number
from price_series as series
cross join price_span as span on span.series_id = series.id and span.recorded_to is null and not span.gone
    and span.effective_from = (
        select max(effective_from) from price_span as last
        where last.series_id = series.id and last.recorded_to is null and last.effective_from <= number(:effective_at)
    )
where (series.source, series.currency) not in (
    -- Another source of the family is trusted more, and had been read by then.
    select ours.name, other.division
    from watermark as other
    join source as theirs on theirs.name = other.source
    join source as ours on ours.family = theirs.family and ours.trust > theirs.trust
    where other.fact = 'price' and other.first_at <= :effective_at
)
    and series.source not in (select name from source where checks is not null)
