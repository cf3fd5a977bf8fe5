create view correction_log as
select
    id, source, fact, subject, effective_from, before, after, why, stored_at, snapshot_id
from correction
