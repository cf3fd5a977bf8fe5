-- Which models have ended, and which do you call instead?
select vendor, model, state, retires_at, coalesce(answers_as, replacement) as instead, source
from retirement_now where state in ('retired', 'routed') order by vendor, model
