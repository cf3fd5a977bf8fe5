-- Which prices were announced before they took effect?
--
-- With the time between announcement and start, and whether the announcement was withdrawn.
--
-- :vendor = deepseek
select source, kind, subject, stated_at, effective_at, days, took_effect
from notice_given where vendor = :vendor and kind = 'price change' order by effective_at, source, subject
