-- Which state of a model on 20 September was announced on the 10th?
--
-- It is routed to another model: its retirement on the 14th was announced.
--
-- @at = 2026-09-20
-- @believed = 2026-09-10T12:00Z
-- :model = deepseek-v4-pro
select source, state, retires_at, replacement, answers_as from retirement_now where model = :model
