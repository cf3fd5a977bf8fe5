-- Which page does a price come from?
--
-- :model = deepseek-v4-pro
-- :meter = output
select price_now.amount, price_now.band, price_now.locator, snapshot.url, snapshot.moment, snapshot.body_sha256
from price_now join snapshot on snapshot.id = price_now.snapshot_id
where price_now.model = :model and price_now.meter = :meter
order by price_now.band, snapshot.url
