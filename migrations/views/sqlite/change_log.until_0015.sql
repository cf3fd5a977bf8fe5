create view change_log as
select
    id, kind, source, vendor, subject, before, after, effective_at, seen_at, stored_at, retracted, snapshot_id
from change
