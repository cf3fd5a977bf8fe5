create view correction_log as
select
    id, source, (select vendor from source where name = correction.source) as vendor, fact, subject, effective_from, before, after, why, stored_at, snapshot_id
from correction
