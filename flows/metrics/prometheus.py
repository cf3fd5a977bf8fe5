"""The text in which Prometheus reads metrics, in a file, or on a port of this machine."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from sqlalchemy.exc import DBAPIError

from flows.clock import utc_now
from flows.database import NoHistory, Store, WrongShape
from flows.ingest import enabled_sources
from flows.metrics.record import Metric, record_metrics
from flows.metrics.runs import run_metrics
from flows.settings import HOST, Settings

TYPE = "text/plain; version=0.0.4; charset=utf-8"


def gather(settings: Settings, store: Store, now: datetime, url: str | None, auth: str | None) -> list[Metric]:
    """Return all metrics; `url` and `auth` are of the `almanac up` that runs, None if none does.

    A record that cannot be asked is a metric, not an error.
    """
    found = [*run_metrics(url, auth, now)]
    says = "1 if the record answers."
    try:
        scheduled = [source.name for source in enabled_sources(settings)]
        found += record_metrics(store, scheduled, now, settings.own_sources.values())
    except (NoHistory, WrongShape, DBAPIError):
        return [*found, Metric("almanac_record_answers", says, (), {(): 0})]
    return [*found, Metric("almanac_record_answers", says, (), {(): 1})]


def exposition(metrics: Iterable[Metric]) -> str:
    """Return metrics as Prometheus reads them."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest  # takes 50 ms

    registry = CollectorRegistry()
    for metric in metrics:
        gauge = Gauge(metric.name, metric.says, metric.labels, registry=registry)
        for labels, value in metric.values.items():
            (gauge.labels(*labels) if labels else gauge).set(value)
        if not metric.labels and not metric.values:
            registry.unregister(gauge)
    return generate_latest(registry).decode()


@contextmanager
def metrics_served(
    settings: Settings, store: Store, port: int, url: str | None = None, auth: str | None = None
) -> Generator[int]:
    """Answer GET /metrics on a port of this machine during the block; 0 takes a free one. Raises OSError."""

    class Answer(_MetricsHandler):
        def text(self) -> str:
            return exposition(gather(settings, store, utc_now(), url, auth))

    server = ThreadingHTTPServer((HOST, port), Answer)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True, name="metrics")
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _MetricsHandler(BaseHTTPRequestHandler):
    def text(self) -> str:
        raise NotImplementedError

    def do_GET(self) -> None:
        port = self.connection.getsockname()[1]
        if self.headers.get("Host") not in (f"{HOST}:{port}", f"localhost:{port}"):
            # A web page whose name is made to resolve to 127.0.0.1 gets nothing.
            self.send_error(HTTPStatus.FORBIDDEN)
        elif self.path != "/metrics":
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            body = self.text().encode()
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", TYPE)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing: Prometheus asks every few seconds."""
