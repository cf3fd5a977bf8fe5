"""`almanac metrics`: what Prometheus reads; the rules and the dashboard in deploy/ name what is there."""

import http.client
import json
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from bench.harness.dates import day
from flows.clock import utc_now
from flows.database import Store
from flows.metrics import prometheus, record, runs
from flows.settings.load import Settings
from models.kinds.deliveries import DeliveryState
from models.schema.tables import Delivery
from scrapers.registry import SOURCES
from tests.db.test_same_on_both import LAST, fill
from tests.support.recordings import Recordings
from tests.support.typed import Almanac
from tests.support.walks import SOURCE, fail, feed

DEPLOY = Path(__file__).parents[2] / "deploy"
RULES = DEPLOY / "prometheus" / "almanac.rules.yml"
DASHBOARD = DEPLOY / "grafana" / "almanac.json"
NAMED = re.compile(r"(almanac_[a-z_]+)(?:\{([^}]*)\})?")
BY = re.compile(r"by \(([a-z_, ]+)\)|\{\{ *(?:\$labels\.)?([a-z_]+) *\}\}")
Values = dict[tuple[str, frozenset[tuple[str, str]]], float]


def parsed(text: str) -> Values:
    """Every value by its name and labels, as Prometheus's own parser reads them."""
    families = text_string_to_metric_families(text)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def of(values: Values, name: str, **labels: str) -> float:
    return values[(name, frozenset(labels.items()))]


@pytest.mark.both_databases
def test_the_metrics_say_how_sources_stand_what_waits_and_how_large_all_is(almanac: Almanac, store: Store) -> None:
    now = utc_now().replace(microsecond=0)
    feed(store, day("2026-05-08"))
    feed(store, day("2026-08-13"))
    with store.writing() as session:
        session.execute(update(Delivery).values(state=DeliveryState.PENDING, delivered_at=None))
    fail(store, now - timedelta(hours=3))
    found = parsed(almanac("metrics").out)
    source = SOURCE.name
    assert of(found, "almanac_source_last_good_timestamp_seconds", source=source) == day("2026-08-13").timestamp()
    assert (
        of(found, "almanac_source_last_attempt_timestamp_seconds", source=source)
        == (now - timedelta(hours=3)).timestamp()
    )
    assert of(found, "almanac_source_stale", source=source) == 1
    outcomes = ("facts", "same", "not_modified", "refused", "held", "failed")
    last = [of(found, "almanac_source_last_outcome", source=source, outcome=each) for each in outcomes]
    assert last == [0, 0, 0, 0, 0, 1]
    assert of(found, "almanac_source_attempts_of_a_day", source=source, outcome="failed") == 1
    assert of(found, "almanac_source_cadence_seconds", source=source) == 3600
    assert of(found, "almanac_deliveries", target="log", state="pending") > 0
    assert of(found, "almanac_database_bytes", part="record") > of(found, "almanac_database_bytes", part="archive") > 0
    assert of(found, "almanac_up") == 0
    assert of(found, "almanac_record_answers") == 1


def test_a_record_that_cannot_be_asked_is_a_metric(almanac: Almanac, store: Store) -> None:
    store.close()
    assert store.file is not None
    store.file.unlink()
    answer = almanac("metrics")
    assert answer.code == 0
    assert of(parsed(answer.out), "almanac_record_answers") == 0


def test_a_textfile_is_written_whole_and_readable_by_its_collector(
    almanac: Almanac, store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "almanac.prom"
    almanac("metrics", "--output", file)
    assert of(parsed(file.read_text()), "almanac_record_answers") == 1
    assert file.stat().st_mode & 0o777 == 0o644
    assert [each.name for each in tmp_path.glob("*.prom*")] == ["almanac.prom"]
    nowhere = tmp_path / "none" / "almanac.prom"
    answer = almanac("metrics", "--output", nowhere)
    reason = "no such file or directory; make its folder first"
    assert (answer.code, answer.err) == (1, f"almanac: {nowhere} cannot be written: {reason}\n")


def test_a_port_of_this_machine_answers_prometheus_and_no_web_page(settings: Settings, store: Store) -> None:
    with prometheus.metrics_served(settings, store, 0) as port:

        def get(path: str, **headers: str) -> tuple[int, str]:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            return answer.status, text

        status, text = get("/metrics")
        assert status == 200
        assert of(parsed(text), "almanac_record_answers") == 1
        assert get("/other")[0] == 404
        assert get("/metrics", Host="attacker.example")[0] == 403


class Server:
    """Prefect's server, as far as metrics ask it."""

    def __init__(self) -> None:
        self.auth: object = None
        self.headers: dict[str, str] = {}

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def get(self, _url: str, **_options: object) -> "Answer":
        return Answer({"token": "t"})

    def post(self, url: str, json: dict[str, Any], **_options: object) -> "Answer":
        if url.endswith("count"):
            return Answer(3 if json["flow_runs"]["state"]["name"]["any_"] == ["Late"] else 1)
        if "flow_runs" in url:
            return Answer([{"id": "r", "end_time": "t", "parameters": {"source": "s"}}])
        return Answer([{"name": f"{hop}-0a1", "flow_run_id": "r", "total_run_time": 0.5} for hop in runs.HOPS])


class Answer:
    ok = True

    def __init__(self, said: object) -> None:
        self.said = said

    def json(self) -> object:
        return self.said

    def raise_for_status(self) -> None:
        pass


@pytest.fixture
def everything(store: Store, recordings: Recordings, monkeypatch: pytest.MonkeyPatch) -> Values:
    """The metrics of a record with a row in every table, beside a running server."""
    recordings.fill(store, fill)
    monkeypatch.setattr("requests.Session", Server)
    metrics = [*runs.run_metrics("http://127.0.0.1:1", None, LAST), *record.record_metrics(store, SOURCES, LAST)]
    return parsed(prometheus.exposition(metrics))


def expressions() -> list[str]:
    panels = json.loads(DASHBOARD.read_text())["panels"]
    rules = [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]
    assert len(rules) == 3
    targets = [target for panel in panels for target in panel["targets"]]
    return [
        f"{each['expr']} {each.get('legendFormat', '')} {each.get('annotations', '')}" for each in (*targets, *rules)
    ]


def test_the_rules_and_the_dashboard_name_what_is_there_with_its_labels(everything: Values) -> None:
    always = {"almanac_record_answers"}
    labels: dict[str, set[str]] = {}
    for name, values in everything:
        labels.setdefault(name, set()).update(key for key, _ in values)
    seen = set[str]()
    for expression in expressions():
        for name, matchers in NAMED.findall(expression):
            assert name in labels or name in always, name
            seen.add(name)
            for label in re.findall(r"([a-z_]+)(?:=~|=|!=)", matchers):
                assert label in labels[name], (name, label)
        by = {word for pair in BY.findall(expression) for word in re.findall(r"[a-z_]+", "".join(pair))}
        assert by - {"value"} <= set().union(*(labels.get(name, set()) for name, _ in NAMED.findall(expression)))
    assert len(seen) >= 12
    assert everything[("almanac_runs_late", frozenset())] == 3
    assert of(everything, "almanac_hop_seconds", source="s", hop="fetch") == 0.5


@pytest.mark.skipif(shutil.which("promtool") is None, reason="there is no promtool")
def test_prometheus_reads_the_rules() -> None:
    done = subprocess.run(["promtool", "check", "rules", RULES], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
