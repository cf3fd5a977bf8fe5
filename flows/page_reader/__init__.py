"""The page reader: reads a page in a child process, with limits of time and memory."""

from flows.page_reader.reader import close_readers, copy_reader, read_page

__all__ = [
    "close_readers",
    "copy_reader",
    "read_page",
]
