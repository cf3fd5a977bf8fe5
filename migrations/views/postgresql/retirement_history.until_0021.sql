create view retirement_history as
select
    source, (select vendor from source where name = retirement.source) as vendor, model, state, retires_at, replacement, effective_from, effective_to, recorded_from, recorded_to, gone,
    snapshot_id, locator
from retirement
