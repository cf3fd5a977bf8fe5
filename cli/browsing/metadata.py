"""The metadata of the record for Datasette: titles, descriptions, facets, the query book and the dashboards."""

from collections.abc import Iterable, Mapping
from typing import Any

from cli.browsing.book import BookPage, book
from cli.browsing.charts import DASHBOARDS, DATABASE, dashboards
from cli.exporting import column_text, dictionary

TITLE = "Model Almanac"
ABOUT = (
    "What language models cost, how they rank and when they go away, with the evidence for every value. "
    "Start with the dashboards in the menu, or with the queries and the views below. Instants are UTC; "
    "exact amounts are texts: order by the columns whose names end in _number."
)
SETTINGS: Mapping[str, Any] = {
    "sql_time_limit_ms": 20_000,
    "facet_time_limit_ms": 3_000,
    "max_returned_rows": 10_000,
    "default_facet_size": 20,
    "suggest_facets": False,
    "allow_download": False,
    "truncate_cells_html": 300,
}
FACETS = ("vendor", "source", "model", "meter", "kind", "board", "category", "state", "severity", "currency")
"""The columns by which rows are counted; those of a view are facets where the view has them."""
MOST_FACETS = 4
LONG_SQL = 1500
"""A longer query is shown on demand: one that asks views of the present for other instants has all that they do."""
NEWEST_FIRST = {"change_log": "id", "correction_log": "id", "alert_log": "id", "delivery_log": "id"}
SHOWN_TABLES = {"source": "Every source of the record.", "snapshot": "Each attempt to fetch a page."}


def metadata(views: Mapping[str, Iterable[str]], tables: Iterable[str], note: str) -> dict[str, Any]:
    """Return the metadata of Datasette for these views, by name with their columns, and tables."""
    described = {name: _view(name, [*columns]) for name, columns in views.items()}
    for name in tables:
        text = SHOWN_TABLES.get(name)
        described[name] = {"description": text} if text else {"hidden": True}
    about = f"{ABOUT} {note}".strip()
    pages = book()
    home = {
        "dashboards": {name: {key: each[key] for key in ("title", "description")} for name, each in DASHBOARDS.items()},
        "views": {name: _first_sentence(described[name]["description"]) for name in views},
        "queries": {name: page.title for name, page in pages.items()},
    }
    return {
        "title": TITLE,
        "description": about,
        "home": home,
        "databases": {
            DATABASE: {
                "title": TITLE,
                "description": about,
                "tables": described,
                "queries": {name: _page(page) for name, page in pages.items()},
            }
        },
        "plugins": {"datasette-dashboards": dashboards(), "datasette-mcp": {"canned_queries": True}},
    }


def _view(name: str, columns: list[str]) -> dict[str, Any]:
    known = dictionary().get(name)
    texts = {column: text for column in columns if (text := column_text(name, column))}
    history = f"The history of each {name.replace('_', ' ')}: every row that was ever recorded, on both clocks."
    described: dict[str, Any] = {"description": known.about if known else history, "columns": texts}
    described["facets"] = [column for column in FACETS if column in columns][:MOST_FACETS]
    if name in NEWEST_FIRST:
        described["sort_desc"] = NEWEST_FIRST[name]
    return described


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def _page(page: BookPage) -> dict[str, Any]:
    values = "; ".join(f"{name}: {value or 'now'}" for name, value in page.defaults.items())
    empty = f"Where a field is empty: {values}." if values else ""
    described: dict[str, Any] = {
        "title": page.title,
        "description": " ".join(filter(None, (page.about, empty))),
        "sql": page.sql,
    }
    if page.defaults:
        described["params"] = [*page.defaults]
    if len(page.sql) > LONG_SQL:
        described["hide_sql"] = True
    return described
