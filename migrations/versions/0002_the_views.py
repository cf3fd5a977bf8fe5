"""the views that people query, and on PostgreSQL the price as of two instants"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PRICE = """source, model, meter, band, currency, amount, list_amount, unit,
    effective_from, effective_to, recorded_from, snapshot_id, locator"""

IN_FORCE = """recorded_to is null and not gone
            and effective_from <= {now} and (effective_to is null or {now} < effective_to)"""
VIEWS = {
    "price_now": f"""
        select {PRICE} from price
        where {{in_force}}""",
    "price_history": f"select {PRICE}, gone, recorded_to from price",
    "change_log": """
        select id, kind, source, subject, before, after, effective_at, seen_at, stored_at, retracted, snapshot_id
        from change""",
    "alert_log": """
        select id, key, kind, severity, source, subject, title, body, effective_at, created_at,
            (select count(*) from delivery where alert_id = alert.id and state = 'delivered') as delivered,
            (select count(*) from delivery where alert_id = alert.id and state in ('pending', 'claimed')) as pending,
            (select count(*) from delivery where alert_id = alert.id and state = 'dead') as dead
        from alert""",
    "source_health": """
        select health.*, last_good_at is null or last_good_at < {overdue} as stale,
            (select count(*) from price where source = health.source and {in_force})
            + (select count(*) from model_version where source = health.source and {in_force})
            + (select count(*) from notice where source = health.source and {in_force}) as facts
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
    },
    "postgresql": {"now": "now()", "overdue": "now() - make_interval(mins => 2 * cadence_minutes::int)"},
}
PRICE_AS_OF = f"""
create function price_as_of(t timestamptz, r timestamptz) returns setof price_now language sql stable as $$
    select {PRICE.replace("effective_to", "next_from")} from (
        select price.*, lead(effective_from) over same_key as next_from
        from price where recorded_from <= r and (recorded_to is null or r < recorded_to)
        window same_key as (partition by source, model, meter, band, currency order by effective_from)
    ) as believed
    where not gone and effective_from <= t and (next_from is null or t < next_from)
$$"""


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    for name, query in VIEWS.items():
        words = DIALECTS[dialect]
        op.execute(f"create view {name} as {query.format(**words, in_force=IN_FORCE.format(**words))}")
    if dialect == "postgresql":
        op.execute(PRICE_AS_OF)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function price_as_of(timestamptz, timestamptz)")
    for name in reversed(VIEWS):
        op.execute(f"drop view {name}")
