"""The page reader: reads a page in a child process, with limits of time and memory."""

from flows.page_reader.reader import read_page

__all__ = [
    "read_page",
]
