-- On 12 September, which state was announced for the 20th?
--
-- The retirement is cancelled, because the announcement was withdrawn on the 11th. You can still ask for earlier announcements, as
-- above.
--
-- @at = 2026-09-20
-- @believed = 2026-09-12
-- :model = deepseek-v4-pro
select source, state, retires_at, replacement, answers_as from retirement_now where model = :model
