-- Is every source healthy?
--
-- `stale` depends on the clock of the database, not on `--at`.
select source, last_outcome, reason, last_good_at from source_health where last_attempt_at is not null order by source
