create view price_history as
select
    item.source, (select vendor from source where name = item.source) as vendor,
    model, meter, band, currency, mode, above, amount, list_amount, unit,
    iso(span.effective_from) as effective_from, iso(span.effective_to) as effective_to,
    iso(span.recorded_from) as recorded_from, snapshot_id, locator,
    gone, iso(span.recorded_to) as recorded_to,
    cast(amount as real) as amount_number, cast(list_amount as real) as list_amount_number
from price_item as item
cross join price_span as span on span.item_id = item.id
