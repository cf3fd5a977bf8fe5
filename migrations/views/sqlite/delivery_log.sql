create view delivery_log as
select
    delivery.id, alert_id, alert.alert_key, delivery.target, delivery.state, delivery.due_at, delivery.attempts,
    delivery.delivered_at, delivery.last_error, alert.created_at, alert.severity, alert.title,
    delivery.silence_id, delivery.digest_key
from delivery
join alert on alert.id = alert_id
