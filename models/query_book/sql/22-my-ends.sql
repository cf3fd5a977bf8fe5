-- When does what I use end?
--
-- `state` says how sure it is: `dated`, `announced` (no date), `earliest` (not before), `routed` or `retired` (it has happened).
-- A name that is not listed has no end that anybody has stated.
--
-- @at = 2026-07-20
-- :one = deepseek-chat
-- :two = deepseek-v4-pro
-- :three = deepseek-reasoner
select vendor, model, state, retires_at, answers_as, answers_until, replacement, source, snapshot_id
from retirement_now where model in (:one, :two, :three) order by retires_at, model
