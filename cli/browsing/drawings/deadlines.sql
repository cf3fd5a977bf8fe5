select vendor || ': ' || subject as subject, kind, due_at, says, source,
    cast(julianday(due_at) - julianday((strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')) as integer) as days
from deadline where due_at is not null order by due_at limit 60
