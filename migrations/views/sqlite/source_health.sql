create view source_health as
select
    health.*,
    last_good_at is null
    or last_good_at < (strftime('%Y-%m-%dT%H:%M:%f', 'now', '-' || (2 * cadence_minutes) || ' minutes') || '000Z') as stale,
    (
        select count(*)
        from price_series as series
        cross join price_span as span on span.series_id = series.id and span.recorded_to is null and not span.gone
            and span.effective_from = (
                select max(effective_from) from price_span as last
                where last.series_id = series.id and last.recorded_to is null and last.effective_from <= number(:effective_at)
            )
        where series.source = health.source
    )
    + (
        select count(*)
        from peak_hours_series as series
        cross join peak_hours_span as span on span.series_id = series.id and span.recorded_to is null and not span.gone
            and span.effective_from = (
                select max(effective_from) from peak_hours_span as last
                where last.series_id = series.id and last.recorded_to is null and last.effective_from <= number(:effective_at)
            )
        where series.source = health.source
    )
    + (
        select count(*)
        from promotion_series as series
        cross join promotion_span as span on span.series_id = series.id and span.recorded_to is null and not span.gone
            and span.effective_from = (
                select max(effective_from) from promotion_span as last
                where last.series_id = series.id and last.recorded_to is null and last.effective_from <= number(:effective_at)
            )
        where series.source = health.source
    )
    + (
        select count(*)
        from retirement_series as series
        cross join retirement_span as span on span.series_id = series.id and span.recorded_to is null and not span.gone
            and span.effective_from = (
                select max(effective_from) from retirement_span as last
                where last.series_id = series.id and last.recorded_to is null and last.effective_from <= number(:effective_at)
            )
        where series.source = health.source
    )
    + (
        select count(*)
        from model_version_series as series
        cross join model_version_span as span on span.series_id = series.id and span.recorded_to is null and not span.gone
            and span.effective_from = (
                select max(effective_from) from model_version_span as last
                where last.series_id = series.id and last.recorded_to is null and last.effective_from <= number(:effective_at)
            )
        where series.source = health.source
    )
    + (
        select count(*)
        from notice_series as series
        cross join notice_span as span on span.series_id = series.id and span.recorded_to is null and not span.gone
            and span.effective_from = (
                select max(effective_from) from notice_span as last
                where last.series_id = series.id and last.recorded_to is null and last.effective_from <= number(:effective_at)
            )
        where series.source = health.source
    )
    + (
        select count(*)
        from score_series as series
        cross join score_span as span on span.series_id = series.id and span.recorded_to is null and not span.gone
            and span.effective_from = (
                select max(effective_from) from score_span as last
                where last.series_id = series.id and last.recorded_to is null and last.effective_from <= number(:effective_at)
            )
        where series.source = health.source
    )
    + (
        select count(*)
        from contender_series as series
        cross join contender_span as span on span.series_id = series.id and span.recorded_to is null and not span.gone
            and span.effective_from = (
                select max(effective_from) from contender_span as last
                where last.series_id = series.id and last.recorded_to is null and last.effective_from <= number(:effective_at)
            )
        where series.source = health.source
    )
    + (
        select count(*)
        from measurement_series as series
        cross join measurement_span as span on span.series_id = series.id and span.recorded_to is null and not span.gone
            and span.effective_from = (
                select max(effective_from) from measurement_span as last
                where last.series_id = series.id and last.recorded_to is null and last.effective_from <= number(:effective_at)
            )
        where series.source = health.source
    ) as facts
from (
    select
        source.name as source, source.vendor, source.url, source.cadence_minutes, last.moment as last_attempt_at,
        (
            select max(moment) from snapshot
            where snapshot.source = source.name and outcome in ('facts', 'same', 'not_modified')
        ) as last_good_at,
        last.outcome as last_outcome, last.reason
    from source
    left join snapshot as last on last.id = (
        select id from snapshot where snapshot.source = source.name order by moment desc, id desc limit 1
    )
) as health
