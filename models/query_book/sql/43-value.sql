-- Which model is cheapest within 50 points of the top of a board?
--
-- For a mix of three tokens of input to one of output. A price belongs to a name in the API, a score to one version of a model.
-- They are joined by the version behind the name. `almanac value arena/code` also lists what could not be joined, and why.
--
-- @at = 2026-08-01
-- :board = arena/code
-- :category = overall
-- :within = 50
-- :currency = USD
with named as (
    select vendor, model, lower(version) as canonical from model_version_now
    union
    select vendor, model, model from price_now
),
placed as (
    select contender_name, model, score, score_number, max(score_number) over () as top
    from leaderboard_now where board = :board and category = :category
),
near as (
    select * from placed where score_number >= top - :within
)
select near.contender_name, near.score, named.vendor, named.model, input.band,
    input.amount as input, output.amount as output,
    round(2500 * (3 * input.amount_number + output.amount_number)) / 10000 as mix
from near
join named on named.canonical = near.model
join price_now as input on input.vendor = named.vendor and input.model = named.model and input.meter = 'input_cache_miss'
    and input.mode = 'standard' and input.above = 0 and input.currency = :currency
join price_now as output on output.source = input.source and output.model = input.model and output.meter = 'output'
    and output.band = input.band and output.mode = input.mode and output.above = 0 and output.currency = input.currency
order by mix, near.contender_name, input.band
