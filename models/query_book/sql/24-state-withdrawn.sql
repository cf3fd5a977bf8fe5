-- Which state on 20 September was announced on the 12th?
--
-- The retirement is cancelled: the announcement was withdrawn on the 11th. Earlier announcements can still be queried, as above.
--
-- @at = 2026-09-20
-- @believed = 2026-09-12
-- :model = deepseek-v4-pro
select source, state, retires_at, replacement, answers_as from retirement_now where model = :model
