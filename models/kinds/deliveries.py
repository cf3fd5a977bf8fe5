"""Every state of a delivery, and what each says of its alert; the actions that keep alerts from targets."""

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
    SNOOZED = "snoozed"
    """It is sent at `due_at`, the end of a snooze, unless what it says is over by then."""
    GATHERED = "gathered"
    """It is sent at `due_at`, in the digest of its target."""
    WITHDRAWN = "withdrawn"
    """It is never sent: what it says was over before, or a silence keeps it from its target."""

    @property
    def is_waiting(self) -> bool:
        """True if its target is to get it."""
        return self in (DeliveryState.PENDING, DeliveryState.CLAIMED)

    @property
    def is_silent(self) -> bool:
        """True if it is kept from its target, so that nobody has heard of it."""
        return not self.is_waiting and self not in (DeliveryState.DELIVERED, DeliveryState.DEAD)

    @property
    def is_unsent(self) -> bool:
        """True if it is still to be sent and no process is sending it."""
        return self.is_pending and self is not DeliveryState.CLAIMED

    @property
    def is_pending(self) -> bool:
        """True if it is to be sent, now or later."""
        return self not in (DeliveryState.DELIVERED, DeliveryState.DEAD, DeliveryState.WITHDRAWN)


class SilenceAction(StrEnum):
    """The action that made a silence. Its value is its name in databases, in commands and in `--json`."""

    ACK = "ack"
    """An alert was seen: others that only repeat it are not sent."""
    SNOOZE = "snooze"
    """Alerts that match are sent later, if they still stand then."""
    MUTE = "mute"
    """Alerts that match are not sent."""


WAITING_STATES = tuple(state for state in DeliveryState if state.is_waiting)
SILENT_STATES = tuple(state for state in DeliveryState if state.is_silent)
UNSENT_STATES = tuple(state for state in DeliveryState if state.is_unsent)
LATER_STATES = (DeliveryState.SNOOZED, DeliveryState.GATHERED)
"""The same sets for a condition in SQL; the last one has those that wait for the end of a snooze or for a digest."""
COUNTED_STATES = (DeliveryState.DELIVERED, DeliveryState.PENDING, DeliveryState.DEAD)
"""The columns of the view `alert_log` that count its deliveries; each that is still to be sent counts as pending."""
