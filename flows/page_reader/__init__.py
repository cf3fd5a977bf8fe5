"""The page reader: reads a page in a child process, with limits of time and memory."""

from flows.page_reader.reader import copy_reader, read_page

__all__ = [
    "copy_reader",
    "read_page",
]
