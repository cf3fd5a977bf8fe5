select score_history.contender_name || '' as contender, score_history.effective_from as at,
    score_history.score_number as score, score_history.ci_low_number as low, score_history.ci_high_number as high
from leaderboard_now
join score_history on score_history.board = leaderboard_now.board and score_history.category = leaderboard_now.category
    and score_history.contender_key = leaderboard_now.contender_key and score_history.source = leaderboard_now.source
where leaderboard_now.board = :board and leaderboard_now.category = :category and leaderboard_now.place <= 10
    and score_history.recorded_to is null and not score_history.gone
order by at
