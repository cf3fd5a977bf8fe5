create view source_health as
select
    health.*,
    last_good_at is null
    or last_good_at < now() - make_interval(mins => 2 * cadence_minutes::int) as stale,
    (
        select count(*) from price
        where source = health.source and recorded_to is null and not gone
            and effective_from <= now() and (effective_to is null or now() < effective_to)
    )
    + (
        select count(*) from peak_hours
        where source = health.source and recorded_to is null and not gone
            and effective_from <= now() and (effective_to is null or now() < effective_to)
    )
    + (
        select count(*) from promotion
        where source = health.source and recorded_to is null and not gone
            and effective_from <= now() and (effective_to is null or now() < effective_to)
    )
    + (
        select count(*) from retirement
        where source = health.source and recorded_to is null and not gone
            and effective_from <= now() and (effective_to is null or now() < effective_to)
    )
    + (
        select count(*) from model_version
        where source = health.source and recorded_to is null and not gone
            and effective_from <= now() and (effective_to is null or now() < effective_to)
    )
    + (
        select count(*) from notice
        where source = health.source and recorded_to is null and not gone
            and effective_from <= now() and (effective_to is null or now() < effective_to)
    )
    + (
        select count(*) from score
        where source = health.source and recorded_to is null and not gone
            and effective_from <= now() and (effective_to is null or now() < effective_to)
    )
    + (
        select count(*) from contender
        where source = health.source and recorded_to is null and not gone
            and effective_from <= now() and (effective_to is null or now() < effective_to)
    )
    + (
        select count(*) from measurement
        where source = health.source and recorded_to is null and not gone
            and effective_from <= now() and (effective_to is null or now() < effective_to)
    ) as facts
from (
    select
        source.name as source, source.vendor, source.url, source.cadence_minutes, last.moment as last_attempt_at,
        (
            select max(moment) from snapshot
            where snapshot.source = source.name and outcome in ('facts', 'same', 'not_modified')
        ) as last_good_at,
        last.outcome as last_outcome, last.reason
    from source
    left join snapshot as last on last.id = (
        select id from snapshot where snapshot.source = source.name order by moment desc, id desc limit 1
    )
) as health
