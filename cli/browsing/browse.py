"""The command `browse`: the record in a browser, and for assistants, on this machine only."""

import webbrowser
from argparse import ArgumentTypeError, Namespace
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.browsing.charts import DATABASE
from cli.command import Commands, command
from cli.commands import DESCRIPTIONS
from cli.exporting import export_sqlite
from cli.printing import Problem, hint, print_line
from flows.database import Store, one_state
from flows.settings import HOST, Settings

PORT = 8321
MOST_MEMORY = 1 << 30
"""The bytes that answers may take beside the server itself."""
EXTRA = "pip install 'model-almanac[browse]'"
ABOUT = (
    "It runs Datasette, read-only and only on 127.0.0.1: the views, the query book, dashboards, JSON and CSV "
    "links, and MCP for assistants. A PostgreSQL database is first exported to a temporary file. Ctrl-C ends it."
)


def add(commands: Commands) -> None:
    parser = command(commands, "browse", run_browse, DESCRIPTIONS["browse"], about=ABOUT)
    parser.add_argument("--port", type=_port, default=PORT, metavar="N", help=f"0: any free port; default: {PORT}")
    parser.add_argument("--open", action="store_true", help="open the page in a browser")


def run_browse(settings: Settings, asked: Namespace) -> None:
    if not all(find_spec(name) for name in ("datasette", "datasette_dashboards", "datasette_mcp")):
        raise Problem(f"browse needs Datasette, which is an extra: {EXTRA}")
    from cli.browsing.server import application, bound, serve  # few commands serve
    from flows.page_reader import limit_memory

    with served_file(settings) as (file, note):
        try:
            listening = bound(asked.port)
        except OSError as problem:
            words = f"port {asked.port} cannot be used ({problem.strerror})"
            raise Problem(f"{words}: name another one with --port, or 0 for any free one") from None
        origin = f"http://{HOST}:{listening.getsockname()[1]}"

        def say() -> None:
            print_line(f"{origin}/")
            print_line(f"dashboards {origin}/-/dashboards, queries {origin}/{DATABASE}, MCP {origin}/-/mcp")
            hint("read-only, for this machine; Ctrl-C ends it")
            if asked.open:
                webbrowser.open(f"{origin}/")

        served = application(file, note)
        # An answer of ten thousand large rows ends as an error, and not with the memory of the machine.
        limit_memory(MOST_MEMORY)
        serve(served, listening, say)


@contextmanager
def served_file(settings: Settings) -> Generator[tuple[Path, str]]:
    """Give the database of SQLite to serve, and what there is to say of it: the record, or a copy of PostgreSQL's."""
    store = Store(settings.database_url, read_only=True)
    try:
        store.expect_shape()
        if store.file is not None:
            yield store.file, ""
            return
        with TemporaryDirectory(prefix="almanac-browse-") as place:
            file = Path(place) / f"{DATABASE}.db"
            hint(f"exporting the record from PostgreSQL to {file}; it goes when this ends")
            with one_state(store) as session:
                export_sqlite(session, file, None, hint, with_alerts=True)
            store.close()
            yield file, "This is a copy of a PostgreSQL database, made when this server was started."
    finally:
        store.close()


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise ArgumentTypeError(f"{text!r} is not a port: write a number up to 65535, or 0 for any free port")
    return int(text)
