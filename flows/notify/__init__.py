"""Alerts with their context, reminders of deadlines, and feeds."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.notify.age_lines import age_lines, record_age
    from flows.notify.bill_impact import BILLED, MOMENT, BillMove, affected_loads, bills_around
    from flows.notify.calendars import alert_calendars
    from flows.notify.change_alerts import (
        enqueue_alerts,
        enqueue_trouble_repeat,
        enqueue_undone_alert,
    )
    from flows.notify.clock_alert import alert_clock
    from flows.notify.feeds import publish_feeds, write_feeds
    from flows.notify.model_ends import publish_ends, write_ends
    from flows.notify.reminders import remind, remind_until

__all__ = [
    "BILLED",
    "MOMENT",
    "BillMove",
    "affected_loads",
    "age_lines",
    "alert_calendars",
    "alert_clock",
    "bills_around",
    "enqueue_alerts",
    "enqueue_trouble_repeat",
    "enqueue_undone_alert",
    "publish_ends",
    "publish_feeds",
    "record_age",
    "remind",
    "remind_until",
    "write_ends",
    "write_feeds",
]

lazy_package(__name__)
