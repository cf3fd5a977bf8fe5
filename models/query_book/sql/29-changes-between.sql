-- What changed in May?
--
-- :since = 2026-05-01
-- :until = 2026-06-01
-- :vendor = deepseek
select seen_at, kind, source, subject, said_before, said_after, effective_at
from change_log
where seen_at >= :since and seen_at < :until and vendor = :vendor and not retracted order by id
