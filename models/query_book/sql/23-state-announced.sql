-- On 10 September, which state of a model was announced for the 20th?
--
-- It was to be routed to another model, because its retirement on the 14th was announced.
--
-- @at = 2026-09-20
-- @believed = 2026-09-10T12:00Z
-- :model = deepseek-v4-pro
select source, state, retires_at, replacement, answers_as from retirement_now where model = :model
