"""Safe calls of a reader: the result is a reading that a database can store, or PageChanged."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from models.facts import UNSTORABLE
from models.readings import BadReading, Reading, with_unread_as_notices
from scrapers.page import Page, PageChanged, Tripped

Stated = TypeVar("Stated")


def read_guarded(read: Callable[[Page], Reading], page: Page) -> Reading:
    """Read a page. Raises PageChanged; for any other exception of the reader, its subclass Tripped.

    SystemExit and KeyboardInterrupt pass: they are not about the page.
    """
    return call_guarded(partial(read_storable, read), page)


def call_guarded(function: Callable[[Page], Stated], page: Page) -> Stated:
    """Return what a function says of a page. Raises PageChanged; Tripped for any other exception, as `read_guarded`."""
    try:
        return function(page)
    except PageChanged:
        raise
    except Exception as error:  # noqa: BLE001 (whatever a reader raises, its page has to be settled)
        # A library's own kind of MemoryError is the same.
        tripped = Tripped(MemoryError.__name__) if isinstance(error, MemoryError) else Tripped.over(error)
    # Raised outside of the handler, so that the frames that filled the memory are freed.
    raise tripped


def read_storable(read: Callable[[Page], Reading], page: Page) -> Reading:
    """Read a page, with unread texts as notices. Raises PageChanged for what cannot be stored.

    A page that states one thing twice contradicts itself and is refused, too. Other exceptions of the reader pass.
    """
    try:
        reading = with_unread_as_notices(read(page), page.source)
    except BadReading as error:
        raise PageChanged("the page contradicts itself", str(error)) from None
    _refuse_unstorable(reading)
    return reading


def _refuse_unstorable(reading: Reading) -> None:
    """Raise PageChanged for a text that a database cannot store. Facts that are made lazily are not checked."""
    for fact in reading.facts:
        for value in (*fact.key, *(fact.value or ()), *fact.asides):
            if isinstance(value, str) and UNSTORABLE.search(value):
                raise PageChanged("a character that no database keeps", value)
