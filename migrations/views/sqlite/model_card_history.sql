create view model_card_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, repository,
    licence, licence_name, gated, sha, parameters,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    snapshot_id, locator
from model_card_series as series
cross join model_card_span as span on span.series_id = series.id
