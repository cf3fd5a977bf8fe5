-- How did a model's score move?
--
-- Scores of two methods cannot be compared: a new curve begins where `methodology` changes or the change log has `leaderboard
-- rebased`. The rows of a renamed contender have the key and the name that it had then (`contender renamed` in the change log).
--
-- :source = arena_text_style_control
-- :board = arena/text
-- :category = overall
-- :contender = deepseek-v4-pro
select effective_from, effective_to, score, ci_low, ci_high, votes, methodology
from score_history
where source = :source and board = :board and category = :category and contender_key = :contender
    and recorded_to is null and not gone
order by effective_from
