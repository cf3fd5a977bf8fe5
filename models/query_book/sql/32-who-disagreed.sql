-- Who disagreed, about what, and for how long?
--
-- A disagreement is reported only after a day, because pages are not all edited at one moment.
select began.subject, began.seen_at as reported_at, ended.seen_at as over_at, began.said_after as says
from change_log as began
left join change_log as ended on ended.kind = 'sources agree again' and ended.subject = began.subject
    and ended.vendor = began.vendor and ended.id > began.id
where began.kind = 'sources disagree' order by began.id
