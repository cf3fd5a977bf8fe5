-- Which contenders lead a leaderboard?
--
-- @at = 2026-08-14
-- :board = arena/text
-- :category = overall
select place, best_place, worst_place, contender_name, score, ci_low, ci_high, votes
from leaderboard_now where board = :board and category = :category and place <= 10
order by place, contender_name
