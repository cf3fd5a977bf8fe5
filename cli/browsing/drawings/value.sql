select distinct contender_name as contender, organization, score_number as score, ci_low_number as low,
    ci_high_number as high, amount_number as price, band, currency
from leaderboard_now
join price_resolved on price_resolved.model = leaderboard_now.model and meter = 'output' and mode = 'standard'
    and above = 0 and currency = :currency
where board = :board and category = :category
order by score desc
