"""Reading a page with an observed moment, so that it is known how long its reading stays the same."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime

from models.readings import Comparisons, ObservedInstant, Reading, same_until
from scrapers.page import Page


@dataclass(frozen=True)
class ObservedReading(Reading):
    """A reading, and the instant until which its page is read like this."""

    same_until: datetime | None = None
    """None if it is not known."""


def read_observed(read: Callable[[Page], Reading], page: Page) -> Reading:
    """Read a page; the result is an ObservedReading if its reader and its reading take an observed moment."""
    comparisons = Comparisons()
    try:
        observed = read(replace(page, moment=ObservedInstant.of(page.moment, comparisons)))
        # In the copy an observed moment is a plain one, and counts as read.
        copy: Reading = pickle.loads(pickle.dumps(observed))  # noqa: S301 (of this process)
    except Exception:  # noqa: BLE001 (whatever the reader raises, it raises for the plain page, too)
        return read(page)
    parts = {each.name: getattr(copy, each.name) for each in fields(Reading)}
    until = None if comparisons.was_key else same_until(comparisons, page.moment, page.moment)
    return ObservedReading(**parts, same_until=until)
