-- What were the scores of 22 July, as believed on the 21st?
--
-- The same two clocks. The publish of 21 July was recorded on the 22nd; on the 21st the publish of 2 July was believed.
--
-- @at = 2026-07-22
-- @believed = 2026-07-21T12:00Z
-- :board = arena/text
-- :category = overall
select contender_key, score, ci_low, ci_high, effective_from
from score_now where board = :board and category = :category
order by score_number desc, contender_key
