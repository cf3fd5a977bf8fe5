-- How much notice did vendors give?
--
-- For changes that took effect: the days from the first page that named the instant to that instant, by source. Changes without
-- notice are not here; `almanac notice` counts them as 0 days, and combines the pages of one vendor.
select vendor, kind, count(*) as changes, round(10 * min(days)) / 10 as shortest,
    round(10 * avg(days)) / 10 as average, round(10 * max(days)) / 10 as longest
from notice_given where took_effect and source not like '%_facts' group by vendor, kind order by vendor, kind
