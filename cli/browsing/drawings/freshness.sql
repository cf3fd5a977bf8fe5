select source, vendor, coalesce(last_outcome, 'not read yet') as outcome,
    case stale when 1 then 'stale' else 'in time' end as state,
    max(0, (julianday((strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')) - julianday(last_good_at)) * 24) as hours, cadence_minutes / 60.0 as cadence_hours
from source_health where last_good_at is not null and cadence_minutes < 1000000 order by hours desc
