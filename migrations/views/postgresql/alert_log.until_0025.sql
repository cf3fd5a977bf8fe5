create view alert_log as
select
    id, alert_key, kind, severity, source, vendor, subject, title, body, effective_at, created_at,
    (select count(*) from delivery where alert_id = alert.id and state = 'delivered') as delivered,
    (select count(*) from delivery where alert_id = alert.id and state in ('pending', 'claimed', 'muted')) as pending,
    (select count(*) from delivery where alert_id = alert.id and state = 'dead') as dead
from alert
