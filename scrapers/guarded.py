"""Calling a reader so that it returns a reading that a database can keep, or raises PageChanged, and nothing else."""

from collections.abc import Callable

from models.reading import BadReading, Reading, with_unread_as_notices
from models.storable import UNSTORABLE
from scrapers.page import Page, PageChanged, Tripped


def read_guarded(read: Callable[[Page], Reading], page: Page) -> Reading:
    """What the page states. Raises PageChanged; where the reader raises another exception, that is Tripped.

    SystemExit and KeyboardInterrupt pass: they are not about the page.
    """
    try:
        return read_storable(read, page)
    except PageChanged:
        raise
    except Exception as error:  # noqa: BLE001 (whatever a reader raises, its page has to be settled)
        tripped = Tripped.over(error)
    # Raised out here, where the frames that filled the memory are free.
    raise tripped


def read_storable(read: Callable[[Page], Reading], page: Page) -> Reading:
    """What a reader makes of a page, the texts that it leaves unread as notices; as it can be recorded.

    Raises PageChanged, also for a page that states one thing twice, and whatever else the reader raises.
    """
    try:
        reading = with_unread_as_notices(read(page), page.source)
    except BadReading as error:
        raise PageChanged("the page contradicts itself", str(error)) from None
    _refuse_unstorable(reading)
    return reading


def _refuse_unstorable(reading: Reading) -> None:
    """Raise PageChanged for a text that a database cannot keep. Facts made later are left to their readers."""
    for fact in reading.facts:
        for value in (*fact.key, *(fact.value or ()), *fact.asides):
            if isinstance(value, str) and UNSTORABLE.search(value):
                raise PageChanged("a character that no database keeps", value)
