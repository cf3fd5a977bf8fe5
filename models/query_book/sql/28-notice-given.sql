-- How much notice did vendors give?
--
-- The days from the first page that named an instant to that instant, for what took effect, by source. What came without notice
-- is not here; `almanac notice` counts it as 0 days, and takes the pages of one vendor together.
select vendor, kind, count(*) as changes, round(10 * min(days)) / 10 as shortest,
    round(10 * avg(days)) / 10 as average, round(10 * max(days)) / 10 as longest
from notice_given where took_effect and source not like '%_facts' group by vendor, kind order by vendor, kind
