"""The page reader: reads a page in a child process, with limits of time and memory."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.page_reader.child import limit_memory
    from flows.page_reader.reader import NoReaderProcess, call_limited, close_readers, copy_reader, read_page

__all__ = [
    "NoReaderProcess",
    "call_limited",
    "close_readers",
    "copy_reader",
    "limit_memory",
    "read_page",
]

lazy_package(__name__)
