"""The dashboards: for each chart a query on the views and a drawing in Vega-Lite.

No chart is a table or a number of the plug-in's: it would put the words of pages into HTML as they are.
"""

from collections.abc import Mapping
from typing import Any

Spec = dict[str, Any]
DATABASE = "almanac"
FRAME: Spec = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "autosize": {"type": "fit-x", "contains": "padding"},
    "usermeta": {"embedOptions": {"actions": {"export": True, "source": False, "compiled": False, "editor": False}}},
}
"""Of every chart. It can be saved as a picture; the editor would send its data to another site."""
NOW = "(strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')"
TIME: Spec = {"type": "temporal", "title": None, "axis": {"format": "%Y-%m-%d", "labelOverlap": True}}

PRICES = f"""
with price as (
    select price_history.*, source.trust
    from price_history join source on source.name = price_history.source
    where model = :model and currency = :currency and mode = 'standard' and above = 0 and meter like '%put%'
        and recorded_to is null and source.checks is null
),
best as (
    -- A source that is trusted less speaks of the time before the others began.
    select * from price
    where not exists (
        select 1 from price as other
        where other.trust < price.trust and other.meter = price.meter and other.effective_from <= price.effective_from
    )
), point as (
    -- A price draws a step from its start, and ends where the next row of its key begins, or now.
    select 'price' as what, meter || case band when 'flat' then '' else ' ' || band end as name, effective_from as at,
        null as until, case when gone then null else amount_number end as price, amount as says,
        effective_from > {NOW} as announced, 1 as turn
    from best
    union all
    select 'price', meter || case band when 'flat' then '' else ' ' || band end,
        min(coalesce(effective_to, {NOW}), {NOW}), null, amount_number, amount, 0, 0
    from best where not gone and effective_from <= {NOW}
    union all
    select 'announced', kind, seen_at, null, null, subject || ': ' || coalesce(said_after, ''), 0, 1
    from change_log where subject = :model and kind like '%announced' and not retracted
    union all
    select 'promotion', 'promotion', effective_from,
        min(coalesce(effective_to, {NOW}), coalesce(ends_at, {NOW}), {NOW}), null, percent_off || ' % off', 0, 1
    from promotion where model = :model and recorded_to is null and not gone and effective_from <= {NOW}
        and source = (
            select source from promotion join source on source.name = promotion.source
            where model = :model and recorded_to is null and checks is null order by trust limit 1
        )
)
select *, row_number() over (order by at, turn) as place from point order by place
"""
DEADLINES = f"""
select vendor || ': ' || subject as subject, kind, due_at, says, source,
    cast(julianday(due_at) - julianday({NOW}) as integer) as days
from deadline where due_at is not null order by due_at limit 60
"""
CURVES = """
select score_history.contender_name || '' as contender, score_history.effective_from as at,
    score_history.score_number as score, score_history.ci_low_number as low, score_history.ci_high_number as high
from leaderboard_now
join score_history on score_history.board = leaderboard_now.board and score_history.category = leaderboard_now.category
    and score_history.contender_key = leaderboard_now.contender_key and score_history.source = leaderboard_now.source
where leaderboard_now.board = :board and leaderboard_now.category = :category and leaderboard_now.place <= 10
    and score_history.recorded_to is null and not score_history.gone
order by at
"""
VALUE = """
select distinct contender_name as contender, organization, score_number as score, ci_low_number as low,
    ci_high_number as high, amount_number as price, band, currency
from leaderboard_now
join price_resolved on price_resolved.model = leaderboard_now.model and meter = 'output' and mode = 'standard'
    and above = 0 and currency = :currency
where board = :board and category = :category
order by score desc
"""
FRESHNESS = f"""
select source, vendor, coalesce(last_outcome, 'not read yet') as outcome,
    case stale when 1 then 'stale' else 'in time' end as state,
    max(0, (julianday({NOW}) - julianday(last_good_at)) * 24) as hours, cadence_minutes / 60.0 as cadence_hours
from source_health where last_good_at is not null and cadence_minutes < 1000000 order by hours desc
"""

DASHBOARDS: Mapping[str, Spec] = {
    "prices": {
        "title": "Price over time",
        "description": "Steps are prices, per million tokens; dashed lines are the days of announcements, "
        "and shaded times are promotions. What is announced and lies ahead is a pale point.",
        "layout": [["price"]],
        "filters": {
            "model": {
                "name": "Model",
                "type": "select",
                "db": DATABASE,
                "query": "select distinct model from price_history where recorded_to is null order by model",
                "default": "deepseek-v4-pro",
            },
            "currency": {"name": "Currency", "type": "select", "options": ["USD", "CNY"], "default": "USD"},
        },
        "charts": {
            "price": {
                "title": "Price by meter and band",
                "query": PRICES,
                "display": {
                    "height": 380,
                    "layer": [
                        {
                            "transform": [{"filter": "datum.what == 'promotion'"}],
                            "mark": {"type": "rect", "opacity": 0.15, "color": "#2a9d4a"},
                            "encoding": {
                                "x": {"field": "at", **TIME},
                                "x2": {"field": "until"},
                                "tooltip": [{"field": "says"}, {"field": "at"}, {"field": "until"}],
                            },
                        },
                        {
                            "transform": [{"filter": "datum.what == 'announced'"}],
                            "mark": {"type": "rule", "strokeDash": [4, 4], "color": "#777", "strokeWidth": 2},
                            "encoding": {
                                "x": {"field": "at", **TIME},
                                "tooltip": [{"field": "name"}, {"field": "says"}, {"field": "at"}],
                            },
                        },
                        {
                            "transform": [{"filter": "datum.what == 'price'"}],
                            "mark": {"type": "line", "interpolate": "step-after", "point": False},
                            "encoding": {
                                "x": {"field": "at", **TIME},
                                "y": {"field": "price", "type": "quantitative", "title": "per 1M tokens"},
                                "color": {"field": "name", "type": "nominal", "title": "meter"},
                                "order": {"field": "place", "type": "quantitative"},
                            },
                        },
                        {
                            "transform": [{"filter": "datum.what == 'price' && datum.turn == 1"}],
                            "mark": {"type": "point", "size": 50, "filled": True},
                            "encoding": {
                                "x": {"field": "at", **TIME},
                                "y": {"field": "price", "type": "quantitative"},
                                "color": {"field": "name", "type": "nominal"},
                                "opacity": {"condition": {"test": "datum.announced", "value": 0.4}, "value": 1},
                                "tooltip": [{"field": "name"}, {"field": "says", "title": "price"}, {"field": "at"}],
                            },
                        },
                    ],
                },
            }
        },
    },
    "deadlines": {
        "title": "Deadlines ahead",
        "description": "Every dated thing that is ahead: ends of models, promotions, announced prices and hours.",
        "layout": [["deadlines"]],
        "charts": {
            "deadlines": {
                "title": "What comes when",
                "query": DEADLINES,
                "display": {
                    "height": {"step": 18},
                    "mark": {"type": "point", "filled": True, "size": 90},
                    "encoding": {
                        "x": {"field": "due_at", **TIME},
                        "y": {"field": "subject", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 320}},
                        "color": {"field": "kind", "type": "nominal"},
                        "shape": {"field": "kind", "type": "nominal"},
                        "tooltip": [{"field": name} for name in ("subject", "kind", "due_at", "days", "says", "source")],
                    },
                },
            }
        },
    },
    "boards": {
        "title": "Leaderboards",
        "description": "The ten best of a category over time, and what they charge for output. Arena: CC BY 4.0, "
        "lmarena-ai; Artificial Analysis: artificialanalysis.ai; Epoch AI: CC BY 4.0, epoch.ai/benchmarks.",
        "layout": [["curves"], ["value"]],
        "filters": {
            "board": {
                "name": "Board",
                "type": "select",
                "db": DATABASE,
                "query": "select distinct board from score_series order by board",
                "default": "arena/code",
            },
            "category": {
                "name": "Category",
                "type": "select",
                "db": DATABASE,
                "query": "select distinct category from score_series order by category",
                "default": "overall",
            },
            "currency": {"name": "Currency", "type": "select", "options": ["USD", "CNY"], "default": "USD"},
        },
        "charts": {
            "curves": {
                "title": "Score of the ten best, by publish",
                "query": CURVES,
                "display": {
                    "height": 320,
                    "encoding": {
                        "x": {"field": "at", **TIME},
                        "color": {"field": "contender", "type": "nominal", "legend": {"labelLimit": 260}},
                    },
                    "layer": [
                        {
                            "mark": {"type": "line", "interpolate": "step-after", "point": True},
                            "encoding": {
                                "y": {
                                    "field": "score",
                                    "type": "quantitative",
                                    "scale": {"zero": False},
                                    "title": "score",
                                },
                                "tooltip": [{"field": name} for name in ("contender", "score", "low", "high", "at")],
                            },
                        }
                    ],
                },
            },
            "value": {
                "title": "Price of output against score",
                "query": VALUE,
                "display": {
                    "height": 320,
                    "encoding": {
                        "x": {
                            "field": "price",
                            "type": "quantitative",
                            "scale": {"type": "log"},
                            "title": "output, per 1M tokens",
                        },
                        "y": {"field": "score", "type": "quantitative", "scale": {"zero": False}},
                    },
                    "layer": [
                        {"mark": "rule", "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}},
                        {
                            "mark": {"type": "point", "filled": True, "size": 80},
                            "encoding": {
                                "color": {"field": "organization", "type": "nominal"},
                                "tooltip": [
                                    {"field": name}
                                    for name in ("contender", "organization", "score", "price", "currency", "band")
                                ],
                            },
                        },
                        {
                            "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 10},
                            "encoding": {"text": {"field": "contender"}},
                        },
                    ],
                },
            },
        },
    },
    "sources": {
        "title": "Source freshness",
        "description": "Hours since the last good reading of each source; the tick is how often it is read.",
        "layout": [["freshness"]],
        "charts": {
            "freshness": {
                "title": "Hours since the last good reading",
                "query": FRESHNESS,
                "display": {
                    "height": {"step": 16},
                    "encoding": {
                        "y": {"field": "source", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 320}}
                    },
                    "layer": [
                        {
                            "mark": "bar",
                            "encoding": {
                                "x": {"field": "hours", "type": "quantitative", "title": "hours"},
                                "color": {
                                    "field": "state",
                                    "type": "nominal",
                                    "scale": {"domain": ["in time", "stale"], "range": ["#2a7f9e", "#c2452d"]},
                                },
                                "tooltip": [
                                    {"field": name} for name in ("source", "vendor", "hours", "cadence_hours", "outcome")
                                ],
                            },
                        },
                        {
                            "mark": {"type": "tick", "color": "#111", "thickness": 2},
                            "encoding": {"x": {"field": "cadence_hours", "type": "quantitative"}},
                        },
                    ],
                },
            }
        },
    },
}


def dashboards() -> dict[str, Spec]:
    """Return the settings of the plug-in `datasette-dashboards`."""
    made: dict[str, Spec] = {}
    for name, dashboard in DASHBOARDS.items():
        charts = {
            slug: {
                **chart,
                "db": DATABASE,
                "library": "vega-lite",
                "display": {**FRAME, **chart["display"]},
            }
            for slug, chart in dashboard["charts"].items()
        }
        made[name] = {**dashboard, "charts": charts}
    return made
