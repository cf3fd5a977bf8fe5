"""Requests a run from a running `almanac up`, and waits for it."""

import os
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import cast

from flows.database import AlreadyRunning
from flows.server.auth import auth_file
from flows.server.paths import environment, stack_paths
from flows.settings import Settings


def run_track(settings: Settings, url: str, source: str, page: Path | None, at: datetime | None) -> str:
    """Run `track` for a source on the server at `url`; return the message of the final state. Raises AlreadyRunning."""
    port = int(url.rsplit(":", 1)[1])
    os.environ.update(environment(settings, stack_paths(settings).prefect_home, port))
    from prefect.client.schemas.objects import FlowRun
    from prefect.deployments import run_deployment  # Prefect reads the environment above when it is imported
    from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError

    parameters = {"source": source, "page": page and str(page), "at": at and at.isoformat()}
    try:
        run = run_deployment(f"track/{source}", parameters=parameters, poll_interval=0.5, as_subflow=False)
    except ObjectNotFound:
        return "failed: `almanac up` is still starting: try again in a moment"
    except PrefectHTTPStatusError as error:
        if error.response.status_code != HTTPStatus.UNAUTHORIZED:
            raise
        return f"failed: `almanac up` asks for another password than {auth_file(settings.home)} holds: start it again"
    state = cast(FlowRun, run).state
    if state is None:
        return "failed: the run did not end"
    if state.is_cancelled() and "concurrency limit" in (state.message or "").lower():
        raise AlreadyRunning(f"{source} is already running: another run reads it now")
    message = state.message or state.name or state.type
    return message if state.is_completed() or message.startswith(("failed: ", "refused: ")) else f"failed: {message}"
