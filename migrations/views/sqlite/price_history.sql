create view price_history as
select
    series.source, (select vendor from source where name = series.source) as vendor,
    model, meter, band, currency, mode, above, amount, list_amount, unit,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, snapshot_id, locator,
    gone, iso(span.recorded_to) as recorded_to,
    cast(amount as real) as amount_number, cast(list_amount as real) as list_amount_number
from price_series as series
cross join price_span as span on span.series_id = series.id
