create view price as
select
    source, model, meter, band, currency, mode, above,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    amount, list_amount, unit,
    snapshot_id, locator
from price_series as series
cross join price_span as span on span.series_id = series.id
