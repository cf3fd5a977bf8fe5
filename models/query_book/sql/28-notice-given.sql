-- How much notice did vendors give?
--
-- The days from the first page that named an instant to that instant, for what took effect. `almanac notice` takes the pages of
-- one vendor together and leaves out what was not seen to be announced.
select vendor, kind, count(*) as changes, round(10 * min(days)) / 10 as shortest,
    round(10 * avg(days)) / 10 as average, round(10 * max(days)) / 10 as longest
from notice_given where took_effect and source not like '%_facts' group by vendor, kind order by vendor, kind
