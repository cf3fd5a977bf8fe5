"""The dashboards: each chart is a query on the views, `drawings/<name>.sql`, and a drawing in Vega-Lite beside it.

No chart is a table or a number of the plug-in's: it would put the words of pages into HTML as they are.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Spec = dict[str, Any]
"""Settings of a plug-in of Datasette."""
DATABASE = "almanac"
"""The name of the record in Datasette."""
FOLDER = Path(__file__).parent / "drawings"
FRAME: Spec = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "autosize": {"type": "fit-x", "contains": "padding"},
    "usermeta": {"embedOptions": {"actions": {"export": True, "source": False, "compiled": False, "editor": False}}},
}
"""Of every chart. It can be saved as a picture; the editor would send its data to another site."""


def _chosen(name: str, query: str, default: str) -> Spec:
    """A list of what a query finds, to choose from."""
    return {"name": name, "type": "select", "db": DATABASE, "query": query, "default": default}


CURRENCY: Spec = {"name": "Currency", "type": "select", "options": ["USD", "CNY"], "default": "USD"}
DASHBOARDS: Mapping[str, Spec] = {
    "prices": {
        "title": "Price over time",
        "description": "Steps are prices, per million tokens; dashed lines are the days of announcements, and shaded "
        "times are promotions. What is announced and lies ahead is a pale point.",
        "charts": {"price": "Price by meter and band"},
        "filters": {
            "model": _chosen(
                "Model",
                "select distinct model from price_history where recorded_to is null order by model",
                "deepseek-v4-pro",
            ),
            "currency": CURRENCY,
        },
    },
    "deadlines": {
        "title": "Deadlines ahead",
        "description": "Every dated thing that is ahead: ends of models, promotions, announced prices and hours.",
        "charts": {"deadlines": "What comes when"},
    },
    "boards": {
        "title": "Leaderboards",
        "description": "The ten best of a category over time, and what they charge for output. Arena: CC BY 4.0, "
        "lmarena-ai; Artificial Analysis: artificialanalysis.ai; Epoch AI: CC BY 4.0, epoch.ai/benchmarks.",
        "charts": {"curves": "Score of the ten best, by publish", "value": "Price of output against score"},
        "filters": {
            "board": _chosen("Board", "select distinct board from score_series order by board", "arena/code"),
            "category": _chosen("Category", "select distinct category from score_series order by category", "overall"),
            "currency": CURRENCY,
        },
    },
    "sources": {
        "title": "Source freshness",
        "description": "Hours since the last good reading of each source; the tick is how often it is read.",
        "charts": {"freshness": "Hours since the last good reading"},
    },
}
"""Each dashboard: its charts by name with their titles, one below the other, and its filters, which are parameters."""


def dashboards() -> dict[str, Spec]:
    """Return the settings of the plug-in `datasette-dashboards`."""
    return {
        name: {
            **each,
            "layout": [[chart] for chart in each["charts"]],
            "charts": {chart: _chart(chart, title) for chart, title in each["charts"].items()},
        }
        for name, each in DASHBOARDS.items()
    }


def _chart(name: str, title: str) -> Spec:
    drawing = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    query = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return {"title": title, "db": DATABASE, "query": query, "library": "vega-lite", "display": {**FRAME, **drawing}}
