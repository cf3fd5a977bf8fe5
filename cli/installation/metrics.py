"""The command `metrics`: how sources, runs, deliveries and the database stand, as Prometheus reads it."""

from argparse import Namespace
from pathlib import Path

from cli.command import Commands, command, out_file
from cli.commands import DESCRIPTIONS
from cli.output_files import write_output
from cli.printing import print_line
from flows.clock import utc_now
from flows.database import Store
from flows.server import read_auth, running, stack_paths
from flows.settings import Settings

ABOUT = (
    "With the setting `metrics_port`, `almanac up` answers the same at http://127.0.0.1:PORT/metrics. "
    "deploy/prometheus has alert rules, deploy/grafana a dashboard."
)


def add(commands: Commands) -> None:
    parser = command(commands, "metrics", metrics, DESCRIPTIONS["metrics"], about=ABOUT)
    parser.add_argument(
        "--output", type=out_file, metavar="FILE", help="write a file for node_exporter's textfile collector"
    )


def metrics(settings: Settings, asked: Namespace) -> None:
    from flows.metrics import exposition, gather  # other commands need none of it

    store = Store(settings.database_url, read_only=True)
    try:
        url = running(stack_paths(settings))
        auth = read_auth(settings.home) if url else None
        text = exposition(gather(settings, store, utc_now(), url, auth))
    finally:
        store.close()
    if asked.output is None:
        print_line(text.rstrip("\n"))
        return
    file: Path = asked.output
    write_output(file, text, is_for_all=True)  # node_exporter has an account of its own
    print_line(f"{file}: {sum(not line.startswith('#') for line in text.splitlines())} metrics")
