create view silence_log as
select
    silence.id, action, alert_id, alert.title, model_pattern, kind_pattern, source_pattern, silence.severity, until, why,
    silence.created_at, created_by, ended_at, ended_by,
    ended_at is null and (until is null or until > :effective_at) as in_force
from silence
left join alert on alert.id = alert_id
