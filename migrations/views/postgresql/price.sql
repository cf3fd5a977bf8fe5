create view price as
select
    source, model, meter, band, currency, mode, above,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    amount, list_amount, unit,
    snapshot_id, locator
from price_series as series
join price_span as span on span.series_id = series.id
