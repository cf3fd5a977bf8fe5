"""Checks of the targets of alerts for `almanac doctor`: those in the settings, and removed ones with open
deliveries.
"""

from collections.abc import Iterator, Mapping

from pydantic import SecretStr

from alerts.targets import LOG, Target
from models.queries import Outgoing

DoctorCheck = tuple[str, str, str]
"""A check, its state (`ok`, `note`, `bad`), and an explanation or the next step."""


def checked_targets(targets: Mapping[str, Target], outgoing: Mapping[str, Outgoing]) -> Iterator[DoctorCheck]:
    for name, target in targets.items():
        yield f"target {name}", *_state(name, target, outgoing.get(name, Outgoing()))
    for name, deliveries in outgoing.items():
        if name not in (LOG, *targets) and (deliveries.pending or deliveries.dead):
            detail = (
                f"is not in the settings any more; {deliveries.pending} pending and {deliveries.dead} dead "
                "deliveries stay as they are"
            )
            yield f"target {name}", "note", detail


def _problem(address: SecretStr) -> str | None:
    """Return what is wrong with the address of a service; None if nothing is."""
    from alerts.channels import problem_of_address  # loads Apprise, which only such a target needs

    return problem_of_address(address)


def _state(name: str, target: Target, deliveries: Outgoing) -> tuple[str, str]:
    if target.url is not None and (problem := _problem(target.url)):
        return "bad", problem
    why = f" (last: {deliveries.last_error})" if deliveries.last_error else ""
    if deliveries.dead:
        return (
            "bad",
            f"{deliveries.dead} dead, {deliveries.pending} pending{why}: "
            f"`almanac alerts retry {name}` sends them again",
        )
    if deliveries.pending:
        return "note", f"{deliveries.pending} pending{why}"
    return "ok", "nothing is waiting"
