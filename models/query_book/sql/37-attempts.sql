-- How often was a page fetched, and with what outcome?
--
-- :source = deepseek_pricing
select outcome, count(*) as attempts, min(moment) as first, max(moment) as last
from snapshot where source = :source group by outcome order by outcome
