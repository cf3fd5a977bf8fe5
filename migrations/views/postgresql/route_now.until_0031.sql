create view route_now as
with recursive last_said as (
    -- Of several families that speak of one name, the statement that took effect last counts.
    select
        retirement_now.*, row_number() over (partition by vendor, model order by effective_from desc, source) as place
    from retirement_now
),
link as (
    -- A price of the name's own that took effect after the route ends it: the name was given a price again.
    select source, vendor, model, answers_as, answers_since, answers_until, recorded_from, snapshot_id, locator
    from last_said
    where place = 1 and answers_as <> model
        and not exists (
            select 1
            from source as seller
            join price_now as own on own.source = seller.name and own.model = last_said.model
            where seller.vendor = last_said.vendor and own.effective_from > last_said.answers_since
        )
),
step as (
    select
        link.*,
        exists (select 1 from link as next where next.vendor = link.vendor and next.model = link.answers_as) as goes_on
    from link
),
walk as (
    -- From name to name, until one answers as itself or comes for the second time.
    select
        source, vendor, model, answers_as, answers_as as reached, answers_since as since, answers_until as until,
        model || ' → ' || answers_as as via, false as is_loop, goes_on, recorded_from, snapshot_id, locator
    from step
    union all
    select
        walk.source, walk.vendor, walk.model, walk.answers_as, link.answers_as,
        greatest(walk.since, link.answers_since), least(walk.until, link.answers_until),
        via || ' → ' || link.answers_as,
        strpos(' → ' || via || ' → ', ' → ' || link.answers_as || ' → ') > 0, link.goes_on,
        walk.recorded_from, walk.snapshot_id, walk.locator
    from walk
    join step as link on link.vendor = walk.vendor and link.model = walk.reached
    where not is_loop
)
select
    source, vendor, model, answers_as, case when not is_loop then reached end as billed_as, via,
    since as effective_from, until as effective_to, recorded_from, snapshot_id, locator
from walk
where is_loop or not goes_on
