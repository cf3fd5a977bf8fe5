"""Reading a page in a child process, under limits of time and memory."""

from flows.page_reader.reader import read_page

__all__ = [
    "read_page",
]
