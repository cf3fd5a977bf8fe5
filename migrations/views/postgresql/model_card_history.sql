create view model_card_history as
select
    series.source, (select vendor from source where name = series.source) as vendor, repository,
    licence, licence_name, gated, sha, parameters,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    snapshot_id, locator
from model_card_series as series
join model_card_span as span on span.series_id = series.id
