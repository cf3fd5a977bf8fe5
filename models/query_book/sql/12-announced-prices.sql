-- Which prices were announced before they held?
--
-- With the time for which they were only announced, and if they were taken back.
--
-- :vendor = deepseek
select source, kind, subject, stated_at, effective_at, days, took_effect
from notice_given where vendor = :vendor and kind = 'price change' order by effective_at, source, subject
