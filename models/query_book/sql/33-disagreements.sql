-- Which sources disagree on a day?
--
-- @at = 2026-06-01
-- @believed = 2026-06-01
select vendor, subject, fact, says, since, source from disagreement_now order by vendor, subject
