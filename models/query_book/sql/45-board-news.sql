-- What happened on the boards?
--
-- Changes of ranks, votes and digits are no news; the changes below are.
--
-- :since = 2026-07-01
-- :until = 2026-08-15
select seen_at, kind, source, subject, said_before, said_after from change_log
where fact in ('score', 'contender') and seen_at >= :since and seen_at < :until and not retracted order by id
limit 12
