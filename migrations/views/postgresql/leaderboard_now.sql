create view leaderboard_now as
select
    score_now.board, score_now.category, place, best_place, worst_place, tied_with,
    score_now.contender_key, contender_name, organization, model, score, ci_low, ci_high, votes, methodology,
    effective_from, score_now.source, vendor, snapshot_id, score_number, ci_low_number, ci_high_number
from score_now
join place_now on place_now.source = score_now.source
    and place_now.category = score_now.category
    and place_now.board = score_now.board
    and place_now.contender_key = score_now.contender_key
