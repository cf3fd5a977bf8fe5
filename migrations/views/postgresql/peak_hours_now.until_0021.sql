create view peak_hours_now as
select
    source, (select vendor from source where name = peak_hours.source) as vendor, time_zone, weekdays, windows, holidays, text, effective_from, recorded_from, snapshot_id, locator
from peak_hours
where recorded_to is null and not gone
    and effective_from <= now() and (effective_to is null or now() < effective_to)
    and not exists (
        -- Another source of the family is trusted more, and had been read by then.
        select 1
        from watermark as other
        join source as theirs on theirs.name = other.source
        join source as ours on ours.name = peak_hours.source
        where other.fact = 'peak_hours' and other.division = '' and other.first_at <= now()
            and theirs.family = ours.family and theirs.trust < ours.trust
    )
    and peak_hours.source not in (select name from source where checks is not null)
