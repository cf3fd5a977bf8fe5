create view price_history as
select
    series.source, (select vendor from source where name = series.source) as vendor,
    model, meter, band, currency, mode, above, amount, list_amount, unit,
    span.effective_from, span.effective_to,
    span.recorded_from, snapshot_id, locator,
    gone, span.recorded_to,
    cast(amount as double precision) as amount_number, cast(list_amount as double precision) as list_amount_number
from price_series as series
join price_span as span on span.series_id = series.id
