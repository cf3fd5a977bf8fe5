-- Which promotions ran on a day, and what followed?
--
-- @at = 2026-05-01
select vendor, model, percent_off, ends_at, after_end, source, locator from promotion_now order by vendor, model
