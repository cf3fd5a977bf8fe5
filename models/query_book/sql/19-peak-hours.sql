-- When are peak hours?
--
-- The hours are by the vendor's clock; all other hours are off-peak.
select source, time_zone, weekdays, windows, holidays, effective_from, text from peak_hours_now order by source
