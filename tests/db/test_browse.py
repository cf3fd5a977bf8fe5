"""What `almanac browse` shows, and what it says where it cannot."""

import socket
import sqlite3
from collections.abc import Generator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import func, select

from cli.browsing import browse
from cli.browsing.book import book, with_defaults
from cli.browsing.charts import DASHBOARDS, dashboards
from cli.browsing.metadata import metadata
from flows.database import Store
from flows.settings import HOST
from flows.settings.load import Settings
from models.schema import Alert, Base
from tests.db.test_same_on_both import fill
from tests.support.recordings import Recordings
from tests.support.typed import Almanac


@pytest.fixture(scope="module")
def record(recordings: Recordings) -> Generator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{recordings.made(fill).as_uri()}?mode=ro", uri=True)) as found:
        yield found


def test_every_view_is_described_and_tables_of_the_installation_are_hidden(record: sqlite3.Connection) -> None:
    names = [row[0] for row in record.execute("select name from sqlite_master where type = 'view'")]
    columns = {name: [row[1] for row in record.execute(f"pragma table_info({name})")] for name in names}
    made = metadata(columns, [*Base.metadata.tables], "A copy.")
    tables = made["databases"]["almanac"]["tables"]
    assert [name for name in names if len(tables[name]["description"]) < 20] == []
    for name in names:
        assert {*tables[name]["facets"], *tables[name]["columns"]} <= {*columns[name]}
    assert tables["price_now"]["columns"]["amount"] == "the price"
    assert tables["price_now"]["facets"] == ["vendor", "source", "model", "meter"]
    assert (tables["body"], tables["delivery"]) == ({"hidden": True}, {"hidden": True})
    assert "hidden" not in tables["source"]
    assert made["description"].endswith("A copy.")


@pytest.mark.parametrize("name", DASHBOARDS)
def test_the_charts_of_a_dashboard_find_rows(record: sqlite3.Connection, name: str) -> None:
    made = dashboards()[name]
    chosen = {key: each["default"] for key, each in made.get("filters", {}).items()}
    for key, each in made.get("filters", {}).items():
        options = each.get("options") or [row[0] for row in record.execute(each["query"])]
        assert chosen[key] in options
    for chart in made["charts"].values():
        assert chart["library"] == "vega-lite", "a table or a number would be put into the page as HTML"
        answer = record.execute(chart["query"], chosen)
        names = {column[0] for column in answer.description}
        if name != "deadlines":
            assert len(answer.fetchall()) > 0, chart["title"]
        assert _fields(chart["display"]) <= names


def _fields(drawing: Any) -> set[str]:  # noqa: ANN401 (whatever JSON has)
    """Return the names of columns that a drawing shows."""
    if isinstance(drawing, list):
        return set[str]().union(*(_fields(each) for each in cast(list[Any], drawing)))
    if not isinstance(drawing, dict):
        return set()
    entries = cast(dict[str, Any], drawing)
    own = {str(value) for name, value in entries.items() if name == "field"}
    return own.union(*(_fields(each) for each in entries.values()))


def test_every_query_of_the_book_is_answered_where_its_fields_are_empty(record: sqlite3.Connection) -> None:
    assert len(book()) >= 15
    for page in book().values():
        record.execute(page.sql, dict.fromkeys(page.defaults, "")).fetchall()


def test_an_empty_field_has_the_value_of_the_book() -> None:
    sql = with_defaults(
        "select :model, :most + 1, :at, ':x', '1:30'",
        {"model": "it's", "most": "10", "at": ""},
        {"most": "number"},
    )
    with closing(sqlite3.connect(":memory:")) as database:
        assert database.execute(sql, {"model": "", "most": "", "at": ""}).fetchone() == ("it's", 11, "", ":x", "1:30")
        assert database.execute(sql, {"model": "m", "most": "2", "at": "t"}).fetchone()[:3] == ("m", 3, "t")


@pytest.mark.parametrize("url", [pytest.param("postgresql", marks=pytest.mark.both_databases)], indirect=True)
def test_of_postgresql_a_copy_is_served_that_goes_at_the_end(
    store: Store, recordings: Recordings, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    recordings.fill(store, fill)
    with browse.served_file(settings) as (file, note):
        copy = Store(f"sqlite:///{file}", read_only=True)
        with copy.reading() as session, store.reading() as other:
            counts = [each.scalar(select(func.count()).select_from(Alert)) for each in (session, other)]
        copy.close()
        assert counts[0] == counts[1] != 0
        assert "copy of a PostgreSQL database" in note
    assert not file.parent.exists()
    errors = capsys.readouterr().err
    assert f"exporting the record from PostgreSQL to {file}" in errors
    assert "price" in errors


def test_without_the_extra_it_says_how_to_install_it(almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(name: str) -> object:
        return None if name == "datasette" else find_spec(name)

    monkeypatch.setattr(browse, "find_spec", found)
    done = almanac("browse")
    says = "almanac: browse needs Datasette, which is an extra: pip install 'model-almanac[browse]'\n"
    assert (done.code, done.out, done.err) == (1, "", says)


def test_a_port_in_use_and_a_wrong_one_are_said_in_a_line(almanac: Almanac) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = almanac("browse", "--port", str(port))
    assert (done.code, done.out) == (1, "")
    says = "cannot be used (Address already in use): name another one with --port, or 0 for any free one"
    assert done.err == f"almanac: port {port} {says}\n"
    done = almanac("browse", "--port", "99999")
    assert (done.code, "'99999' is not a port" in done.err) == (2, True)


def test_there_is_nothing_to_browse_without_a_history(
    almanac: Almanac, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALMANAC_DATABASE_URL")
    done = almanac("browse")
    assert (done.code, done.err, home.exists()) == (
        1,
        "almanac: no history yet: run `almanac up`, or `almanac demo` for an example\n",
        False,
    )
