create view model_card as
select
    source, repository,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    licence, licence_name, gated, sha,
    snapshot_id, locator, parameters
from model_card_series as series
join model_card_span as span on span.series_id = series.id
