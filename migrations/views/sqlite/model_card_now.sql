create view model_card_now as
select
    series.source, (select vendor from source where name = series.source) as vendor, repository,
    licence, licence_name, gated, sha, parameters,
    iso(span.effective_from) as effective_from, iso(span.recorded_from) as recorded_from, snapshot_id, locator
from model_card_series as series
cross join model_card_span as span on span.series_id = series.id and believed(span) and not span.gone
    and span.effective_from = (
        select max(effective_from) from model_card_span as last
        where last.series_id = series.id and believed(last) and last.effective_from <= number(:effective_at)
    )
where (series.source, '') not in (
    -- Another source of the family is trusted more, and had been read by then.
    select ours.name, other.division
    from watermark as other
    join source as theirs on theirs.name = other.source
    join source as ours on ours.family = theirs.family and ours.trust > theirs.trust
    where other.fact = 'model_card' and other.first_at <= :effective_at and other.first_at <= :believed_at
)
    and (series.source, '') not in (
        -- It dates back to before its first reading, when another source of the family had been read.
        select own.source, own.division
        from watermark as own
        join source as ours on ours.name = own.source
        join source as theirs on theirs.family = ours.family and theirs.name <> ours.name
        join watermark as other
            on other.source = theirs.name and other.fact = own.fact and other.division = own.division
        where own.fact = 'model_card' and (own.first_at > :effective_at or own.first_at > :believed_at)
            and other.first_at <= :effective_at and other.first_at <= :believed_at
    )
    and series.source not in (select name from source where checks is not null)
