"""Every kind of deadline: the words for it, what changes then, and whether it is about a model."""

from enum import StrEnum

from models.kinds.changes import Thing


class DeadlineKind(StrEnum):
    """A kind of deadline. Its value is its name in databases, filters and alerts."""

    noun: str
    """What is ahead, in a sentence."""
    happens: str
    """What happens to the subject then."""
    thing: Thing
    """What the changes are about that tell what becomes of it."""

    def __new__(cls, value: str, noun: str, happens: str, thing: Thing) -> "DeadlineKind":
        member = str.__new__(cls, value)
        member._value_ = value
        member.noun, member.happens, member.thing = noun, happens, thing
        return member

    RETIREMENT = "retirement", "retirement", "is retired", Thing.RETIREMENT
    PROMOTION_END = "promotion end", "end of its promotion", "promotion ends", Thing.PROMOTION
    FREE_WINDOW_END = "free window end", "end of free use", "free window ends", Thing.PROMOTION
    PRICE_CHANGE = "price change", "new prices", "prices change", Thing.PRICE
    PEAK_HOURS_CHANGE = "peak hours change", "new peak hours", "peak hours change", Thing.PEAK_HOURS

    @property
    def is_about_model(self) -> bool:
        """Whether its subject is a model; else it is a source."""
        return self.thing is not Thing.PEAK_HOURS
