-- What was I told about a model?
--
-- :subject = deepseek-v4-pro
-- :severity = %
select severity, kind, title, effective_at from alert_log where subject like :subject and severity like :severity order by id
