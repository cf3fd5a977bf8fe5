-- What does a vendor's output cost, and how do its models rank?
--
-- A name has no row if its newest version is on no board yet.
--
-- :vendor = deepseek
-- :board = arena/text
-- :category = overall
select price_now.model, model_version_now.version, place, contender_name, score, band, amount, currency
from price_now
join model_version_now on model_version_now.source = price_now.source and model_version_now.model = price_now.model
join leaderboard_now on leaderboard_now.model = lower(model_version_now.version)
where price_now.vendor = :vendor and board = :board and category = :category and meter = 'output'
order by place, band
