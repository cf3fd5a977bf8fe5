"""Lines of logs for programs: one JSON object a line, the same from `almanac track` as from `almanac up`."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, cast

ABOUT = ("source", "snapshot")
"""The fields that a line may have by `extra`: the name of a source, the number of a snapshot."""
LOG_VARIABLES = {"PREFECT_LOGGING_FORMATTERS_STANDARD_": "flows.server.log_lines.JsonLines"}
"""Variables with which Prefect's processes write such lines: the class of the formatter of its console."""


class JsonLines(logging.Formatter):
    """Formats a record with `at`, `level`, `logger`, `message`; `run`, `source` and `snapshot` are null if unknown."""

    def __init__(self, *_given: object, **_options: object) -> None:
        # Prefect hands over the formats of its own lines.
        super().__init__()

    def format(self, record: logging.LogRecord) -> str:
        """Return the line. A message of several lines is one."""
        run, source = _run(record)
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "run": run,
            "source": getattr(record, "source", None) or source,
            "snapshot": getattr(record, "snapshot", None),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def write_json() -> None:
    """Let this process write such lines to its standard error, results of runs included."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
    logging.getLogger("almanac.road").setLevel(logging.INFO)


def _run(record: logging.LogRecord) -> tuple[Any, Any]:
    """Return the name of the run that a record is from, and the source that it reads."""
    named, context = getattr(record, "flow_run_name", None), cast(Any, sys.modules.get("prefect.context"))
    if context is None:
        return named, None
    # Only a process that has loaded Prefect has runs.
    found: Any = context.FlowRunContext.get()
    run: Any = found and found.flow_run
    if run is None:
        return named, None
    parameters: dict[str, Any] = run.parameters or {}
    return run.name, parameters.get("source")
