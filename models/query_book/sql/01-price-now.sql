-- What does a model cost now?
--
-- :model = deepseek-v4-pro
select meter, mode, above, band, amount, list_amount, currency, unit
from price_now where model = :model order by currency, mode, above, meter, band
