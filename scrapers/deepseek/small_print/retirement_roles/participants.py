"""Participants of a note about names (subject and replacement), and the meaning of its instants."""

from dataclasses import dataclass
from datetime import datetime

from scrapers.deepseek.small_print.retirement_roles.segment_roles import ENDS, ROUTES, Name, RoleInstant, SegmentRoles
from scrapers.deepseek.small_print.syntax import model_names

PLANS = frozenset({"ended", "ends", "ending", "end", "the_end", "undone"}) | ROUTES
SERVED = frozenset({"usable", "served", "use", "support", "kept"})
OF_A_PLAN = frozenset({"the_end", "planned", "end", "ending", "was", "route", "routed"})


@dataclass(frozen=True)
class Roles:
    """Participants and instants of a note."""

    subject: tuple[str, ...]
    is_address: bool
    answers: tuple[Name, ...]
    words: frozenset[str]
    whens: tuple[RoleInstant, ...]
    main: tuple[SegmentRoles, ...]

    def has(self, *words: str) -> bool:
        return not self.words.isdisjoint(words)

    @property
    def answer(self) -> str | None:
        """Return the only model that answers instead, as printed."""
        printed = {name.ids: name.text for name in self.answers}
        text = next(iter(printed.values()), None)
        return text if text and len(printed) == 1 and len(model_names(text)) == 1 else None


def instants(roles: Roles) -> set[datetime]:
    return {when.at for when in roles.whens}


def is_undone(roles: Roles) -> bool:
    """Return True if "withdrawn" or "dropped" is said of a plan, not of the name."""
    return any(reading.has("undone") and reading.has(*OF_A_PLAN) and not reading.has("will") for reading in roles.main)


def new_dates(roles: Roles) -> set[datetime]:
    """Return the dates that an event is moved to."""
    if roles.has("correct_date"):
        return {when.at for reading in roles.main if reading.has("correct_date") for when in reading.whens}
    if new := {when.at for when in roles.whens if when.role in ("m", "u")}:
        return new
    if any(when.role == "x" for when in roles.whens):
        return {when.at for when in roles.whens if when.role != "x"}
    past = past_dates(roles)
    if roles.has("instead") and not past:
        past = {when.at for reading in roles.main if reading.has("planned") for when in reading.whens}
    if not past and len(instants(roles)) == 1:
        first = next((place for place, later in enumerate(roles.main) if later.has("postponed", "extended")), 0)
        dated = [reading for reading in roles.main[first:] if reading.whens and reading.has("will", "now")]
        return {when.at for reading in dated if not reading.has("planned") for when in reading.whens}
    if past and roles.has("will", "now", "takes_place", "postponed", "extended"):
        return {when.at for when in roles.whens} - past
    return set()


def past_dates(roles: Roles) -> set[datetime]:
    """Return the dates that the note calls former plans."""
    return {when.at for reading in roles.main if reading.has("was") for when in reading.whens}


def is_past(roles: Roles) -> bool:
    """Return True if the note is about the past."""
    dated = [reading for reading in roles.main if reading.whens and not reading.advises]
    return roles.has("was") or any(reading.has("been") and not reading.has("will") for reading in dated)


def has_odd_date(roles: Roles) -> bool:
    """Return True if an instant fits no end: moved to without a move, or the start of a service."""
    for reading in roles.main:
        if reading.advises:
            continue
        served = reading if reading.words else roles
        for when in reading.whens:
            if when.role in ("m", "x") or (when.role == "u" and not served.has(*SERVED)):
                return True
            if when.role in ("f", "o", "a") and reading.has("usable", "kept") and not reading.has(*ENDS, *ROUTES):
                return True
    return False
