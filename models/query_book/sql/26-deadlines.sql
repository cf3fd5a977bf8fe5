-- Which deadlines are ahead?
--
-- Ends of models and promotions, and announced prices and peak hours.
--
-- @at = 2026-08-14
-- @believed = 2026-08-14
select kind, vendor, subject, due_at, says, source from deadline order by due_at, kind, subject
