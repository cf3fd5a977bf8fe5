"""The kinds of deadlines, each with its words and the thing that changes then."""

from enum import StrEnum

from models.kinds.changes import Thing


class DeadlineKind(StrEnum):
    """A kind of deadline. Its value is its name in databases, filters and alerts."""

    noun: str
    """The noun for it in a sentence."""
    thing: Thing
    """The thing of the changes that report the deadline's outcome."""
    is_about_model: bool
    """True if its subject is a model; otherwise it is a source."""

    def __new__(cls, value: str, noun: str, thing: Thing) -> "DeadlineKind":
        member = str.__new__(cls, value)
        member._value_ = value
        member.noun, member.thing = noun, thing
        member.is_about_model = thing is not Thing.PEAK_HOURS
        return member

    RETIREMENT = "retirement", "retirement", Thing.RETIREMENT
    PROMOTION_END = "promotion end", "end of its promotion", Thing.PROMOTION
    FREE_WINDOW_END = "free window end", "end of free use", Thing.PROMOTION
    PRICE_CHANGE = "price change", "new prices", Thing.PRICE
    PEAK_HOURS_CHANGE = "peak hours change", "new peak hours", Thing.PEAK_HOURS
