create view alert_log as
select
    id, alert_key, kind, severity, source, vendor, subject, title, body, effective_at, created_at,
    (select count(*) from delivery where alert_id = alert.id and state = 'delivered') as delivered,
    (select count(*) from delivery where alert_id = alert.id and state in ('pending', 'claimed', 'muted')) as pending,
    (select count(*) from delivery where alert_id = alert.id and state = 'dead') as dead,
    (
        select string_agg(
            said.source || ' ' || to_char(said.seen_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), ', '
            order by said.seen_at, said.source
        )
        from (
            select distinct change.source, change.seen_at
            from alert_change join change on change.id = alert_change.change_id
            where alert_change.alert_id = alert.id and alert_change.is_mention
        ) as said
    ) as also_said_by
from alert
