create view price_history as
select
    item.source, (select vendor from source where name = item.source) as vendor,
    model, meter, band, currency, mode, above, amount, list_amount, unit,
    span.effective_from, span.effective_to,
    span.recorded_from, snapshot_id, locator,
    gone, span.recorded_to,
    cast(amount as double precision) as amount_number, cast(list_amount as double precision) as list_amount_number
from price_item as item
join price_span as span on span.item_id = item.id
