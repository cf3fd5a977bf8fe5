"""Prefect's API through the balancer, asked as any client does: again where a server has just gone."""

import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import requests

TRIES = 8
PAGE = 200
"""As many rows as Prefect returns at most."""
CLIENT = "scale-out"
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


class BalancedApi:
    def __init__(self, url: str, auth: tuple[str, str]) -> None:
        self._url, self._session = url, requests.Session()
        self._session.auth = auth
        token = self._ask("GET", f"/csrf-token?client={CLIENT}", None)["token"]
        self._session.headers.update({"Prefect-Csrf-Client": CLIENT, "Prefect-Csrf-Token": token})

    def _ask(self, method: str, path: str, body: object) -> Any:  # noqa: ANN401 (JSON)
        for number in range(TRIES):
            try:
                answer = self._session.request(method, f"{self._url}{path}", json=body, timeout=20)
            except requests.RequestException:
                if number == TRIES - 1:
                    raise
            else:
                if answer.status_code < 500 or number == TRIES - 1:
                    answer.raise_for_status()
                    return answer.json() if answer.content else None
            time.sleep(1)
        return None

    def all(self, kind: str, **wanted: object) -> list[dict[str, Any]]:
        """Every row of a kind that a filter finds."""
        found: list[dict[str, Any]] = []
        while True:
            body = {**wanted, "limit": PAGE, "offset": len(found)}
            page = self._ask("POST", f"/{kind}/filter", body)
            found += page
            if len(page) < PAGE:
                return found

    def deployments(self) -> dict[str, str]:
        """The id of each deployment by its name."""
        return {str(row["name"]): str(row["id"]) for row in self.all("deployments")}

    def schedule(self, deployment: str, at: datetime) -> str:
        """Plan a run, as the scheduler does; its id."""
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}}
        return str(self._ask("POST", f"/deployments/{deployment}/create_flow_run", {"state": state})["id"])

    def runs(self, ids: Iterable[str]) -> list[dict[str, Any]]:
        return self.all("flow_runs", flow_runs={"id": {"any_": [*ids]}})

    def taken_slots(self) -> Mapping[str, int]:
        """The slots of each concurrency limit that are taken, of those where any is."""
        limits = self.all("v2/concurrency_limits")
        return {str(row["name"]): int(row["active_slots"]) for row in limits if row["active_slots"]}
