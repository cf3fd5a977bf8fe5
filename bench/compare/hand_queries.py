"""The same questions as hand-written SQL: no order of trust, no vendor, and whatever each database does best."""

BELIEVED = "{0}.recorded_from <= :believed and ({0}.recorded_to is null or {0}.recorded_to > :believed)"
NOW = "{0}.recorded_to is null"
LAST = {
    "sqlite": """{kind}_series as series cross join {kind}_span as span on span.series_id = series.id and {span}
    and span.effective_from = (select last.effective_from from {kind}_span as last where last.series_id = series.id
        and {last} and last.effective_from <= :at order by last.effective_from desc limit 1)""",
    "postgresql": """{kind}_series as series cross join lateral (select * from {kind}_span as last
        where last.series_id = series.id and {last} and last.effective_from <= :at
        order by last.effective_from desc limit 1) as span""",
}
NEXT = """(select next.effective_from from price_span as next where next.series_id = series.id
    and next.recorded_from <= :believed and (next.recorded_to is null or next.recorded_to > :believed)
    and next.effective_from > :at order by next.effective_from limit 1)"""
PRICE = """series.source, series.model, series.meter, series.band, series.currency, series.mode, series.above,
    span.amount, span.list_amount, span.unit, span.snapshot_id, span.locator, span.recorded_from"""
SCORE = """series.category, series.contender_key, contender.name, contender.organization, contender.model, span.score,
    span.ci_low, span.ci_high, span.votes, span.methodology, span.effective_from, span.recorded_from"""
CONTENDER = """left join contender_series as named on named.source = series.source
        and named.contender_key = series.contender_key
    left join contender_span as contender on contender.series_id = named.id
        and contender.effective_from = (select last.effective_from from contender_span as last
            where last.series_id = named.id and {last} and last.effective_from <= :at
            order by last.effective_from desc limit 1) and {contender}"""
OF_ONE = " and series.source = :source and series.currency = :currency and series.model = :model"
OF_CATEGORY = " and series.source = :source and series.board = :board and series.category = :category"


def _last(kind: str, database: str, belief: str) -> str:
    return LAST[database].format(kind=kind, span=belief.format("span"), last=belief.format("last"))


def prices_at(database: str, of_one: bool = False) -> str:
    """The prices that hold at `:at` as believed at `:believed`."""
    where = "not span.gone" + (OF_ONE if of_one else "")
    return f"select {PRICE}, span.effective_from, {NEXT} from {_last('price', database, BELIEVED)} where {where}"  # noqa: S608


def prices_now(database: str) -> str:
    """The prices that hold at `:at` as believed now."""
    columns = f"{PRICE}, span.effective_from, span.effective_to"
    return f"select {columns} from {_last('price', database, NOW)} where not span.gone"  # noqa: S608


def routes_now(database: str) -> str:
    """The old names, each with the name that answers, at `:at` as believed now."""
    where = "not span.gone and span.answers_as is not null"
    return f"select series.model, span.answers_as from {_last('retirement', database, NOW)} where {where}"  # noqa: S608


def scores(database: str, belief: str, of_category: bool = False) -> str:
    """The scores that hold at `:at` with their contenders; `belief` is `BELIEVED` or `NOW`."""
    names = CONTENDER.format(last=belief.format("last"), contender=belief.format("contender"))
    where = "not span.gone" + (OF_CATEGORY if of_category else "")
    return f"select {SCORE} from {_last('score', database, belief)} {names} where {where}"  # noqa: S608
