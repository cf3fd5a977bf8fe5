"""Lines of logs for programs."""

import json
import logging
import sys
from types import SimpleNamespace

import pytest

from flows.server import LOG_VARIABLES, JsonLines


def line(monkeypatch: pytest.MonkeyPatch, context: object = None, **about: object) -> dict[str, object]:
    monkeypatch.setitem(sys.modules, "prefect.context", context)  # pyright: ignore[reportArgumentType]
    record = logging.LogRecord("almanac.road", logging.INFO, __file__, 1, "%s\n%s", ("price up", "2 → 3"), None)
    vars(record).update(about)
    text = JsonLines().format(record)
    assert "\n" not in text
    return json.loads(text)


def in_a_run(name: str, **parameters: object) -> SimpleNamespace:
    run = SimpleNamespace(flow_run=SimpleNamespace(name=name, parameters=parameters))
    return SimpleNamespace(FlowRunContext=SimpleNamespace(get=lambda: run))


def test_a_line_has_what_it_is_about_and_null_where_that_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    found = line(monkeypatch, source="deepseek_pricing", snapshot=12)
    assert found.pop("at")
    assert found == {
        "level": "info",
        "logger": "almanac.road",
        "message": "price up\n2 → 3",
        "run": None,
        "source": "deepseek_pricing",
        "snapshot": 12,
    }
    assert line(monkeypatch)["source"] is None


def test_a_line_of_a_run_has_its_name_and_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    found = line(monkeypatch, in_a_run("deepseek_pricing 12:07", source="deepseek_pricing"))
    assert (found["run"], found["source"]) == ("deepseek_pricing 12:07", "deepseek_pricing")
    assert line(monkeypatch, in_a_run("remind 12:00"))["source"] is None


def test_a_traceback_is_in_its_line() -> None:
    try:
        raise ValueError("odd")
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    assert json.loads(JsonLines().format(record))["error"].endswith("ValueError: odd")


def test_the_consoles_of_prefects_processes_write_such_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.logging.configuration import DEFAULT_LOGGING_SETTINGS_PATH, load_logging_config

    for name, value in LOG_VARIABLES.items():
        monkeypatch.setenv(name, value)
    config = load_logging_config(DEFAULT_LOGGING_SETTINGS_PATH)
    console = config["formatters"][config["handlers"]["console"]["formatter"]]
    assert console.pop("()") == "flows.server.log_lines.JsonLines"
    assert isinstance(JsonLines(**console), logging.Formatter)
