-- What changed since a day?
--
-- The prices and ends of every vendor, without notices.
--
-- :since = 2026-10-15
select seen_at, vendor, kind, subject, said_before, said_after from change_log
where seen_at >= :since and kind not like 'notice%' and not retracted order by id
limit 12
