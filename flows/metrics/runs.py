"""Metrics of the runs, as Prefect's server knows them: how many are late, and how long the last ones took."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from flows.metrics.record import Metric

HOPS = ("fetch", "record", "deliver")
"""The hops of a run: fetching and archiving, reading and recording, sending."""
LOOK_BACK = timedelta(days=1)
MOST = 200
"""The most rows that Prefect's server returns at a time."""
SECONDS = 5


def run_metrics(url: str | None, auth: str | None, now: datetime) -> Iterator[Metric]:
    """Yield the metrics of the `almanac up` that runs at an address, with its password; None if none runs."""
    yield Metric("almanac_up", "1 if `almanac up` runs in this home.", (), {(): float(url is not None)})
    if url is None:
        return
    import requests  # only where a stack runs

    try:
        with requests.Session() as asked:
            asked.auth = tuple(auth.split(":", 1)) if auth else None  # pyright: ignore[reportAttributeAccessIssue]
            asked.headers["Prefect-Csrf-Client"] = "almanac-metrics"
            token = asked.get(f"{url}/api/csrf-token", params={"client": "almanac-metrics"}, timeout=SECONDS)
            if token.ok:
                asked.headers["Prefect-Csrf-Token"] = token.json()["token"]
            yield from _late(asked, url)
            yield _seconds(asked, url, now)
    except (requests.RequestException, ValueError, KeyError):
        return


def _late(asked: Any, url: str) -> Iterator[Metric]:  # noqa: ANN401 (a session of requests, which is loaded late)
    for state in ("Late", "Running"):
        wanted = {"flow_runs": {"state": {"name": {"any_": [state]}}}}
        count = _post(asked, f"{url}/api/flow_runs/count", wanted)
        yield Metric(f"almanac_runs_{state.lower()}", f"Runs in the state {state}.", (), {(): float(count)})


def _seconds(asked: Any, url: str, now: datetime) -> Metric:  # noqa: ANN401 (as above)
    """Return how long each hop of the last run of each source took."""
    found = Metric("almanac_hop_seconds", "The time that a hop of the last run took.", ("source", "hop"))
    wanted = {
        "flows": {"name": {"any_": ["track"]}},
        "flow_runs": {"start_time": {"after_": (now - LOOK_BACK).isoformat()}},
        "sort": "START_TIME_DESC",
        "limit": MOST,
    }
    last: dict[str, str] = {}
    for run in _post(asked, f"{url}/api/flow_runs/filter", wanted):
        if run.get("end_time") and "source" in run["parameters"]:
            last.setdefault(run["parameters"]["source"], run["id"])
    sources = {run: source for source, run in last.items()}
    if not sources:
        return found
    wanted = {"flow_runs": {"id": {"any_": [*sources]}}, "limit": MOST}
    for task in _post(asked, f"{url}/api/task_runs/filter", wanted):
        hop = str(task["name"]).partition("-")[0]
        if hop in HOPS:
            found.values[(sources[task["flow_run_id"]], hop)] = float(task["total_run_time"])
    return found


def _post(asked: Any, url: str, wanted: Mapping[str, Any]) -> Any:  # noqa: ANN401 (JSON)
    answer = asked.post(url, json=wanted, timeout=SECONDS)
    answer.raise_for_status()
    return answer.json()
