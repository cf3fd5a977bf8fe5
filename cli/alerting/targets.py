"""Checks of alerts for `almanac doctor`: targets in the settings, removed ones with open deliveries, silences, and
patterns that can match nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.targets import LOG, Target, UnreadableSecret, model_patterns
from flows.settings import Settings
from models.queries import Outgoing
from models.schema import Silence

DoctorCheck = tuple[str, str, str]
"""A check, its state (`ok`, `note`, `bad`), and an explanation or the next step."""


def checked_targets(targets: Mapping[str, Target], outgoing: Mapping[str, Outgoing]) -> Iterator[DoctorCheck]:
    for name, target in targets.items():
        yield f"target {name}", *_state(name, target, outgoing.get(name, Outgoing()))
    for name, deliveries in outgoing.items():
        if name not in (LOG, *targets) and (deliveries.pending or deliveries.dead):
            detail = (
                f"is no longer in the settings; {deliveries.pending} pending and {deliveries.dead} dead "
                "deliveries stay as they are"
            )
            yield f"target {name}", "note", detail


def checked_silences(session: Session, now: datetime) -> Iterator[DoctorCheck]:
    """Yield what is acknowledged, snoozed or muted."""
    if session.scalar(select(Silence.id).where(Silence.ended_at.is_(None)).limit(1)) is None:
        return
    from cli.alerting.silences import silence_lines  # most homes have no silence

    if lines := silence_lines(session, now):
        count = f"{len(lines)} silence{'' if len(lines) == 1 else 's'}"
        yield "silences", "note", f"{count}; `almanac alerts unsilence` ends one. {'; '.join(lines)}"


def checked_patterns(session: Session, settings: Settings) -> Iterator[DoctorCheck]:
    """Yield each setting whose pattern of models matches none."""
    values = settings.values
    if named := model_patterns(values.targets, values.uses, values.watch):
        from alerts.known_names import pattern_mistakes  # most settings name no model

        yield from ((setting, "bad", mistake) for setting, mistake in pattern_mistakes(session, named))


def _problem(target: Target) -> str | None:
    """Return what is wrong with the address of a target; None if nothing is."""
    if target.stored_secrets:
        try:
            for secret in target.stored_secrets:
                secret.get_secret_value()
        except UnreadableSecret as problem:
            return str(problem)
    if target.url is None:
        return None
    from alerts.channels import problem_of_address  # loads Apprise, which only such a target needs

    return problem_of_address(target.url)


def _state(name: str, target: Target, deliveries: Outgoing) -> tuple[str, str]:
    if problem := _problem(target):
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
    if deliveries.later:
        return "ok", f"{deliveries.later} for later: a digest, or the end of a snooze"
    return "ok", "nothing is waiting"
