-- How many changes were there in each month, by kind?
--
-- :vendor = deepseek
-- :since = 2026-04-01
select substr(cast(seen_at as text), 1, 7) as month, kind, count(*) as changes
from change_log where vendor = :vendor and seen_at >= :since and not retracted
group by 1, 2 order by 1, 2
limit 12
