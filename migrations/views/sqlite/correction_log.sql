create view correction_log as
select
    id, source, fact, subject, effective_from, said_before, said_after, why, stored_at, snapshot_id
from correction
