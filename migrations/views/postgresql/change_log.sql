create view change_log as
select
    id, kind, source, vendor, subject, said_before, said_after, fact, item, value_before, value_after,
    effective_at, seen_at, stored_at, retracted, snapshot_id
from change
