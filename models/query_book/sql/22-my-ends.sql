-- When does what I use end?
--
-- `state` says how sure it is: `dated`, `announced` (no date), `earliest` (not before), `routed` or `retired` (it has happened).
-- If a name is not listed, no source has stated an end for it.
--
-- @at = 2026-07-20
-- :one = deepseek-chat
-- :two = deepseek-v4-pro
-- :three = deepseek-reasoner
select vendor, model, state, retires_at, answers_as, answers_until, replacement, source, snapshot_id
from retirement_now where model in (:one, :two, :three) order by retires_at, model
