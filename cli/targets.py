"""Checks of the targets of alerts for `almanac doctor`: those in the settings, and removed ones with open
deliveries.
"""

from collections.abc import Iterator, Mapping

from alerts.channels import problem_of_address
from alerts.targets import LOG, Target
from models.queries import Outgoing

Check = tuple[str, str, str]


def checked_targets(targets: Mapping[str, Target], outgoing: Mapping[str, Outgoing]) -> Iterator[Check]:
    for name, target in targets.items():
        yield f"target {name}", *_standing(name, target, outgoing.get(name, Outgoing()))
    for name, its in outgoing.items():
        if name not in (LOG, *targets) and (its.pending or its.dead):
            told = (
                f"is in the settings no more; {its.pending} pending and {its.dead} dead deliveries stay where they are"
            )
            yield f"target {name}", "note", told


def _standing(name: str, target: Target, its: Outgoing) -> tuple[str, str]:
    if target.url is not None and (problem := problem_of_address(target.url)):
        return "bad", problem
    why = f" (last: {its.last_error})" if its.last_error else ""
    if its.dead:
        return "bad", f"{its.dead} dead, {its.pending} pending{why}: `almanac alerts retry {name}` sends them again"
    if its.pending:
        return "note", f"{its.pending} pending{why}"
    return "ok", "nothing is waiting"
