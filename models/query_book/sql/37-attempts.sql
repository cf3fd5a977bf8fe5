-- How often was a page fetched, and what came of it?
--
-- :source = deepseek_pricing
select outcome, count(*) as attempts, min(moment) as first, max(moment) as last
from snapshot where source = :source group by outcome order by outcome
