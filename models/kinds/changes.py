"""The kinds of changes, each with its thing, its movement, its severity and whether it is news."""

from collections import Counter
from collections.abc import Collection
from enum import StrEnum


class Severity(StrEnum):
    """The urgency of an alert; the members are in order, the mildest first."""

    INFO = "info"
    NOTICE = "notice"
    WARNING = "warning"
    CRITICAL = "critical"


class Thing(StrEnum):
    """The thing that a change is about."""

    PRICE = "price"
    LIST_PRICE = "list price"
    VERSION = "version"
    LIMITS = "limits"
    PEAK_HOURS = "peak hours"
    MODEL = "model"
    PROMOTION = "promotion"
    RETIREMENT = "retirement"
    REPLACEMENT = "replacement"
    RECOMMENDATION = "recommended replacement"
    FLOOR = "retirement floor"
    NAME = "name"
    LICENCE = "licence"
    GATING = "gating"
    REVISION = "revision"
    MODEL_CARD = "model card"
    NOTICE = "notice"
    UNREAD_TEXT = "unread text"
    UNREAD_PRICE = "unread price"
    UNREAD_DATE = "unread date"
    WORDING = "wording"
    STATEMENT = "statement"
    END = "end"
    AGREEMENT = "agreement"
    SOURCE = "source"
    DECISION = "decision"
    SCORE = "score"
    CONTENDER = "contender"
    TOP_PLACE = "top place"
    SLUG = "slug"
    CATEGORY = "category"
    LEADERBOARD = "leaderboard"

    @property
    def family(self) -> "Thing":
        """The thing that this one is a part of; otherwise the thing itself."""
        return FAMILIES.get(self, self)


FAMILIES = {
    Thing.LIST_PRICE: Thing.PRICE,
    Thing.REPLACEMENT: Thing.RETIREMENT,
    Thing.RECOMMENDATION: Thing.RETIREMENT,
    Thing.FLOOR: Thing.RETIREMENT,
    Thing.NAME: Thing.RETIREMENT,
}


MATTERING = (
    Thing.PRICE,
    Thing.RETIREMENT,
    Thing.MODEL,
    Thing.PROMOTION,
    Thing.PEAK_HOURS,
    Thing.VERSION,
    Thing.LIMITS,
)
"""The things that matter most to readers of alerts, in order. Other things come after these, notices last."""


class Movement(StrEnum):
    """The way in which a thing changed."""

    CHANGED = "changed"
    ANNOUNCED = "announced"
    MOVED = "moved"
    CANCELLED = "cancelled"
    IN_EFFECT = "in effect"
    ADDED = "added"
    REMOVED = "removed"
    STARTED = "started"
    ENDED = "ended"
    ENDED_EARLY = "ended early"
    MADE_PERMANENT = "made permanent"
    DATED = "dated"
    UNDATED = "undated"
    EXTENDED = "extended"
    SHORTENED = "shortened"
    HAPPENED = "happened"
    WITHDRAWN = "withdrawn"
    REROUTED = "re-routed"
    UNREAD = "unread"
    OMITTED = "omitted"
    UNCONFIRMED = "unconfirmed"
    BROKE = "broke"
    HELD = "held"
    STALE = "stale"
    RECOVERED = "recovered"
    LASTED = "lasted"
    DISAGREED = "disagreed"
    AGREED = "agreed"
    UNDONE = "undone"
    REPLACED = "replaced"
    RENAMED = "renamed"
    GAINED = "gained"
    LOST = "lost"
    SHARED = "shared"
    PASSED_ON = "passed on"
    REBASED = "rebased"
    STATED = "stated"


def rank(thing: Thing) -> int:
    """The rank of changes of a thing: its place in MATTERING, others after that, notices last."""
    others = len(MATTERING) + (thing is Thing.NOTICE)
    return MATTERING.index(thing.family) if thing.family in MATTERING else others


class ChangeKind(StrEnum):
    """A kind of change. Its value, the noun and the verb, is its name in databases, filters and alerts."""

    noun: str
    verb: str
    thing: Thing
    movement: Movement
    family: Thing
    """The thing that its thing is a part of."""
    severity: Severity
    """The severity of its alerts; for `SOURCE_HELD`, of those that need no decision of a person."""
    is_news: bool
    """True if it can make an alert; other kinds are in the change log only."""
    rank: int
    """Of two kinds of one severity the one with the lower rank matters more."""

    def __new__(
        cls,
        noun: str,
        verb: str,
        thing: Thing,
        movement: Movement,
        severity: Severity = Severity.NOTICE,
        is_news: bool = True,
    ) -> "ChangeKind":
        value = f"{noun} {verb}".strip()
        member = str.__new__(cls, value)
        member._value_ = value
        member.noun, member.verb, member.thing, member.movement = noun, verb, thing, movement
        member.severity, member.is_news = severity, is_news
        member.family, member.rank = thing.family, rank(thing)
        return member

    PRICE_CHANGED = "price", "changed", Thing.PRICE, Movement.CHANGED, Severity.WARNING
    PRICE_ANNOUNCED = "price change", "announced", Thing.PRICE, Movement.ANNOUNCED, Severity.WARNING
    PRICE_MOVED = "price change", "moved", Thing.PRICE, Movement.MOVED, Severity.WARNING
    PRICE_CANCELLED = "price change", "cancelled", Thing.PRICE, Movement.CANCELLED, Severity.WARNING
    PRICE_IN_EFFECT = "price change", "now in effect", Thing.PRICE, Movement.IN_EFFECT

    LIST_PRICE_CHANGED = "list price", "changed", Thing.LIST_PRICE, Movement.CHANGED
    LIST_PRICE_ANNOUNCED = "list price change", "announced", Thing.LIST_PRICE, Movement.ANNOUNCED
    LIST_PRICE_MOVED = "list price change", "moved", Thing.LIST_PRICE, Movement.MOVED
    LIST_PRICE_CANCELLED = "list price change", "cancelled", Thing.LIST_PRICE, Movement.CANCELLED
    LIST_PRICE_IN_EFFECT = "list price change", "now in effect", Thing.LIST_PRICE, Movement.IN_EFFECT

    VERSION_CHANGED = "version", "changed", Thing.VERSION, Movement.CHANGED, Severity.WARNING
    VERSION_ANNOUNCED = "version change", "announced", Thing.VERSION, Movement.ANNOUNCED
    VERSION_MOVED = "version change", "moved", Thing.VERSION, Movement.MOVED
    VERSION_CANCELLED = "version change", "cancelled", Thing.VERSION, Movement.CANCELLED
    VERSION_IN_EFFECT = "version change", "now in effect", Thing.VERSION, Movement.IN_EFFECT

    LIMITS_CHANGED = "limits", "changed", Thing.LIMITS, Movement.CHANGED
    LIMITS_ANNOUNCED = "limits change", "announced", Thing.LIMITS, Movement.ANNOUNCED
    LIMITS_MOVED = "limits change", "moved", Thing.LIMITS, Movement.MOVED
    LIMITS_CANCELLED = "limits change", "cancelled", Thing.LIMITS, Movement.CANCELLED
    LIMITS_IN_EFFECT = "limits change", "now in effect", Thing.LIMITS, Movement.IN_EFFECT

    PEAK_HOURS_CHANGED = "peak hours", "changed", Thing.PEAK_HOURS, Movement.CHANGED, Severity.WARNING
    PEAK_HOURS_ANNOUNCED = "peak hours change", "announced", Thing.PEAK_HOURS, Movement.ANNOUNCED, Severity.WARNING
    PEAK_HOURS_MOVED = "peak hours change", "moved", Thing.PEAK_HOURS, Movement.MOVED, Severity.WARNING
    PEAK_HOURS_CANCELLED = "peak hours change", "cancelled", Thing.PEAK_HOURS, Movement.CANCELLED, Severity.WARNING
    PEAK_HOURS_IN_EFFECT = "peak hours change", "now in effect", Thing.PEAK_HOURS, Movement.IN_EFFECT

    MODEL_ADDED = "model", "added", Thing.MODEL, Movement.ADDED
    MODEL_REMOVED = "model", "removed", Thing.MODEL, Movement.REMOVED, Severity.CRITICAL

    PROMOTION_ANNOUNCED = "promotion", "announced", Thing.PROMOTION, Movement.ANNOUNCED
    PROMOTION_STARTED = "promotion", "started", Thing.PROMOTION, Movement.STARTED
    PROMOTION_CHANGED = "promotion", "changed", Thing.PROMOTION, Movement.CHANGED
    PROMOTION_DATED = "promotion", "dated", Thing.PROMOTION, Movement.DATED
    PROMOTION_UNDATED = "promotion", "undated", Thing.PROMOTION, Movement.UNDATED
    PROMOTION_EXTENDED = "promotion", "extended", Thing.PROMOTION, Movement.EXTENDED
    PROMOTION_SHORTENED = "promotion", "shortened", Thing.PROMOTION, Movement.SHORTENED, Severity.WARNING
    PROMOTION_MADE_PERMANENT = "promotion", "made permanent", Thing.PROMOTION, Movement.MADE_PERMANENT
    PROMOTION_ENDED = "promotion", "ended", Thing.PROMOTION, Movement.ENDED
    PROMOTION_ENDED_EARLY = "promotion", "ended early", Thing.PROMOTION, Movement.ENDED_EARLY, Severity.WARNING

    RETIREMENT_ANNOUNCED = "retirement", "announced", Thing.RETIREMENT, Movement.ANNOUNCED, Severity.CRITICAL
    RETIREMENT_DATED = "retirement", "dated", Thing.RETIREMENT, Movement.DATED, Severity.CRITICAL
    RETIREMENT_UNDATED = "retirement", "undated", Thing.RETIREMENT, Movement.UNDATED, Severity.WARNING
    RETIREMENT_MOVED = "retirement", "moved", Thing.RETIREMENT, Movement.MOVED, Severity.CRITICAL
    RETIREMENT_CANCELLED = "retirement", "cancelled", Thing.RETIREMENT, Movement.CANCELLED, Severity.WARNING
    RETIREMENT_WITHDRAWN = "retirement", "no longer announced", Thing.RETIREMENT, Movement.WITHDRAWN
    RETIREMENT_HAPPENED = "retirement", "happened", Thing.RETIREMENT, Movement.HAPPENED, Severity.CRITICAL
    REPLACEMENT_CHANGED = "replacement", "changed", Thing.REPLACEMENT, Movement.CHANGED
    RECOMMENDATION_CHANGED = "recommended replacement", "changed", Thing.RECOMMENDATION, Movement.CHANGED, Severity.INFO
    FLOOR_CHANGED = "retirement floor", "changed", Thing.FLOOR, Movement.CHANGED, Severity.INFO
    FLOOR_SHORTENED = "retirement floor", "moved earlier", Thing.FLOOR, Movement.SHORTENED
    NAME_REROUTED = "name", "re-routed", Thing.NAME, Movement.REROUTED, Severity.CRITICAL

    LICENCE_CHANGED = "licence", "changed", Thing.LICENCE, Movement.CHANGED, Severity.WARNING
    GATING_CHANGED = "gating", "changed", Thing.GATING, Movement.CHANGED
    REVISION_CHANGED = "revision", "changed", Thing.REVISION, Movement.CHANGED, Severity.INFO
    MODEL_CARD_CHANGED = "model card", "changed", Thing.MODEL_CARD, Movement.CHANGED, Severity.INFO

    NOTICE_ADDED = "notice", "added", Thing.NOTICE, Movement.ADDED
    NOTICE_CHANGED = "notice", "changed", Thing.NOTICE, Movement.CHANGED
    NOTICE_REMOVED = "notice", "removed", Thing.NOTICE, Movement.REMOVED

    TEXT_UNREAD = "text", "unread", Thing.UNREAD_TEXT, Movement.UNREAD
    POSSIBLE_PRICE_UNREAD = "possible price", "unread", Thing.UNREAD_PRICE, Movement.UNREAD, Severity.WARNING
    POSSIBLE_DATE_UNREAD = "possible date", "unread", Thing.UNREAD_DATE, Movement.UNREAD
    WORDING_CHANGED = "wording", "changed", Thing.WORDING, Movement.CHANGED
    NO_LONGER_STATED = "", "no longer stated", Thing.STATEMENT, Movement.OMITTED, Severity.WARNING
    END_NOT_CONFIRMED = "end", "not confirmed", Thing.END, Movement.UNCONFIRMED, Severity.WARNING

    SOURCES_DISAGREE = "sources", "disagree", Thing.AGREEMENT, Movement.DISAGREED, Severity.WARNING
    SOURCES_AGREE_AGAIN = "sources", "agree again", Thing.AGREEMENT, Movement.AGREED, Severity.INFO

    SOURCE_BROKEN = "source", "broken", Thing.SOURCE, Movement.BROKE, Severity.WARNING
    SOURCE_HELD = "source", "held", Thing.SOURCE, Movement.HELD
    SOURCE_STALE = "source", "stale", Thing.SOURCE, Movement.STALE, Severity.WARNING
    SOURCE_RECOVERED = "source", "recovered", Thing.SOURCE, Movement.RECOVERED, Severity.INFO
    SOURCE_STILL_BROKEN = "source", "still broken", Thing.SOURCE, Movement.LASTED, Severity.WARNING
    SOURCE_STILL_HELD = "source", "still held", Thing.SOURCE, Movement.LASTED, Severity.WARNING
    SOURCE_STILL_STALE = "source", "still stale", Thing.SOURCE, Movement.LASTED, Severity.WARNING
    DECISION_UNDONE = "decision", "undone", Thing.DECISION, Movement.UNDONE, Severity.WARNING

    SCORE_MOVED = "score", "moved", Thing.SCORE, Movement.MOVED
    CONTENDER_ADDED = "contender", "added", Thing.CONTENDER, Movement.ADDED
    CONTENDER_REMOVED = "contender", "removed", Thing.CONTENDER, Movement.REMOVED, Severity.WARNING
    CONTENDER_REPLACED = "contender", "replaced", Thing.CONTENDER, Movement.REPLACED, Severity.WARNING
    CONTENDER_RENAMED = "contender", "renamed", Thing.CONTENDER, Movement.RENAMED, Severity.NOTICE, False
    TOP_PLACE_GAINED = "top place", "gained", Thing.TOP_PLACE, Movement.GAINED
    TOP_PLACE_LOST = "top place", "lost", Thing.TOP_PLACE, Movement.LOST
    TOP_PLACE_SHARED = "top place", "shared", Thing.TOP_PLACE, Movement.SHARED, Severity.NOTICE, False
    SLUG_PASSED_ON = "slug", "passed on", Thing.SLUG, Movement.PASSED_ON, Severity.NOTICE, False
    CATEGORY_NOT_STATED = "category", "not stated", Thing.CATEGORY, Movement.OMITTED, Severity.WARNING
    CATEGORY_STATED_AGAIN = "category", "stated again", Thing.CATEGORY, Movement.STATED, Severity.NOTICE, False
    LEADERBOARD_REBASED = "leaderboard", "rebased", Thing.LEADERBOARD, Movement.REBASED, Severity.WARNING
    LEADERBOARD_STALE = "leaderboard", "stale", Thing.LEADERBOARD, Movement.STALE, Severity.WARNING

    @classmethod
    def about(cls, *things: Thing) -> "Collection[ChangeKind]":
        """The kinds of changes that are about these things."""
        return [kind for kind in cls if kind.thing in things]


CAN_WAIT = frozenset(
    {
        ChangeKind.RECOMMENDATION_CHANGED,
        ChangeKind.FLOOR_CHANGED,
        ChangeKind.REVISION_CHANGED,
        ChangeKind.MODEL_CARD_CHANGED,
    }
)
"""Kinds of changes that always wait for the digest of the day."""
_PAIRS = Counter((kind.thing, kind.movement) for kind in ChangeKind)
KIND_OF = {(kind.thing, kind.movement): kind for kind in ChangeKind if _PAIRS[kind.thing, kind.movement] == 1}
"""The kind of a change by the thing that moved and its movement, where that is one kind."""
