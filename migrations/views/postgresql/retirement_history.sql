create view retirement_history as
select
    item.source, (select vendor from source where name = item.source) as vendor, model, state, span.retires_at, replacement,
    span.effective_from, span.effective_to,
    span.recorded_from, span.recorded_to, gone,
    snapshot_id, locator
from retirement_item as item
join retirement_span as span on span.item_id = item.id
