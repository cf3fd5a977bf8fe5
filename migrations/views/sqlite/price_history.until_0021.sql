create view price_history as
select
    source, (select vendor from source where name = price.source) as vendor,
    model, meter, band, currency, mode, above, amount, list_amount, unit,
    effective_from, effective_to, recorded_from, snapshot_id, locator,
    gone, recorded_to,
    cast(amount as real) as amount_number, cast(list_amount as real) as list_amount_number
from price
