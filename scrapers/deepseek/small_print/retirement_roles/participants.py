"""Who plays which part in a note about names, and what its instants are to them."""

from dataclasses import dataclass
from datetime import datetime

from scrapers.deepseek.small_print.retirement_roles.segment_roles import ENDS, ROUTES, Name, RoleInstant, SegmentRoles
from scrapers.deepseek.small_print.syntax import model_names

PLANS = frozenset({"ended", "ends", "ending", "end", "the_end", "undone"}) | ROUTES
SERVED = frozenset({"usable", "served", "use", "support", "kept"})
OF_A_PLAN = frozenset({"the_end", "planned", "end", "ending", "was", "route", "routed"})


@dataclass(frozen=True)
class Roles:
    """Who plays which part in a note."""

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
        """The only model that answers instead, as printed."""
        printed = {name.ids: name.text for name in self.answers}
        text = next(iter(printed.values()), None)
        return text if text and len(printed) == 1 and len(model_names(text)) == 1 else None


def instants(roles: Roles) -> set[datetime]:
    return {when.at for when in roles.whens}


def is_undone(roles: Roles) -> bool:
    """Whether "withdrawn" or "dropped" is said of a plan, and not of the name."""
    return any(reading.has("undone") and reading.has(*OF_A_PLAN) and not reading.has("will") for reading in roles.main)


def new_dates(roles: Roles) -> set[datetime]:
    """The dates that an event is moved to."""
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
        first = next((place for place, one in enumerate(roles.main) if one.has("postponed", "extended")), 0)
        told = [reading for reading in roles.main[first:] if reading.whens and reading.has("will", "now")]
        return {when.at for reading in told if not reading.has("planned") for when in reading.whens}
    if past and roles.has("will", "now", "takes_place", "postponed", "extended"):
        return {when.at for when in roles.whens} - past
    return set()


def past_dates(roles: Roles) -> set[datetime]:
    """Those of which the note says that they were planned."""
    return {when.at for reading in roles.main if reading.has("was") for when in reading.whens}


def is_past(roles: Roles) -> bool:
    """Whether it tells of what was, or has been done."""
    told = [reading for reading in roles.main if reading.whens and not reading.advises]
    return roles.has("was") or any(reading.has("been") and not reading.has("will") for reading in told)


def has_odd_date(roles: Roles) -> bool:
    """Whether an instant has a role that fits no end: moved to without a move, or from when something is served."""
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
