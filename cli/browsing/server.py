"""Serves Datasette over a file that it opens to read only."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import OperationalError, connect
from typing import Any

from cli.browsing.charts import DATABASE
from cli.browsing.metadata import SETTINGS, metadata
from flows.settings import HOST

PLUGINS = ("datasette-dashboards", "datasette-leaflet", "datasette-render-markdown", "datasette-mcp")
"""The plug-ins that are loaded, whatever else is installed."""
LAST_SECONDS = 2
"""The time after Ctrl-C in which answers that were begun may end."""


def bound(port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine; 0 is any free one. Raises OSError."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError:
        listening.close()
        raise
    return listening


def application(file: Path, note: str) -> Any:  # noqa: ANN401 (Datasette has no types)
    """Return Datasette over a database of SQLite: immutable where its folder cannot be written to."""
    os.environ["DATASETTE_LOAD_PLUGINS"] = ",".join(PLUGINS)
    from datasette.app import Datasette  # pyright: ignore[reportMissingTypeStubs]
    from datasette.database import Database  # pyright: ignore[reportMissingTypeStubs]
    from datasette.plugins import pm  # pyright: ignore[reportMissingTypeStubs]

    from cli.browsing import plugin

    class Bounded(Database):
        """A database whose answers fit into the memory that this process may take."""

        async def execute(self, *asked: Any, **settings: Any) -> Any:  # noqa: ANN401 (Datasette has no types)
            plain: Any = super()
            try:
                return await plain.execute(*asked, **settings)
            except MemoryError:
                raise OperationalError("the answer is too large: ask for fewer rows, or for less of each") from None

    # It would print each refused query with the values of all variables.
    sys.modules["datasette.handle_exception"].__dict__["rich"] = None
    if not pm.has_plugin("almanac"):
        pm.register(plugin, "almanac")
    is_immutable = not os.access(file.parent, os.W_OK) and not file.with_name(f"{file.name}-wal").exists()
    views, tables = _names(file, is_immutable)
    served: Any = Datasette(
        [],
        metadata=metadata(views, tables, note),
        settings=dict(SETTINGS),
        template_dir=str(plugin.TEMPLATES),
        static_mounts=[("almanac-static", str(plugin.STATIC))],
        cors=False,
    )
    served.remove_database("_memory")
    served.add_database(Bounded(served, path=str(file), is_mutable=not is_immutable), name=DATABASE)
    return served


def serve(served: Any, listening: socket.socket, started: Callable[[], object]) -> None:  # noqa: ANN401 (as above)
    """Serve until SIGINT or SIGTERM; `started` is called when pages are answered."""
    import asyncio

    import uvicorn

    class Server(uvicorn.Server):
        """A server that ends as its caller does: it does not send itself the signal again."""

        @contextmanager
        def capture_signals(self) -> Generator[None]:
            before = {each: signal.signal(each, self.handle_exit) for each in (signal.SIGINT, signal.SIGTERM)}
            try:
                yield
            finally:
                for each, handler in before.items():
                    signal.signal(each, handler)

        async def startup(self, sockets: Sequence[socket.socket] | None = None) -> None:
            await super().startup(list(sockets or ()))
            if self.started:
                started()

    config = uvicorn.Config(
        served.app(), log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=LAST_SECONDS
    )

    async def serving() -> None:
        await Server(config).serve(sockets=[listening])
        # Conversations of assistants are being closed.
        if left := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(left, timeout=LAST_SECONDS)

    asyncio.run(serving())


def _names(file: Path, is_immutable: bool) -> tuple[dict[str, list[str]], list[str]]:
    """Return the views of a database with their columns, and its tables."""
    with closing(
        connect(f"{file.absolute().as_uri()}?mode=ro{'&immutable=1' if is_immutable else ''}", uri=True)
    ) as asked:
        named = asked.execute(
            "select type, name from sqlite_master where type in ('table', 'view') order by name"
        ).fetchall()
        columns = {
            name: [row[0] for row in asked.execute("select name from pragma_table_info(?)", (name,))]
            for kind, name in named
            if kind == "view"
        }
    return columns, [name for kind, name in named if kind == "table"]
