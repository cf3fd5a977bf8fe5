-- What does one model cost in terms of another one?
--
-- For a mix of three tokens of input to one of output. A ratio needs a mix, a mode, a band and a day: this query is for now,
-- `almanac ratio A B --mix 3:1 --at T` for any other instant.
--
-- :model = deepseek-v4-pro
-- :other = deepseek-v4-flash
-- :currency = USD
select mode, band, above, other_above, input, output, other_input, other_output,
    (3 * input_number + output_number) / (3 * other_input_number + other_output_number) as ratio
from price_ratio
where model = :model and other_model = :other and currency = :currency
order by mode, band, above, other_above
