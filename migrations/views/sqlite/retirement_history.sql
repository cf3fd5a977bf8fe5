create view retirement_history as
select
    item.source, (select vendor from source where name = item.source) as vendor, model, state, iso(span.retires_at) as retires_at, replacement,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, iso(span.recorded_to) as recorded_to, gone,
    snapshot_id, locator
from retirement_item as item
cross join retirement_span as span on span.item_id = item.id
