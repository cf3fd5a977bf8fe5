"""the views show the most trusted source, and promotions, retirements and deadlines"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FACTS = {"price": "price.currency", "peak_hours": "''", "promotion": "''", "retirement": "''"}
"""What has a view of the present, and the part of its scope that a row belongs to."""
COUNTED = ("price", "peak_hours", "promotion", "retirement", "model_version", "notice")

PRICE = """source, model, meter, band, currency, amount, list_amount, unit,
    effective_from, effective_to, recorded_from, snapshot_id, locator"""
BELIEVED = "recorded_to is null and not gone"
IN_FORCE = f"{BELIEVED} and effective_from <= {{now}} and (effective_to is null or {{now}} < effective_to)"
# The most trusted source whose first reading is not later, even where it has no row.
TRUSTED = """not exists (
    select 1 from recorded as other
    join source as theirs on theirs.name = other.source
    join source as ours on ours.name = {fact}.source
    where other.fact = '{fact}' and other.part = {part} and other.first <= {then}
        and theirs.family = ours.family and theirs.trust < ours.trust)"""

VIEWS = {
    "price_now": "select {price} from price where {in_force} and {trusted_price}",
    "price_history": "select {price}, gone, recorded_to from price",
    "promotion_now": """
        select source, model, percent_off, starts_at, ends_at, "then", effective_from, recorded_from, snapshot_id, locator
        from promotion where {in_force} and {trusted_promotion}""",
    "retirement_history": """
        select source, model, state, retires_at, replacement, effective_from, effective_to, recorded_from, recorded_to,
            gone, snapshot_id, locator
        from retirement""",
    "peak_hours_now": """
        select source, time_zone, weekdays, windows, holidays, text, effective_from, recorded_from, snapshot_id, locator
        from peak_hours where {in_force} and {trusted_peak_hours}""",
    "deadline": """
        select case when percent_off = {hundred} then 'free window end' else 'promotion end' end as kind,
            source, model as subject, ends_at as due_at, recorded_from as announced_at,
            coalesce('then ' || replace("then", '_', ' '), 'what follows is not said') as says, snapshot_id
        from promotion where {in_force} and {trusted_promotion} and ends_at > {now}
        union all
        select 'retirement', source, model, retires_at, recorded_from,
            coalesce('replacement: ' || replacement, 'no replacement is named'), snapshot_id
        from retirement where {in_force} and {trusted_retirement} and state = 'dated' and retires_at > {now}
        union all
        select 'price change', source, model, effective_from, min(recorded_from), count(*) || ' prices in ' || currency,
            max(snapshot_id)
        from price where {believed} and effective_from > {now} and {trusted_price}
        group by source, model, currency, effective_from
        union all
        select 'peak hours change', source, source, effective_from, recorded_from, text, snapshot_id
        from peak_hours where {believed} and effective_from > {now} and {trusted_peak_hours}""",
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
        "hundred": "'100'",
    },
    "postgresql": {
        "now": "now()",
        "overdue": "now() - make_interval(mins => 2 * cadence_minutes::int)",
        "hundred": "100",
    },
}
# What a source dates back to before its first reading is not shown where another one had been read by then.
NOT_TOO_EARLY = """not exists (
    select 1 from recorded as own
    join source as ours on ours.name = own.source
    join source as theirs on theirs.family = ours.family and theirs.name <> ours.name
    join recorded as other on other.source = theirs.name and other.fact = 'price' and other.part = price.currency
    where own.source = price.source and own.fact = 'price' and own.part = price.currency
        and own.first > least(t, r) and other.first <= least(t, r))"""
PRICE_AS_OF = f"""
create function price_as_of(t timestamptz, r timestamptz) returns setof price_now language sql stable as $$
    select {PRICE.replace("effective_to", "next_from")} from (
        select price.*, lead(effective_from) over same_key as next_from
        from price where recorded_from <= r and (recorded_to is null or r < recorded_to)
        window same_key as (partition by source, model, meter, band, currency order by effective_from)
    ) as price
    where not gone and effective_from <= t and (next_from is null or t < next_from)
        and {TRUSTED.format(fact="price", part="price.currency", then="least(t, r)")}
        and {NOT_TOO_EARLY}
$$"""


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    words = DIALECTS[dialect]
    in_force = IN_FORCE.format(**words)
    trusted = {
        f"trusted_{fact}": TRUSTED.format(fact=fact, part=part, then=words["now"]) for fact, part in FACTS.items()
    }
    facts = " + ".join(f"(select count(*) from {fact} where source = health.source and {in_force})" for fact in COUNTED)
    for name, query in VIEWS.items():
        text = query.format(price=PRICE, in_force=in_force, believed=BELIEVED, facts=facts, **trusted, **words)
        op.execute(f"create view {name} as {text}")
    if dialect == "postgresql":
        op.execute(PRICE_AS_OF)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function price_as_of(timestamptz, timestamptz)")
    for name in reversed(VIEWS):
        op.execute(f"drop view {name}")
