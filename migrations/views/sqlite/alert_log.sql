create view alert_log as
select
    id, alert_key, kind, severity, source, vendor, subject, title, body, effective_at, created_at,
    (select count(*) from delivery where alert_id = alert.id and state = 'delivered') as delivered,
    (select count(*) from delivery where alert_id = alert.id
        and state in ('pending', 'claimed', 'muted', 'snoozed', 'gathered')) as pending,
    (select count(*) from delivery where alert_id = alert.id and state = 'dead') as dead,
    (select count(*) from delivery where alert_id = alert.id and silence_id is not null
        and state in ('withdrawn', 'snoozed')) as silenced,
    (
        select group_concat(said.source || ' ' || replace(substr(said.seen_at, 1, 16), 'T', ' '), ', ')
        from (
            select distinct change.source, change.seen_at
            from alert_change join change on change.id = alert_change.change_id
            where alert_change.alert_id = alert.id and alert_change.is_mention
            order by change.seen_at, change.source
        ) as said
    ) as also_said_by
from alert
