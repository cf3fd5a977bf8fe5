-- Where does an amount come from?
--
-- The page, the place on it and the snapshot that has its bytes: `almanac snapshot 4` shows them. The query first selects the
-- history of the model, so that no database searches every price for the amount.
--
-- :model = deepseek-v4-pro
-- :amount = 0.435
with price as materialized (
    select * from price_history where model = :model
)
select price.source, snapshot.id as snapshot, price.locator, price.meter, price.effective_from, price.band, price.currency,
    price.recorded_from, price.recorded_to, snapshot.url, snapshot.moment
from price
join snapshot on snapshot.id = price.snapshot_id
where price.amount_number = :amount
order by price.recorded_from, price.source, price.meter
