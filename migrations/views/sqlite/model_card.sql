create view model_card as
select
    source, repository,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    licence, licence_name, gated, sha,
    snapshot_id, locator, parameters
from model_card_series as series
cross join model_card_span as span on span.series_id = series.id
