"""Reading a page with an observed moment, so that it is known how long its reading stays the same."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from models.readings import Comparisons, ObservedInstant, Reading, same_until
from scrapers.page import Page, PageChanged


@dataclass(frozen=True)
class PickledReading:
    """A reading, and the instant until which its page is read like this; None if that is not known."""

    pickled: bytes
    same_until: datetime | None

    def load(self) -> Reading:
        """Return the reading, with that instant."""
        reading: Reading = pickle.loads(self.pickled)  # noqa: S301 (of this process)
        return replace(reading, same_until=self.same_until)


def observe(read: Callable[[Page], Reading], page: Page) -> PickledReading | Reading:
    """Read a page; the result is pickled if its reader and its reading take an observed moment."""
    comparisons = Comparisons()
    try:
        # In the pickled reading an observed moment is a plain one, and counts as read.
        pickled = pickle.dumps(read(replace(page, moment=ObservedInstant.of(page.moment, comparisons))))
    except PageChanged:
        raise
    except Exception:  # noqa: BLE001 (whatever the reader raises, it raises for the plain page, too)
        return read(page)
    until = None if comparisons.was_key else same_until(comparisons, page.moment, page.moment)
    return PickledReading(pickled, until)


@dataclass(frozen=True)
class ObservedReader:
    """A reader that notes how its reading depends on the moment: `Reading.same_until`."""

    read: Callable[[Page], Reading]

    def __call__(self, page: Page) -> Reading:
        found = observe(self.read, page)
        return found.load() if isinstance(found, PickledReading) else found
