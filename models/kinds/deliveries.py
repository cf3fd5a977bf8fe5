"""Every state of a delivery, and what each says of its alert."""

from enum import StrEnum


class DeliveryState(StrEnum):
    """The state of a delivery. Its value is its name in databases and in `--json`."""

    PENDING = "pending"
    CLAIMED = "claimed"
    """It is being sent; free again at `due_at`."""
    DELIVERED = "delivered"
    DEAD = "dead"
    """It was given up."""
    MUTED = "muted"
    """It is sent at `due_at` unless what it says is over by then."""
    WITHDRAWN = "withdrawn"
    """It is never sent: what it says was over before."""

    @property
    def is_waiting(self) -> bool:
        """True if its target is to get it."""
        return self in (DeliveryState.PENDING, DeliveryState.CLAIMED)

    @property
    def is_silent(self) -> bool:
        """True if it is kept from its target, so that nobody has heard of it."""
        return self in (DeliveryState.MUTED, DeliveryState.WITHDRAWN)


WAITING_STATES = tuple(state for state in DeliveryState if state.is_waiting)
SILENT_STATES = tuple(state for state in DeliveryState if state.is_silent)
"""The same sets for a condition in SQL."""
COUNTED_STATES = (DeliveryState.DELIVERED, DeliveryState.PENDING, DeliveryState.DEAD)
"""The columns of the view `alert_log` that count its deliveries; one that is claimed or muted counts as pending."""
