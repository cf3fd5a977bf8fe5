create view retirement_now as
with hidden_source as (
    -- Another source of the family had been read, and is trusted more or had been read when this one had not.
    select source.name
    from source
    join source as other_source on other_source.family = source.family and other_source.name <> source.name
    join watermark as other on other.source = other_source.name and other.fact = 'retirement'
        and other.first_at <= :effective_at and other.first_at <= :believed_at
    where other_source.trust < source.trust
        or exists (
            select 1
            from watermark as own
            where own.source = source.name and own.fact = 'retirement'
                and (own.first_at > :effective_at or own.first_at > :believed_at)
        )
),
said as (
    select
        series.id as series_id, source.name as source, vendor, model, state, retires_at, replacement, answers_as,
        span.effective_from, span.recorded_from, snapshot_id, locator
    from source
    join retirement_series as series on series.source = source.name
    join retirement_span as span on span.series_id = series.id and not span.gone
        and span.recorded_from <= :believed_at and (span.recorded_to is null or span.recorded_to > :believed_at)
        and span.effective_from = (
            select max(effective_from)
            from retirement_span as last
            where last.series_id = series.id and last.effective_from <= :effective_at
                and last.recorded_from <= :believed_at and (last.recorded_to is null or last.recorded_to > :believed_at)
        )
    where source.checks is null and source.name not in (select name from hidden_source)
),
dated as (
    -- A name has answered as a model since the first of the statements in a row that name this model.
    select
        said.*,
        (
            select min(effective_from)
            from retirement_span as earlier
            where earlier.series_id = said.series_id and earlier.answers_as = said.answers_as
                and earlier.effective_from <= said.effective_from
                and earlier.recorded_from <= :believed_at
                and (earlier.recorded_to is null or earlier.recorded_to > :believed_at)
                and not exists (
                    select 1
                    from retirement_span as later
                    where later.series_id = said.series_id and later.effective_from > earlier.effective_from
                        and later.effective_from < said.effective_from
                        and later.recorded_from <= :believed_at
                        and (later.recorded_to is null or later.recorded_to > :believed_at)
                        and (later.answers_as is null or later.answers_as <> said.answers_as)
                )
        ) as answers_since,
        (
            select min(effective_from)
            from retirement_span as later
            where later.series_id = said.series_id and later.effective_from > :effective_at
                and later.recorded_from <= :believed_at
                and (later.recorded_to is null or later.recorded_to > :believed_at)
                and case when not later.gone then later.answers_as end is distinct from said.answers_as
        ) as answers_until
    from said
)
select
    source, vendor, model, state, retires_at, replacement, answers_as,
    answers_since, answers_until, effective_from,
    recorded_from, snapshot_id, locator
from dated
