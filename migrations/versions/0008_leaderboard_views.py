"""the views of the boards: scores now and over time, and the places that follow from their intervals"""

from types import ModuleType

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COUNTED = (
    "price",
    "peak_hours",
    "promotion",
    "retirement",
    "model_version",
    "notice",
    "score",
    "contender",
    "measurement",
)
IN_FORCE = (
    "recorded_to is null and not gone and effective_from <= {now} and (effective_to is null or {now} < effective_to)"
)
# The most trusted source whose first reading is not later, even where it has no row.
TRUSTED = """not exists (
    select 1 from recorded as other
    join source as theirs on theirs.name = other.source
    join source as ours on ours.name = score.source
    where other.fact = 'score' and other.part = score.category and other.first <= {then}
        and theirs.family = ours.family and theirs.trust < ours.trust)"""
# What the contender was called then; what it is called now is read once for all.
CALLED = """(select {column} from contender
    where contender.source = score.source and contender.contender_key = score.contender_key
        and {believed} and not contender.gone and contender.effective_from <= {then}
    order by contender.effective_from desc limit 1)"""
SCORE = """score.source, board, category, score.contender_key, {name} as contender_name, {organization} as organization,
    {model} as model, score, ci_low, ci_high, votes, methodology, score.effective_from, score.recorded_from,
    score.snapshot_id"""
NAMES = ("name", "organization", "model")
VIEWS = {
    "score_now": """
        select {now_called} from score left join (
            select source, contender_key, name, organization, model from contender where {in_force}
        ) as called on called.source = score.source and called.contender_key = score.contender_key
        where {in_force} and {trusted}""",
    "score_history": "select {then_called}, effective_to, gone, recorded_to from score",
    # Ends of intervals in the order of the board: who lies wholly above, and who not wholly below.
    "leaderboard_now": """
        with standing as (
            select score_now.*, {low} as low, {high} as high, {middle} as middle from score_now
        ), ends as (
            select source, category, board, contender_key, high as value, 0 as is_low from standing
            union all
            select source, category, board, contender_key, low, 1 from standing
        ), counted as (
            select source, category, board, contender_key, is_low,
                coalesce(sum(is_low) over (partition by source, category, board order by value desc
                    range between unbounded preceding and current row exclude group), 0) as above,
                sum(1 - is_low) over (partition by source, category, board order by value desc
                    range between unbounded preceding and current row) as reached
            from ends
        )
        select standing.board, standing.category,
            rank() over (partition by standing.source, standing.category, standing.board order by middle desc) as place,
            best.above + 1 as best_place, worst.reached as worst_place, worst.reached - best.above - 1 as tied_with,
            standing.contender_key, contender_name, organization, model, score, ci_low, ci_high, votes, methodology,
            effective_from, standing.source, snapshot_id
        from standing
        join counted as best on best.is_low = 0 and {same_best}
        join counted as worst on worst.is_low = 1 and {same_worst}""",
    "measurement_now": """
        select measurement.source, measurement.contender_key, called.name as contender_name, called.model,
            input_price, output_price, cache_hit_price, cache_write_price, output_tokens_per_second,
            seconds_to_first_token, measurement.effective_from, measurement.recorded_from, measurement.snapshot_id
        from measurement left join (
            select source, contender_key, name, model from contender where {in_force}
        ) as called on called.source = measurement.source and called.contender_key = measurement.contender_key
        where {in_force}""",
    "source_health": """
        select health.*, last_good_at is null or last_good_at < {overdue} as stale, {facts} as facts
        from (
            select source.name as source, source.url, source.cadence_minutes, last.moment as last_attempt_at,
                (select max(moment) from snapshot
                    where snapshot.source = source.name and outcome in ('facts', 'same', 'not_modified')) as last_good_at,
                last.outcome as last_outcome, last.reason
            from source left join snapshot as last on last.id = (
                select id from snapshot where snapshot.source = source.name order by moment desc, id desc limit 1)
        ) as health""",
}
DIALECTS = {
    "sqlite": {
        "now": "(strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')",
        "overdue": "(strftime('%Y-%m-%dT%H:%M:%f', 'now', '-' || (2 * cadence_minutes) || ' minutes') || '000Z')",
        # Decimals are text there, digit for digit.
        "number": "cast({} as real)",
    },
    "postgresql": {
        "now": "now()",
        "overdue": "now() - make_interval(mins => 2 * cadence_minutes::int)",
        "number": "{}",
    },
}
CALLED_AS_OF = {
    "then": "t",
    "believed": "contender.recorded_from <= r and (contender.recorded_to is null or r < contender.recorded_to)",
}
SCORE_AS_OF = """
create function score_as_of(t timestamptz, r timestamptz) returns setof score_now language sql stable as $$
    select {called} from (
        select score.*, lead(effective_from) over same_key as next_from
        from score where recorded_from <= r and (recorded_to is null or r < recorded_to)
        window same_key as (partition by source, category, board, contender_key order by effective_from)
    ) as score
    where not gone and effective_from <= t and (next_from is null or t < next_from) and {trusted}
$$"""


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    words = DIALECTS[dialect]
    number = words["number"].format
    text = {
        **words,
        "in_force": IN_FORCE.format(**words),
        "trusted": TRUSTED.format(then=words["now"]),
        "now_called": SCORE.format(**{column: f"called.{column}" for column in NAMES}),
        "then_called": _called(
            then=f"coalesce(score.effective_to, {words['now']})", believed="contender.recorded_to is null"
        ),
        "low": number("coalesce(ci_low, score)"),
        "high": number("coalesce(ci_high, score)"),
        "middle": number("score"),
        **{f"same_{end}": _same(end) for end in ("best", "worst")},
        "facts": " + ".join(
            f"(select count(*) from {fact} where source = health.source and {IN_FORCE.format(**words)})"
            for fact in COUNTED
        ),
    }
    op.execute("drop view source_health")
    for name, query in VIEWS.items():
        op.execute(f"create view {name} as {query.format(**text)}")
    if dialect == "postgresql":
        trusted = TRUSTED.format(then="least(t, r)")
        op.execute(SCORE_AS_OF.format(called=_called(**CALLED_AS_OF), trusted=trusted))


def _called(**when: str) -> str:
    return SCORE.format(**{column: CALLED.format(column=column, **when) for column in NAMES})


def _same(end: str) -> str:
    names = ("source", "category", "board", "contender_key")
    return " and ".join(f"{end}.{name} = standing.{name}" for name in names)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute("drop function score_as_of(timestamptz, timestamptz)")
    for name in reversed(VIEWS):
        op.execute(f"drop view {name}")
    earlier = _revision("0004")
    words = earlier.DIALECTS[dialect]
    in_force = earlier.IN_FORCE.format(**words)
    facts = " + ".join(
        f"(select count(*) from {fact} where source = health.source and {in_force})" for fact in earlier.COUNTED
    )
    op.execute(f"create view source_health as {earlier.VIEWS['source_health'].format(facts=facts, **words)}")


def _revision(name: str) -> ModuleType:
    """Another revision of this database: the view of health is of its time again."""
    environment = op.get_context().environment_context
    found = environment and environment.script.get_revision(name)
    if not found:
        raise LookupError(name)
    return found.module
