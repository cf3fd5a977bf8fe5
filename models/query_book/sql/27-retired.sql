-- Which models have ended, and what to call instead?
select vendor, model, state, retires_at, coalesce(answers_as, replacement) as instead, source
from retirement_now where state in ('retired', 'routed') order by vendor, model
